import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../observability/log.ts';
import { openMessageFiles } from './message-files.ts';
import {
  openVoicemailIntake,
  type VoicemailIntake,
  type VoicemailIntakeOptions,
} from './voicemail-intake.ts';
import type { LeftMessage, RecordedMessage } from './voicemail-message.ts';
import { removeOldVoicemail } from './voicemail-upkeep.ts';
import { writeUnfinishedWav } from './wav-for-tests.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const DAY_MS = 86_400_000;
const idOf = (digit: string): string => `${digit.repeat(8)}-1111-4111-8111-111111111111`;

const left = (digit: string, change: Partial<LeftMessage> = {}): LeftMessage => ({
  id: idOf(digit),
  username: 'bob',
  callerUri: 'sip:alice@example.com',
  callerName: 'Alice',
  callRecordId: idOf('c'),
  receivedAtMs: NOW_MS,
  ...change,
});

/** Mailboxes in memory that can be away. */
function memoryStore() {
  return {
    rows: new Map<string, RecordedMessage>(),
    down: false,
    refuses: '',
    gone: '',
    async insertOnce(message: RecordedMessage) {
      if (this.down) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      if (message.id === this.refuses) throw new Error('Data too long');
      if (message.username === this.gone) return false;
      if (!this.rows.has(message.id)) this.rows.set(message.id, message);
      return true;
    },
  };
}

