import { testDatabases } from '@tandem/sql/testing';
import { describe, expect, it } from 'vitest';
import { apiOn } from '../http/test-api.ts';

describe.each(testDatabases())('signing in and out on $name', ({ open }) => {
  const api = apiOn(open);
  const { call, signIn } = api;

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
    const body = { token: await api.accounts.createSignInLink('alice') };
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
});
