import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, START_MS, serverOn } from '../http/test-server.ts';
import { createApiKeys } from './api-keys.ts';

describe.each(testDatabases())('API keys on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let app: FastifyInstance;
  let call: ReturnType<typeof clientOf>['call'];
  let token: string;

  beforeEach(async () => {
    opened = await open();
    const server = serverOn(opened.db);
    app = server.app;
    const client = clientOf(app);
    call = client.call;
    await server.accounts.createUser({ username: 'root', password: 'correct horse', role: 'admin' });
    token = (await client.signIn('root')).accessToken;
  });
  afterEach(async () => {
    await app.close();
    await opened.close();
  });

  const make = (body: Record<string, unknown>, by = token) =>
    call('POST', '/admin/api-keys', { token: by, body });

  it('a program does with a key what its scopes say, and nothing else', async () => {
    const made = await make({ name: 'billing', scopes: ['calls:read', 'users:write', 'users:read'] });
    expect(made).toMatchObject({ status: 201, body: { key: { name: 'billing', lastUsedAt: null } } });
    const key: string = made.body.secret;
    expect((await call('GET', '/admin/calls', { token: key })).status).toBe(200);
    expect(await call('GET', '/overview', { token: key })).toMatchObject({
      status: 403,
      body: { code: 'not-allowed', detail: expect.stringContaining('system:read') },
    });
    // It is nobody with a phone.
    expect((await call('GET', '/me', { token: key })).status).toBe(403);
    expect((await call('GET', '/devices', { token: key })).status).toBe(403);
    const body = { username: 'bob', password: 'long enough' };
    expect((await call('POST', '/admin/users', { token: key, body })).status).toBe(201);
    const { changes } = (await call('GET', '/admin/changes?resourceId=bob', { token })).body;
    expect(changes[0].author).toEqual({ kind: 'api-key', name: 'billing' });
  });

  it('is kept as a hash only, told once, and says when it was used last', async () => {
    const { secret } = (await make({ name: 'billing', scopes: ['calls:read'] })).body;
    await call('GET', '/admin/calls', { token: secret });
    const listed = await call('GET', '/admin/api-keys', { token });
    expect(listed.body.keys).toMatchObject([
      { name: 'billing', createdBy: 'root', lastUsedAt: new Date(START_MS).toISOString() },
    ]);
    const stored = JSON.stringify([
      listed.body,
      await opened.db('api_keys'),
      await opened.db('audit_entries'),
    ]);
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(secret.slice('tandem_'.length));
  });

  it('stops working when it is removed, and when it expires', async () => {
    const { key, secret } = (await make({ name: 'billing', scopes: ['calls:read'], expiresInDays: 1 })).body;
    const later = createApiKeys({
      db: opened.db,
      changes: { record: async () => undefined },
      now: () => START_MS + 86_400_000,
    });
    expect(await later.verify(secret)).toBeNull();
    expect((await call('GET', '/admin/calls', { token: secret })).status).toBe(200);
    expect((await call('DELETE', `/admin/api-keys/${key.id}`, { token })).status).toBe(204);
    expect((await call('GET', '/admin/calls', { token: secret })).status).toBe(401);
    expect((await call('DELETE', `/admin/api-keys/${key.id}`, { token })).status).toBe(404);
    expect((await call('GET', '/admin/calls', { token: `tandem_${'x'.repeat(43)}` })).status).toBe(401);
  });

  it('gives no more than its maker has, and each name once', async () => {
    const { secret } = (await make({ name: 'keys', scopes: ['keys:write'] })).body;
    expect(await make({ name: 'more', scopes: ['users:write'] }, secret)).toMatchObject({
      status: 403,
      body: { detail: 'You do not have users:write yourself.' },
    });
    expect((await make({ name: 'keys', scopes: ['calls:read'] })).body.code).toBe('name-taken');
    expect((await make({ name: 'x', scopes: [] })).body.errors[0].field).toBe('scopes');
    expect((await make({ name: 'x', scopes: ['everything'] })).body.errors[0].field).toBe('scopes.0');
  });

  it('the audit log tells sign-ins and keys, with where they came from', async () => {
    await make({ name: 'billing', scopes: ['calls:read'] });
    const { entries } = (await call('GET', '/admin/audit', { token })).body;
    expect(entries).toMatchObject([
      { action: 'create', kind: 'api-key', label: 'billing', author: { name: 'root' }, change: true },
      { action: 'sign-in', kind: 'session', author: { name: 'root' }, change: false },
      { action: 'create', kind: 'user', author: { kind: 'command' } },
    ]);
    expect(entries[0].sourceAddress).toBe('127.0.0.1');
    const filtered = await call('GET', '/admin/audit?action=sign-in', { token });
    expect(filtered.body.entries).toHaveLength(1);
    const { secret } = (await make({ name: 'reader', scopes: ['calls:read'] })).body;
    expect((await call('GET', '/admin/audit', { token: secret })).status).toBe(403);
  });
});