describe('voicemail messages on their way to the mailbox', () => {
  let folder: string;
  let store: ReturnType<typeof memoryStore>;
  const opened: VoicemailIntake[] = [];
  const files = () => openMessageFiles(folder);
  const open = async (changes: Partial<VoicemailIntakeOptions> = {}) => {
    const intake = await openVoicemailIntake({
      files: files(),
      store,
      node: 'here',
      shortestMs: 1000,
      freeBytesMin: 0,
      retryMs: { first: 1, longest: 5 },
      now: () => NOW_MS,
      log: silentLog,
      ...changes,
    });
    opened.push(intake);
    return intake;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tandem-voicemail-'));
    store = memoryStore();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((intake) => intake.close()));
    await rm(folder, { recursive: true });
  });

  it('get there with the length of their sound, and leave nothing but the sound in the folder', async () => {
    const stored: string[] = [];
    const intake = await open({ onStored: (username) => stored.push(username) });
    await intake.begin(left('1'));
    expect(intake.waiting()).toBe(1);
    await writeUnfinishedWav(files().soundPath(idOf('1')), 2500);
    expect(await intake.finish(idOf('1'))).toBe(2500);
    await expect.poll(() => intake.waiting()).toBe(0);
    expect(store.rows.get(idOf('1'))).toEqual({ ...left('1'), durationMs: 2500, bytes: 44 + 80_000 });
    expect(stored).toEqual([left('1').username]);
    expect(await readdir(folder)).toEqual([`${idOf('1')}.wav`]);
    const header = (await readFile(files().soundPath(idOf('1')))).subarray(0, 44);
    expect(header.readUInt32LE(40)).toBe(80_000);
    expect(header.readUInt32LE(4)).toBe(80_036);
  });

  it('that are shorter than a second, or have no sound at all, are not kept', async () => {
    const intake = await open();
    await intake.begin(left('1'));
    await writeUnfinishedWav(files().soundPath(idOf('1')), 900);
    expect(await intake.finish(idOf('1'))).toBeNull();
    await intake.begin(left('2'));
    expect(await intake.finish(idOf('2'))).toBeNull();
    expect(await readdir(folder)).toEqual([]);
    expect(store.rows.size).toBe(0);
  });

  it('wait while the database is away, and come when it is back', async () => {
    const intake = await open();
    store.down = true;
    await intake.begin(left('1'));
    await writeUnfinishedWav(files().soundPath(idOf('1')), 2000);
    expect(await intake.finish(idOf('1'))).toBe(2000);
    await intake.begin(left('2'));
    await writeUnfinishedWav(files().soundPath(idOf('2')), 3000);
    await intake.finish(idOf('2'));
    expect(intake.waiting()).toBe(2);
    expect(await readdir(folder)).toHaveLength(4);
    store.down = false;
    await expect.poll(() => [...store.rows.keys()]).toEqual([idOf('1'), idOf('2')]);
    await expect.poll(() => readdir(folder)).toHaveLength(2);
  });

  it('of a process that died come at the next start, half spoken ones with what was said', async () => {
    store.down = true;
    const died = await open();
    await died.begin(left('1'));
    await writeUnfinishedWav(files().soundPath(idOf('1')), 2000);
    await died.finish(idOf('1'));
    await died.begin(left('2'));
    await writeUnfinishedWav(files().soundPath(idOf('2')), 4000, 1);
    await died.begin(left('3'));
    store.down = false;
    store.rows.clear();
    const next = await open();
    await expect.poll(() => next.waiting()).toBe(0);
    expect([...store.rows.values()].map(({ id, durationMs }) => [id, durationMs]).sort()).toEqual([
      [idOf('1'), 2000],
      [idOf('2'), 4000],
    ]);
    expect((await readdir(folder)).sort()).toEqual([`${idOf('1')}.wav`, `${idOf('2')}.wav`]);
  });

  it('of another node are left to it, unless it does not come back for a day', async () => {
    const other = await open({ node: 'there' });
    await other.begin(left('1'));
    await writeUnfinishedWav(files().soundPath(idOf('1')), 2000);
    await other.begin(left('2', { receivedAtMs: NOW_MS - 2 * DAY_MS }));
    await writeUnfinishedWav(files().soundPath(idOf('2')), 2000);
    const here = await open();
    await expect.poll(() => here.waiting()).toBe(0);
    expect([...store.rows.keys()]).toEqual([idOf('2')]);
    expect(await readdir(folder)).toContain(`${idOf('1')}.json`);
  });

  it('are not begun when the disk is full or too many wait, and the caller hears why', async () => {
    const full = await open({ freeBytesMin: Number.MAX_SAFE_INTEGER });
    await expect(full.begin(left('1'))).rejects.toThrow(
      'No voicemail message can be kept now: the disk is full.',
    );
    const busy = await open({ waitingMax: 1 });
    await busy.begin(left('2'));
    await expect(busy.begin(left('3'))).rejects.toMatchObject({ key: 'voicemail-storage', sipStatus: 503 });
    expect(await readdir(folder)).toEqual([`${idOf('2')}.json`]);
  });

  it('for a user who is gone are removed; one that the table refuses does not hold up the others', async () => {
    store.refuses = idOf('1');
    store.gone = 'nobody';
    const intake = await open();
    for (const [digit, username] of [
      ['1', 'bob'],
      ['2', 'nobody'],
      ['3', 'bob'],
    ] as const) {
      await intake.begin(left(digit, { username }));
      await writeUnfinishedWav(files().soundPath(idOf(digit)), 2000);
      await intake.finish(idOf(digit));
    }
    await expect.poll(() => intake.waiting()).toBe(0);
    expect([...store.rows.keys()]).toEqual([idOf('3')]);
    expect((await readdir(folder)).sort()).toEqual([
      `${idOf('1')}.bad`,
      `${idOf('1')}.wav`,
      `${idOf('3')}.wav`,
    ]);
  });

  it('whose note is garbage, or names another message, do no harm', async () => {
    await writeFile(join(folder, `${idOf('1')}.json`), '{"node":"here"');
    await writeFile(
      join(folder, `${idOf('2')}.json`),
      JSON.stringify({ node: 'here', message: left('3'), durationMs: 1 }),
    );
    const intake = await open();
    expect(intake.waiting()).toBe(0);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('that nobody has any more are removed after a day', async () => {
    for (const digit of ['1', '2', '3']) {
      const path = files().soundPath(idOf(digit));
      await writeUnfinishedWav(path, 1000);
      const writtenSeconds = (digit === '3' ? NOW_MS : NOW_MS - 2 * DAY_MS) / 1000;
      await utimes(path, writtenSeconds, writtenSeconds);
    }
    await removeOldVoicemail({
      files: files(),
      store: { removeOld: async () => [], known: async () => new Set([idOf('1')]) },
      deletedDays: 30,
      keptDays: null,
      onRemoved: () => undefined,
      now: () => NOW_MS,
      log: silentLog,
    });
    expect((await readdir(folder)).sort()).toEqual([`${idOf('1')}.wav`, `${idOf('3')}.wav`]);
  });
});
