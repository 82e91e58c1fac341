import type { RegistrationRecording } from '@tandem/sip-engine';
import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createChanges } from '../changes/changes.ts';
import { clientOf, START_MS, serverOn } from '../http/test-server.ts';
import { registrationTraceRoutes } from './registration-trace-routes.ts';

const path = '/admin/registration-traces/alice';
const end = { address: '192.0.2.9', port: 5060 };
const refused: RegistrationRecording['messages'][number] = {
  atMs: START_MS,
  direction: 'out',
  protocol: 'udp',
  local: end,
  remote: end,
  bytes: 40,
  text: 'SIP/2.0 403 Forbidden\r\n\r\n',
};

describe.each(testDatabases())('recorded registrations on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let server: ReturnType<typeof serverOn> | null = null;

  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    await server?.app.close();
    await opened.close();
  });

  async function start(trace: Parameters<typeof registrationTraceRoutes>[0]) {
    const changes = createChanges({ db: opened.db, now: () => START_MS });
    server = serverOn(opened.db, { features: [registrationTraceRoutes(trace, changes)] });
    const { call, signIn } = clientOf(server.app);
    const password = 'correct horse';
    await server.accounts.createUser({ username: 'alice', password, displayName: 'Alice' });
    await server.accounts.createUser({ username: 'root', password, role: 'admin' });
    const tokenOf = async (username: string) => (await signIn(username)).accessToken;
    return { call, admin: await tokenOf('root'), user: await tokenOf('alice') };
  }

  it('are kept for a quarter of an hour from when an admin asks, and shown', async () => {
    const recordings = new Map<string, RegistrationRecording>();
    const { call, admin } = await start({
      record: (user, forMs) => recordings.set(user, { untilMs: START_MS + forMs, messages: [refused] }),
      of: (user) => recordings.get(user) ?? null,
    });
    expect((await call('GET', path, { token: admin })).body).toEqual({ recordingUntil: null, messages: [] });
    expect((await call('PUT', path, { token: admin })).body.recordingUntil).toBe('2026-11-22T12:15:00.000Z');
    expect((await call('GET', path, { token: admin })).body.messages).toEqual([
      expect.objectContaining({ summary: '403 Forbidden', direction: 'out', peer: '192.0.2.9:5060' }),
    ]);
    const { body } = await call('GET', '/admin/audit?action=record-registrations', { token: admin });
    expect(body.entries).toEqual([
      expect.objectContaining({ label: 'alice', author: expect.objectContaining({ name: 'root' }) }),
    ]);
  });

  it('are nothing for people without the right to see calls', async () => {
    const { call, user } = await start({ record: () => expect.fail('recorded'), of: () => null });
    expect((await call('PUT', path, { token: user })).status).toBe(403);
    expect((await call('GET', path, { token: user })).status).toBe(403);
  });

  it('cannot be had from an external engine, which is said', async () => {
    const { call, admin } = await start(null);
    const answer = await call('PUT', path, { token: admin });
    expect(answer).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining('external SIP engine') },
    });
  });
});
