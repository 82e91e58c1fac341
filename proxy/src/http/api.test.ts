import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Accounts } from '../accounts/accounts.ts';
import { type CallRecord, unmeasuredLeg } from '../cdr/call-record.ts';
import type { CallRecordStore } from '../cdr/call-record-store.ts';
import { testRecord } from '../cdr/test-record.ts';
import type { HttpServerOptions } from './http-server.ts';
import { clientOf, healthy, START_MS, serverOn } from './test-server.ts';

const callRecord = (changes: Partial<CallRecord>): CallRecord =>
  testRecord({
    callId: 'call-1',
    node: 'test',
    callerName: 'Alice',
    answeredBy: 'sip:bob@192.0.2.9',
    startedAtMs: START_MS,
    ringingAtMs: START_MS + 500,
    answeredAtMs: START_MS + 2000,
    endedAtMs: START_MS + 12_000,
    ...changes,
  });

describe.each(testDatabases())('the HTTP API on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let app: FastifyInstance;
  let accounts: Accounts;
  let log: ReturnType<typeof serverOn>['log'];
  let callRecords: CallRecordStore;
  let call: ReturnType<typeof clientOf>['call'];
  let signIn: ReturnType<typeof clientOf>['signIn'];

  beforeEach(async () => {
    opened = await open();
    ({ app, accounts, log, callRecords } = serverOn(opened.db));
    ({ call, signIn } = clientOf(app));
    await accounts.createUser({ username: 'alice', password: 'correct horse', displayName: 'Alice' });
    await accounts.createUser({ username: 'root', password: 'correct horse', role: 'admin' });
  });
  afterEach(async () => {
    await app.close();
    await opened.close();
  });

  it('a caller signs in, sees who they are, gets SIP credentials and signs out', async () => {
    const signedIn = await call('POST', '/sessions', {
      body: { username: 'alice', password: 'correct horse' },
    });
    expect(signedIn.status).toBe(200);
    expect(signedIn.headers['cache-control']).toBe('no-store');
    const { accessToken: token, refreshToken } = signedIn.body;
    expect((await call('GET', '/me', { token })).body).toEqual({
      id: expect.any(String),
      username: 'alice',
      displayName: 'Alice',
      role: 'user',
      addressOfRecord: 'sip:alice@example.com',
    });
    const added = await call('POST', '/devices', { token, body: { name: 'Chromium', platform: 'web' } });
    expect(added.status).toBe(201);
    expect(added.body.sip).toMatchObject({ realm: 'tandem', password: expect.any(String) });
    const devices = await call('GET', '/devices', { token });
    expect(devices.body).toEqual({ devices: [added.body.device] });
    expect((await call('DELETE', `/devices/${added.body.device.id}`, { token })).status).toBe(204);
    expect((await call('DELETE', `/devices/${added.body.device.id}`, { token })).body.code).toBe('not-found');
    const refreshed = await call('POST', '/sessions/refresh', { body: { refreshToken } });
    expect(refreshed.body.refreshToken).not.toBe(refreshToken);
    const { refreshToken: next } = refreshed.body;
    expect((await call('DELETE', '/sessions', { body: { refreshToken: next } })).status).toBe(204);
    const late = await call('POST', '/sessions/refresh', { body: { refreshToken: next } });
    expect(late).toMatchObject({ status: 401, body: { code: 'refresh-not-valid' } });
  });

  it('signing out works with nothing but the bearer token, and does no harm without one', async () => {
    const { accessToken: token, refreshToken } = await signIn();
    expect((await call('DELETE', '/sessions')).status).toBe(204);
    expect((await call('DELETE', '/sessions', { token })).status).toBe(204);
    const late = await call('POST', '/sessions/refresh', { body: { refreshToken } });
    expect(late).toMatchObject({ status: 401, body: { code: 'refresh-not-valid' } });
  });

  it('a sign-in link works once', async () => {
    const body = { token: await accounts.createSignInLink('alice') };
    expect(await call('POST', '/sessions/link', { body })).toMatchObject({
      status: 200,
      body: { user: { username: 'alice' } },
    });
    expect(await call('POST', '/sessions/link', { body })).toMatchObject({
      status: 401,
      body: { code: 'link-not-valid', detail: expect.any(String) },
    });
  });

  it('a wrong password is refused, and after some of them so is the right one for a while', async () => {
    const body = { username: 'alice', password: 'wrong password' };
    for (let failure = 0; failure < 5; failure += 1) {
      const refused = await call('POST', '/sessions', { body });
      expect(refused).toMatchObject({ status: 401, body: { code: 'wrong-password' } });
      expect(refused.headers['www-authenticate']).toBe('Bearer');
    }
    const slowed = await call('POST', '/sessions', {
      body: { username: 'alice', password: 'correct horse' },
    });
    expect(slowed).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
    expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0);
  });

  it.each([
    ['GET', '/me'],
    ['GET', '/devices'],
    ['GET', '/calls'],
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

  it('an auditor sees the users and changes none', async () => {
    await accounts.createUser({ username: 'eve', password: 'correct horse', role: 'auditor' });
    const { accessToken: token } = await signIn('eve');
    expect((await call('GET', '/admin/users', { token })).status).toBe(200);
    const refused = await call('DELETE', '/admin/users/alice', { token });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    expect(refused.body.detail).toContain('users:write');
  });

  it('two admins save at once: the second sees what the first one changed', async () => {
    await accounts.createUser({ username: 'ruth', password: 'correct horse', role: 'admin' });
    const { accessToken: token } = await signIn('root');
    const seen = await call('GET', '/admin/users/alice', { token });
    expect(seen.headers.etag).toBe('"1"');
    const body = { displayName: 'Alice Ann' };
    expect(await call('PATCH', '/admin/users/alice', { token, body })).toMatchObject({
      status: 428,
      body: { code: 'version-missing' },
    });
    const first = await call('PATCH', '/admin/users/alice', { token, body, version: 1 });
    expect(first).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { version: 2 } });
    const { accessToken: other } = await signIn('ruth');
    const second = await call('PATCH', '/admin/users/alice', {
      token: other,
      body: { displayName: 'Al' },
      version: 1,
    });
    expect(second).toMatchObject({
      status: 412,
      body: {
        code: 'changed-meanwhile',
        context: {
          currentVersion: 2,
          current: { displayName: 'Alice Ann' },
          changes: [
            {
              author: { kind: 'user', name: 'root' },
              difference: [{ path: 'displayName', before: 'Alice', after: 'Alice Ann' }],
            },
          ],
        },
      },
    });
    const { changes } = (await call('GET', '/admin/changes?kind=user&resourceId=alice', { token })).body;
    expect(changes).toMatchObject([{ version: 2 }, { version: 1, author: { kind: 'command' } }]);
    expect((await call('POST', `/admin/changes/${changes[0].id}/undo`, { token })).status).toBe(204);
    expect((await call('GET', '/admin/users/alice', { token })).body).toMatchObject({
      displayName: 'Alice',
      version: 3,
    });
  });

  it('an operator works with users, and makes nobody more powerful', async () => {
    await accounts.createUser({ username: 'otto', password: 'correct horse', role: 'operator' });
    const { accessToken: token } = await signIn('otto');
    const body = { username: 'bob', password: 'long enough' };
    expect((await call('POST', '/admin/users', { token, body })).status).toBe(201);
    for (const refused of [
      await call('POST', '/admin/users', { token, body: { ...body, username: 'eve', role: 'admin' } }),
      await call('PATCH', '/admin/users/otto', { token, body: { role: 'admin' }, version: 1 }),
      await call('PATCH', '/admin/users/bob', { token, body: { role: 'operator' }, version: 1 }),
      await call('POST', '/admin/users/root/password', { token, body: { password: 'mine all mine' } }),
      await call('DELETE', '/admin/users/root', { token }),
    ]) {
      expect(refused).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    }
    const password = { password: 'another long one' };
    expect((await call('POST', '/admin/users/bob/password', { token, body: password })).status).toBe(204);
    const signedIn = await call('POST', '/sessions', { body: { username: 'bob', ...password } });
    expect(signedIn.status).toBe(200);
  });

  it('an operator puts a user on a telephone by a link, sees the device and removes it', async () => {
    await accounts.createUser({ username: 'otto', password: 'correct horse', role: 'operator' });
    const { accessToken: token } = await signIn('otto');
    const link = await call('POST', '/admin/users/alice/sign-in-link', { token });
    expect(link).toMatchObject({ status: 201, body: { url: expect.stringMatching(/^http:.*\/#\/link\//) } });
    const secret = String(link.body.fragment).replace('#/link/', '');
    const phone = (await call('POST', '/sessions/link', { body: { token: secret } })).body;
    const body = { name: 'Telephone', platform: 'android' };
    const { device } = (await call('POST', '/devices', { token: phone.accessToken, body })).body;
    expect((await call('GET', '/admin/users/alice/devices', { token })).body).toEqual({ devices: [device] });
    const path = `/admin/users/alice/devices/${device.id}`;
    expect((await call('DELETE', path, { token })).status).toBe(204);
    expect((await call('GET', '/devices', { token: phone.accessToken })).body).toEqual({ devices: [] });
    // A link of an admin would make an admin of whoever has it.
    expect((await call('POST', '/admin/users/root/sign-in-link', { token })).status).toBe(403);
  });

  it('an operator adds a desk phone, learns its credentials once, and sees what is registered', async () => {
    await accounts.createUser({ username: 'otto', password: 'correct horse', role: 'operator' });
    const { accessToken: token } = await signIn('otto');
    const body = { name: 'Desk 12', platform: 'desk' };
    const added = await call('POST', '/admin/users/alice/devices', { token, body });
    expect(added).toMatchObject({
      status: 201,
      body: {
        device: body,
        sip: { realm: 'tandem', authorizationUsername: expect.stringMatching(/^alice\./) },
      },
    });
    const listed = await call('GET', '/admin/users/alice/devices', { token });
    expect(JSON.stringify(listed.body)).not.toContain(added.body.sip.password);
    expect((await call('GET', '/admin/users/alice/bindings', { token })).body.bindings).toMatchObject([
      { id: 'here', source: 'sip:192.0.2.7:5060;transport=udp', registeredAt: '2026-11-22T12:00:00.000Z' },
      { id: 'there' },
    ]);
    expect((await call('POST', '/admin/users/root/devices', { token, body })).status).toBe(403);
    expect((await call('GET', '/admin/users/nobody/bindings', { token })).status).toBe(404);
  });

  it('the type of a problem leads to what it means', async () => {
    const { type } = (await call('GET', '/me')).body;
    const meaning = await app.inject({ url: type });
    expect(meaning.json()).toEqual({ code: 'not-signed-in', status: 401, title: 'Sign in first.' });
  });

  it('a route that does not say who may use it stops the start', async () => {
    const open: HttpServerOptions['features'][number] = async (api) => {
      api.get('/admin/open', async () => 'all');
    };
    await expect(serverOn(opened.db, { features: [open] }).app.ready()).rejects.toThrow('which scope');
  });

  it('an admin adds and removes users, and sees how many phones each has', async () => {
    const { accessToken: token } = await signIn('root');
    const body = { username: 'bob', password: 'long enough', displayName: 'Bob' };
    const added = await call('POST', '/admin/users', { token, body });
    expect(added).toMatchObject({ status: 201, body: { username: 'bob', registeredBindings: 0 } });
    expect(JSON.stringify(added.body)).not.toMatch(/hash|argon/i);
    expect(await call('POST', '/admin/users', { token, body })).toMatchObject({
      status: 409,
      body: { code: 'user-exists' },
    });
    const listed = await call('GET', '/admin/users', { token });
    expect(
      listed.body.users.map((user: { username: string; registeredBindings: number }) => [
        user.username,
        user.registeredBindings,
      ]),
    ).toEqual([
      ['alice', 2],
      ['bob', 0],
      ['root', 0],
    ]);
    expect((await call('DELETE', '/admin/users/bob', { token })).status).toBe(204);
    expect((await call('DELETE', '/admin/users/bob', { token })).status).toBe(404);
    expect((await call('DELETE', '/admin/users/root', { token })).body.code).toBe('own-account');
  });

  it('a user removed meanwhile is signed out at once', async () => {
    const { accessToken: token } = await signIn();
    await accounts.removeUser('alice');
    expect((await call('GET', '/me', { token })).status).toBe(401);
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

  it('the directory tells who can be called and who is reachable', async () => {
    const { accessToken: token } = await signIn('root');
    const alice = {
      username: 'alice',
      displayName: 'Alice',
      addressOfRecord: 'sip:alice@example.com',
      reachable: true,
    };
    expect((await call('GET', '/directory?search=ali', { token })).body).toEqual({ entries: [alice] });
    expect((await call('GET', '/directory', { token })).body.entries).toHaveLength(2);
  });

  it('both parties see the same call from their side, and the admin sees the record', async () => {
    await accounts.createUser({ username: 'bob', password: 'correct horse', displayName: 'Bob' });
    const record = callRecord({});
    await callRecords.insertOnce([record]);
    const common = { id: record.id, outcome: 'answered', durationSeconds: 10 };
    const callsOf = async (username: string) =>
      (await call('GET', '/calls', { token: (await signIn(username)).accessToken })).body.calls;
    expect(await callsOf('alice')).toMatchObject([
      { ...common, direction: 'outgoing', peer: { uri: 'sip:bob@example.com', displayName: 'Bob' } },
    ]);
    expect(await callsOf('bob')).toMatchObject([
      { ...common, direction: 'incoming', peer: { uri: 'sip:alice@example.com', displayName: 'Alice' } },
    ]);
    expect(await callsOf('root')).toEqual([]);
    const admin = await call('GET', '/admin/calls', { token: (await signIn('root')).accessToken });
    expect(admin.body.calls).toEqual([
      {
        id: record.id,
        callId: 'call-1',
        node: 'test',
        caller: 'sip:alice@example.com',
        callerName: 'Alice',
        callee: 'sip:bob@example.com',
        answeredBy: 'sip:bob@192.0.2.9',
        outcome: 'answered',
        hungUpBy: 'caller',
        sipStatus: 200,
        reason: record.reason,
        startedAt: '2026-11-22T12:00:00.000Z',
        ringingAt: '2026-11-22T12:00:00.500Z',
        answeredAt: '2026-11-22T12:00:02.000Z',
        endedAt: '2026-11-22T12:00:12.000Z',
        callerLeg: record.callerLeg,
        calleeLeg: unmeasuredLeg,
        arrivedByTrunk: null,
        leftByTrunk: null,
      },
    ]);
  });

  it('one call is told whole: why it ended, its way, its sound and its messages', async () => {
    const leg = { party: 'caller' as const, callId: 'call-1', uri: 'sip:alice@example.com' };
    const sample = { mos: 4.3, jitterMs: 1, packetsLost: 0, packets: 500 };
    const quality = [{ atMs: START_MS + 5000, caller: sample, callee: sample }];
    const record = callRecord({ details: { legs: [leg], decision: [], quality } });
    await callRecords.insertOnce([record]);
    const { accessToken: token } = await signIn('root');
    expect((await call('GET', `/admin/calls/${record.id}`, { token })).body).toEqual({
      call: expect.objectContaining({ id: record.id }),
      live: null,
      ending: 'Alice hung up after 10 seconds.',
      legs: [leg],
      messages: [
        {
          atMs: START_MS,
          leg: 0,
          direction: 'in',
          protocol: 'udp',
          peer: '192.0.2.9:5060',
          summary: 'INVITE',
          text: 'INVITE sip:bob@example.com SIP/2.0\r\n\r\n',
        },
      ],
      messagesKept: true,
      decision: [],
      quality,
    });
    expect((await call('GET', `/admin/calls/${crypto.randomUUID()}`, { token })).status).toBe(404);
    expect((await call('GET', '/admin/calls/1', { token })).body.errors[0].field).toBe('id');
  });

  it('calls are exported as CSV, without formulas that callers made up', async () => {
    const records = Array.from({ length: 1100 }, (_, index) =>
      callRecord({ startedAtMs: START_MS + index, callerName: '=1+1, "Bob"\r\n' }),
    );
    for (let at = 0; at < records.length; at += 100)
      await callRecords.insertOnce(records.slice(at, at + 100));
    const { accessToken: token } = await signIn('root');
    const headers = { authorization: `Bearer ${token}` };
    const answer = await app.inject({ url: '/api/v1/admin/calls.csv?caller=alice', headers });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = answer.body.split(/\r\n(?=[0-9a-f]{8}-)/);
    expect(lines).toHaveLength(1101);
    expect(lines[0]).toMatch(/^id,started,/);
    expect(lines[1]).toContain(`,"'=1+1, ""Bob""\r\n",`);
    const refused = await app.inject({ url: '/api/v1/admin/calls.csv?caller=a*', headers });
    expect(refused.statusCode).toBe(400);
  });

  it('history runs page by page from the newest call back, each call once', async () => {
    const records = Array.from({ length: 7 }, (_, index) =>
      callRecord({ startedAtMs: START_MS - Math.floor(index / 2) * 1000 }),
    );
    await callRecords.insertOnce(records);
    const { accessToken: token } = await signIn();
    const seen: string[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null && pages < 10) {
      const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
      const { body } = await call('GET', `/calls?limit=3${query}`, { token });
      seen.push(...body.calls.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(new Set(seen)).toEqual(new Set(records.map(({ id }) => id)));
    expect(seen).toHaveLength(7);
  });

  it('no password and no token ever reaches the log', async () => {
    const session = await signIn();
    const link = await accounts.createSignInLink('alice');
    await call('POST', '/sessions/link', { body: { token: link } });
    await call('POST', '/sessions', { body: { username: 'alice', password: 'wrong password' } });
    const { refreshToken } = session;
    const refreshed = await call('POST', '/sessions/refresh', { body: { refreshToken } });
    const device = await call('POST', '/devices', {
      token: session.accessToken,
      body: { name: 'x', platform: 'web' },
    });
    await call('GET', `/calls?cursor=secret-in-query`, { token: session.accessToken });
    const text = log.lines.join('\n');
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
    const broken = serverOn(opened.db, {
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
    const origin = await app.listen({ host: '127.0.0.1', port: 0 });
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
