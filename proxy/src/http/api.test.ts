import { testDatabases } from '@tandem/sql/testing';
import { describe, expect, it } from 'vitest';
import type { HttpServerOptions } from './http-server.ts';
import { apiOn } from './test-api.ts';
import { healthy, serverOn } from './test-server.ts';

describe.each(testDatabases())('the HTTP API on $name', ({ open }) => {
  const api = apiOn(open);
  const { call, signIn } = api;

  it.each([
    ['GET', '/me'],
    ['GET', '/devices'],
    ['GET', '/calls'],
    ['GET', '/calls/missed'],
    ['PUT', '/calls/missed/seen'],
    ['GET', '/directory'],
    ['GET', '/overview'],
    ['GET', '/admin/users'],
    ['GET', '/admin/calls'],
    ['DELETE', '/admin/users/alice'],
  ] as const)('%s %s needs signing in', async (method, path) => {
    for (const token of [undefined, 'made.up.token', 'x'.repeat(3000)]) {
      const answer = await call(method, path, token ? { token } : {});
      expect(answer).toMatchObject({ status: 401, body: { code: 'not-signed-in' } });
    }
  });

  it.each([
    ['GET', '/overview'],
    ['GET', '/admin/users'],
    ['POST', '/admin/users'],
    ['GET', '/admin/calls'],
    ['DELETE', '/admin/users/root'],
    ['GET', '/admin/changes'],
    ['POST', '/admin/changes/1/undo'],
  ] as const)('%s %s is not for callers', async (method, path) => {
    const { accessToken: token } = await signIn();
    const answer = await call(method, path, { token });
    expect(answer).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });

  it('the type of a problem leads to what it means', async () => {
    const { type } = (await call('GET', '/me')).body;
    const meaning = await api.app.inject({ url: type });
    expect(meaning.json()).toEqual({ code: 'not-signed-in', status: 401, title: 'Sign in first.' });
  });

  it('a route that does not say who may use it stops the start', async () => {
    const open: HttpServerOptions['features'][number] = async (api) => {
      api.get('/admin/open', async () => 'all');
    };
    await expect(serverOn(api.db, { features: [open] }).app.ready()).rejects.toThrow('which scope');
  });

  it('the overview counts users, phones and calls', async () => {
    const { accessToken: token } = await signIn('root');
    expect((await call('GET', '/overview', { token })).body).toEqual({
      health: healthy,
      registeredBindings: 2,
      activeCalls: 3,
      users: 2,
    });
  });

  it('no password and no token ever reaches the log', async () => {
    const session = await signIn();
    const link = await api.accounts.createSignInLink('alice');
    await call('POST', '/sessions/link', { body: { token: link } });
    await call('POST', '/sessions', { body: { username: 'alice', password: 'wrong password' } });
    const { refreshToken } = session;
    const refreshed = await call('POST', '/sessions/refresh', { body: { refreshToken } });
    const device = await call('POST', '/devices', {
      token: session.accessToken,
      body: { name: 'x', platform: 'web' },
    });
    await call('GET', `/calls?cursor=secret-in-query`, { token: session.accessToken });
    const text = api.log.lines.join('\n');
    expect(text).toContain('/api/v1/sessions/refresh');
    for (const secret of [
      'correct horse',
      'wrong password',
      'secret-in-query',
      session.accessToken,
      refreshToken,
      refreshed.body.refreshToken,
      link,
      device.body.sip.password,
    ]) {
      expect(text).not.toContain(secret);
    }
  });

  it('says nothing of its insides when it breaks, but where to look', async () => {
    const broken = serverOn(api.db, {
      directory: {
        entries: async () => {
          throw new Error('secret table layout');
        },
        displayNames: async () => new Map(),
      },
    });
    const { accessToken } = await signIn();
    const answer = await broken.app.inject({
      url: '/api/v1/directory',
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(answer.statusCode).toBe(500);
    expect(answer.json().code).toBe('internal');
    expect(answer.body).not.toContain('secret table layout');
    const id = String(answer.headers['x-request-id']);
    expect(answer.json().detail).toContain(id);
    expect(
      broken.log.lines.find((line) => line.includes(id) && line.includes('secret table layout')),
    ).toBeDefined();
    await broken.app.close();
  });

  it('works over a real socket, with the API description that tools expect', async () => {
    const origin = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const signedIn = await fetch(`${origin}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'alice', password: 'correct horse' }),
    });
    expect(signedIn.status).toBe(200);
    const description = JSON.parse(await (await fetch(`${origin}/api/v1/openapi.json`)).text());
    expect(description.openapi).toBe('3.1.0');
    expect(Object.keys(description.paths).sort()).toEqual([
      '/api/v1/admin/api-keys',
      '/api/v1/admin/api-keys/{id}',
      '/api/v1/admin/audit',
      '/api/v1/admin/audit.csv',
      '/api/v1/admin/calls',
      '/api/v1/admin/calls.csv',
      '/api/v1/admin/calls/{id}',
      '/api/v1/admin/changes',
      '/api/v1/admin/changes/{id}/undo',
      '/api/v1/admin/users',
      '/api/v1/admin/users/{username}',
      '/api/v1/admin/users/{username}/bindings',
      '/api/v1/admin/users/{username}/devices',
      '/api/v1/admin/users/{username}/devices/{id}',
      '/api/v1/admin/users/{username}/password',
      '/api/v1/admin/users/{username}/sign-in-link',
      '/api/v1/calls',
      '/api/v1/calls/missed',
      '/api/v1/calls/missed/seen',
      '/api/v1/devices',
      '/api/v1/devices/{id}',
      '/api/v1/directory',
      '/api/v1/health',
      '/api/v1/me',
      '/api/v1/overview',
      '/api/v1/problems/{code}',
      '/api/v1/sessions',
      '/api/v1/sessions/link',
      '/api/v1/sessions/refresh',
    ]);
    expect(description.paths['/api/v1/me'].get.security).toEqual([{ bearer: [] }]);
    expect(description.paths['/api/v1/sessions'].post.security).toBeUndefined();
    const { schema } = description.paths['/api/v1/sessions'].post.requestBody.content['application/json'];
    expect(schema.required).toEqual(['username', 'password']);
    const metrics = await fetch(`${origin}/metrics`);
    expect(await metrics.text()).toBe('tandem_calls_active 3\n');
    expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
  });
});
