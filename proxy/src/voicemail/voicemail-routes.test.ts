import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenTestDatabase, testDatabases } from '@tandem/sql/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDirectory } from '../accounts/directory.ts';
import { clientOf, START_MS, serverOn } from '../http/test-server.ts';
import { silentLog } from '../observability/log.ts';
import { openMessageFiles } from './message-files.ts';
import type { RecordedMessage } from './voicemail-message.ts';
import { voicemailRoutes } from './voicemail-routes.ts';
import { createVoicemailStore } from './voicemail-store.ts';
import { removeOldVoicemail } from './voicemail-upkeep.ts';
import { writeUnfinishedWav } from './wav-for-tests.ts';

const DAY_MS = 86_400_000;
const idOf = (digit: string): string => `${digit.repeat(8)}-1111-4111-8111-111111111111`;

const message = (digit: string, change: Partial<RecordedMessage> = {}): RecordedMessage => ({
  id: idOf(digit),
  username: 'alice',
  callerUri: 'sip:+493012345678@example.com',
  callerName: null,
  callRecordId: idOf('c'),
  receivedAtMs: START_MS + Number(digit),
  durationMs: 1000,
  bytes: 32_044,
  ...change,
});

describe.each(testDatabases())('a mailbox in $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let folder: string;
  let nowMs: number;
  let server: ReturnType<typeof serverOn>;
  let call: ReturnType<typeof clientOf>['call'];
  let alice: string;
  let root: string;
  /** Whose mailbox was said to have changed; null: anybody's. */
  let changed: (string | null)[];
  const store = () => createVoicemailStore(opened.db);
  beforeEach(async () => {
    opened = await open();
    folder = await mkdtemp(join(tmpdir(), 'tandem-voicemail-'));
    nowMs = START_MS + 60_000;
    changed = [];
    server = serverOn(opened.db, {
      personal: [
        (api, options) => {
          const { accounts } = server;
          const files = openMessageFiles(folder);
          const onChanged = (username: string) => changed.push(username);
          return voicemailRoutes({ store: store(), files, accounts, now: () => nowMs, onChanged })(
            api,
            options,
          );
        },
      ],
    });
    const client = clientOf(server.app);
    call = client.call;
    await server.accounts.createUser({ username: 'alice', password: 'correct horse' });
    await server.accounts.createUser({ username: 'root', password: 'correct horse', role: 'admin' });
    alice = (await client.signIn('alice')).accessToken;
    root = (await client.signIn('root')).accessToken;
  });
  afterEach(async () => {
    await server.app.close();
    await opened.close();
    await rm(folder, { recursive: true });
  });
  const listed = async (query = '', token = alice) =>
    (await call('GET', `/voicemail${query}`, { token })).body;
  const idsOf = (page: { messages: { id: string }[] }) => page.messages.map(({ id }) => id);

  it('lists its messages page by page, the newest first, each once however often it is stored', async () => {
    for (const digit of ['1', '2', '3', '2']) expect(await store().insertOnce(message(digit))).toBe(true);
    const first = await listed('?limit=2');
    expect(idsOf(first)).toEqual([idOf('3'), idOf('2')]);
    const second = await listed(`?limit=2&cursor=${first.nextCursor}`);
    expect(idsOf(second)).toEqual([idOf('1')]);
    expect(second.nextCursor).toBeNull();
    expect(first.messages[0]).toEqual({
      id: idOf('3'),
      caller: { uri: 'sip:+493012345678@example.com', displayName: null },
      receivedAt: new Date(START_MS + 3).toISOString(),
      durationMs: 1000,
      bytes: 32_044,
      heardAt: null,
      deletedAt: null,
    });
    expect((await call('GET', '/voicemail?cursor=made-up', { token: alice })).status).toBe(400);
  });

  it('counts new messages; marking one as heard is kept with its first time, and can be taken back', async () => {
    for (const digit of ['1', '2']) await store().insertOnce(message(digit));
    const path = `/voicemail/${idOf('1')}`;
    const heard = await call('PATCH', path, { token: alice, body: { heard: true } });
    expect(heard.body.heardAt).toBe(new Date(nowMs).toISOString());
    nowMs += 1000;
    const again = await call('PATCH', path, { token: alice, body: { heard: true } });
    expect(again.body.heardAt).toBe(heard.body.heardAt);
    expect((await call('GET', '/voicemail/count', { token: alice })).body).toEqual({ new: 1, total: 2 });
    await call('PATCH', path, { token: alice, body: { heard: false } });
    expect((await call('GET', '/voicemail/count', { token: alice })).body).toEqual({ new: 2, total: 2 });
    expect(changed).toEqual(['alice', 'alice']);
    expect(await store().countFor('alice')).toEqual({ new: 2, total: 2 });
    expect(await store().countFor('nobody')).toEqual({ new: 0, total: 0 });
  });

  it('gives back what was deleted, for thirty days', async () => {
    await store().insertOnce(message('1'));
    const path = `/voicemail/${idOf('1')}`;
    expect((await call('DELETE', path, { token: alice })).status).toBe(204);
    expect(idsOf(await listed())).toEqual([]);
    expect(idsOf(await listed('?deleted=true'))).toEqual([idOf('1')]);
    expect((await call('GET', '/voicemail/count', { token: alice })).body).toEqual({ new: 0, total: 0 });
    expect((await call('POST', `${path}/restore`, { token: alice })).body.deletedAt).toBeNull();
    expect(idsOf(await listed())).toEqual([idOf('1')]);
    expect(changed).toEqual(['alice', 'alice']);
  });

  it('forgets for good what was deleted thirty days ago and what is older than may be kept, with its sound', async () => {
    const files = openMessageFiles(folder);
    for (const digit of ['1', '2', '3']) {
      await store().insertOnce(message(digit, digit === '3' ? { receivedAtMs: START_MS + 50 * DAY_MS } : {}));
      await writeUnfinishedWav(files.soundPath(idOf(digit)), 1000);
    }
    await call('DELETE', `/voicemail/${idOf('1')}`, { token: alice });
    const clean = (keptDays: number | null, atMs: number) =>
      removeOldVoicemail({
        files,
        store: store(),
        deletedDays: 30,
        keptDays,
        now: () => atMs,
        onRemoved: () => changed.push(null),
        log: silentLog,
      });
    await clean(null, nowMs + 29 * DAY_MS);
    expect(idsOf(await listed('?deleted=true'))).toEqual([idOf('1')]);
    changed = [];
    await clean(null, nowMs + 31 * DAY_MS);
    expect(changed).toEqual([null]);
    expect(idsOf(await listed('?deleted=true'))).toEqual([]);
    await expect(access(files.soundPath(idOf('1')))).rejects.toThrow('ENOENT');
    expect(idsOf(await listed())).toEqual([idOf('3'), idOf('2')]);
    await clean(60, START_MS + 100 * DAY_MS);
    expect(idsOf(await listed())).toEqual([idOf('3')]);
    await access(files.soundPath(idOf('3')));
  });

  it('is read by its owner alone: not by an admin, not by an API key, and not without signing in', async () => {
    await store().insertOnce(message('1'));
    await writeUnfinishedWav(openMessageFiles(folder).soundPath(idOf('1')), 1000);
    expect((await listed('', root)).messages).toEqual([]);
    const path = `/voicemail/${idOf('1')}`;
    const attempts = [
      ['GET', `${path}/sound`],
      ['PATCH', path, { heard: true }],
      ['DELETE', path],
      ['POST', `${path}/restore`],
    ] as const;
    const key = (
      await call('POST', '/admin/api-keys', { token: root, body: { name: 'robot', scopes: ['users:read'] } })
    ).body;
    for (const [method, url, body] of attempts) {
      const content = body ? { body: { ...body } } : {};
      expect((await call(method, url, { token: root, ...content })).status).toBe(404);
      expect((await call(method, url, { token: key.secret, ...content })).status).toBe(403);
      expect((await call(method, url, content)).status).toBe(401);
    }
    expect(idsOf(await listed())).toEqual([idOf('1')]);
    expect((await call('GET', '/voicemail/..%2f..%2fetc%2fpasswd/sound', { token: alice })).status).toBe(400);
  });

  it('plays its messages, whole or from any place', async () => {
    await store().insertOnce(message('1'));
    const url = `/api/v1/voicemail/${idOf('1')}/sound`;
    const authorization = `Bearer ${alice}`;
    expect((await server.app.inject({ url, headers: { authorization } })).statusCode).toBe(404);
    await writeUnfinishedWav(openMessageFiles(folder).soundPath(idOf('1')), 1000);
    const whole = await server.app.inject({ url, headers: { authorization } });
    expect(whole.headers).toMatchObject({
      'content-type': 'audio/wav',
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
    });
    expect(whole.rawPayload).toHaveLength(32_044);
    const part = await server.app.inject({ url, headers: { authorization, range: 'bytes=44-143' } });
    expect(part.statusCode).toBe(206);
    expect(part.headers['content-range']).toBe('bytes 44-143/32044');
    expect(part.rawPayload).toHaveLength(100);
    const beyond = await server.app.inject({ url, headers: { authorization, range: 'bytes=99999-' } });
    expect(beyond.statusCode).toBe(416);
  });

  it('takes missed calls when its owner says so; the history tells, and the directory that calls ask', async () => {
    const directory = createDirectory(opened.db);
    const settings = async () => (await call('GET', '/voicemail/settings', { token: alice })).body;
    expect(await settings()).toEqual({ takesMissedCalls: false });
    expect(await directory.voicemailOn('alice')).toBe(false);
    const put = await call('PUT', '/voicemail/settings', { token: alice, body: { takesMissedCalls: true } });
    expect(put.body).toEqual({ takesMissedCalls: true });
    expect(await settings()).toEqual({ takesMissedCalls: true });
    expect(await directory.voicemailOn('alice')).toBe(true);
    expect(await directory.voicemailOn('root')).toBe(false);
    const user = await call('GET', '/admin/users/alice', { token: root });
    expect(user.body).toMatchObject({ voicemail: true, version: 2 });
    const body = { voicemail: false };
    await call('PATCH', '/admin/users/alice', { token: root, body, version: 2 });
    expect(await settings()).toEqual({ takesMissedCalls: false });
  });

  it('goes with its user: who gets the name later hears nothing of it', async () => {
    await store().insertOnce(message('1'));
    await server.accounts.removeUser('alice');
    expect(await store().known([idOf('1')])).toEqual(new Set());
    nowMs = START_MS;
    await server.accounts.createUser({ username: 'alice', password: 'correct horse' });
    expect(await store().insertOnce(message('2', { receivedAtMs: START_MS - 1 }))).toBe(false);
    expect(await store().insertOnce(message('3', { username: 'nobody' }))).toBe(false);
  });
});
