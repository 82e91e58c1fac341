import { testDatabases } from '@tandem/sql/testing';
import { describe, expect, it } from 'vitest';
import { apiOn } from '../http/test-api.ts';

describe.each(testDatabases())('users in the HTTP API on $name', ({ open }) => {
  const api = apiOn(open);
  const { call, signIn } = api;

  it('an auditor sees the users and changes none', async () => {
    await api.accounts.createUser({ username: 'eve', password: 'correct horse', role: 'auditor' });
    const { accessToken: token } = await signIn('eve');
    expect((await call('GET', '/admin/users', { token })).status).toBe(200);
    const refused = await call('DELETE', '/admin/users/alice', { token });
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    expect(refused.body.detail).toContain('users:write');
  });

  it('two admins save at once: the second sees what the first one changed', async () => {
    await api.accounts.createUser({ username: 'ruth', password: 'correct horse', role: 'admin' });
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
    await api.accounts.createUser({ username: 'otto', password: 'correct horse', role: 'operator' });
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
    await api.accounts.createUser({ username: 'otto', password: 'correct horse', role: 'operator' });
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
    await api.accounts.createUser({ username: 'otto', password: 'correct horse', role: 'operator' });
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
    await api.accounts.removeUser('alice');
    expect((await call('GET', '/me', { token })).status).toBe(401);
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
});
