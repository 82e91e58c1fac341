import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../observability/log.ts';
import { silentLog } from '../observability/log.ts';
import type { CallRecord } from './call-record.ts';
import { type CallRecordJournal, openCallRecordJournal } from './call-record-journal.ts';
import { testRecord } from './test-record.ts';

const databaseDown = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

/** A table in memory that can be down. */
function memoryStore() {
  const rows = new Map<string, CallRecord>();
  return {
    rows,
    down: false,
    refused: new Set<string>(),
    async insertOnce(records: readonly CallRecord[]) {
      if (this.down) throw databaseDown();
      if (records.some(({ id }) => this.refused.has(id))) throw new Error('Data too long');
      for (const record of records) if (!rows.has(record.id)) rows.set(record.id, record);
    },
  };
}

function rememberingLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const remember = (message: string): void => {
    lines.push(message);
  };
  return { ...silentLog, lines, warn: remember, error: remember, child: () => rememberingLog() };
}

/** A busy machine needs its time. */

describe('the journal of calls', () => {
  let folder: string;
  let store: ReturnType<typeof memoryStore>;
  let log: ReturnType<typeof rememberingLog>;
  const opened: CallRecordJournal[] = [];
  const open = async (changes: { segmentBytesMax?: number; pendingMax?: number; noteMs?: number } = {}) => {
    const journal = await openCallRecordJournal({
      folder,
      store,
      log,
      gatherMs: 1,
      noteMs: 1,
      retryMs: { first: 5, longest: 20 },
      ...changes,
    });
    opened.push(journal);
    return journal;
  };
  const files = async () => (await readdir(folder)).sort();
  const written = async () =>
    (await Promise.all((await files()).map((file) => readFile(join(folder, file), 'utf8')))).join('');
  const inStore = (...records: CallRecord[]) =>
    expect.poll(() => [...store.rows.values()]).toEqual(expect.arrayContaining(records));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tandem-journal-'));
    store = memoryStore();
    log = rememberingLog();
  });
  afterEach(async () => {
    for (const journal of opened.splice(0)) await journal.close();
    await rm(folder, { recursive: true });
  });

  it('brings a finished call to the database and leaves no file behind', async () => {
    const journal = await open();
    const record = testRecord();
    journal.note(record, 'talking');
    await journal.append(record);
    await inStore(record);
    await journal.close();
    expect(await files()).toEqual([]);
  });

  it('keeps calls while the database is down and writes them when it is back', async () => {
    store.down = true;
    const journal = await open();
    const records = Array.from({ length: 250 }, () => testRecord());
    await Promise.all(records.map((record) => journal.append(record)));
    expect(journal.backlog()).toBe(250);
    store.down = false;
    await inStore(...records);
    expect(store.rows.size).toBe(250);
    expect(log.lines).toEqual(['call records wait for the database']);
  });

  it('keeps them over a restart of the server, too', async () => {
    store.down = true;
    const record = testRecord();
    const first = await open();
    await first.append(record);
    await first.close();
    store.down = false;
    await open();
    await inStore(record);
  });

  it('holds only so many in memory, and reads the others from its files', async () => {
    store.down = true;
    const journal = await open({ pendingMax: 10, segmentBytesMax: 20_000 });
    const records = Array.from({ length: 300 }, () => testRecord());
    await Promise.all(records.map((record) => journal.append(record)));
    expect(journal.backlog()).toBe(10);
    expect((await files()).length).toBeGreaterThan(5);
    store.down = false;
    await inStore(...records);
    await expect.poll(async () => (await files()).length).toBe(2);
  });

  it('writes nothing of a call that ends before it is noted but its record', async () => {
    store.down = true;
    const journal = await open({ noteMs: 60_000 });
    const record = testRecord();
    journal.note(record, 'talking');
    await journal.append(record);
    await journal.close();
    expect((await written()).split('\n')).toHaveLength(2);
  });

  it('carries a call that is still going on into the next file', async () => {
    const journal = await open({ segmentBytesMax: 5_000 });
    const long = testRecord({ callId: 'the long one' });
    journal.note(long, 'talking');
    await expect.poll(() => written()).toContain('the long one');
    for (let count = 0; count < 50; count++) await journal.append(testRecord());
    await expect.poll(async () => (await files()).length).toBe(2);
    const [, current = ''] = await files();
    expect(await readFile(join(folder, current), 'utf8')).toContain('the long one');
  });

  it('records a call that was going on when the server died as ended by that', async () => {
    const talking = testRecord({ endedAtMs: 1_700_000_002_000, callId: 'talking' });
    const hungUp = testRecord({ callId: 'hung up' });
    const finished = testRecord({ callId: 'finished' });
    const journal = await open();
    journal.note(talking, 'talking');
    journal.note(hungUp, 'talking');
    journal.note(hungUp, 'ended');
    journal.note(finished, 'talking');
    await journal.append(finished);
    await expect.poll(() => written()).toContain('"talking"');
    // No close: the process "died" here.
    await open();
    await inStore(hungUp, finished);
    const row = store.rows.get(talking.id);
    expect(row).toMatchObject({ outcome: 'answered', hungUpBy: 'system' });
    expect(row?.reason).toMatch(/^server-stopped/);
    expect(row?.endedAtMs).toBeGreaterThan(talking.endedAtMs);
  });

  it('says so when the last line is half written, and uses the others', async () => {
    const record = testRecord();
    store.down = true;
    const first = await open();
    await first.append(record);
    await first.close();
    const [file = ''] = await files();
    await appendFile(join(folder, file), '{"progress":"final","record":{"id":"ab');
    store.down = false;
    await open();
    await inStore(record);
    expect(log.lines).toContain('the last line of the call record journal was half written');
    expect(await readFile(join(folder, 'call-records.bad'), 'utf8')).toContain('{"id":"ab');
  });

  it('moves a line that it cannot read into another file, and says so', async () => {
    const record = testRecord();
    store.down = true;
    const first = await open();
    await first.append(record);
    await first.close();
    const [file = ''] = await files();
    const path = join(folder, file);
    await appendFile(path, 'garbage\n{"progress":"final","record":{"id":1}}\n');
    store.down = false;
    await open();
    await inStore(record);
    expect(await readFile(join(folder, 'call-records.bad'), 'utf8')).toBe(
      'garbage\n{"progress":"final","record":{"id":1}}\n',
    );
    expect(log.lines).toContain('lines of the call record journal could not be used and were moved');
  });

  it('is not stopped by one call that the table refuses', async () => {
    const journal = await open();
    const [good, bad, other] = [testRecord(), testRecord(), testRecord()];
    store.refused.add(bad.id);
    await Promise.all([journal.append(good), journal.append(bad), journal.append(other)]);
    await inStore(good, other);
    await expect.poll(() => readFile(join(folder, 'call-records.bad'), 'utf8')).toContain(bad.id);
    expect(journal.backlog()).toBe(0);
  });

  it('loses none of the calls that were hung up before the server is killed', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', killedProgram], {
      env: {
        ...process.env,
        FOLDER: folder,
        JOURNAL: fileURLToPath(import.meta.resolve('./call-record-journal.ts')),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const hungUp: string[] = [];
    let rest = '';
    const gone = new Promise((resolve) => child.once('exit', resolve));
    for await (const chunk of child.stdout) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      hungUp.push(...lines);
      if (hungUp.length > 200) child.kill('SIGKILL');
    }
    await gone;
    expect(child.signalCode).toBe('SIGKILL');
    await open();
    await expect.poll(() => hungUp.filter((id) => !store.rows.has(id))).toEqual([]);
    expect(hungUp.length).toBeGreaterThan(200);
  }, 30_000);
});

/** Hangs up call after call while its database is down, and tells each on its standard output. */
const killedProgram = `
import { writeSync } from 'node:fs';
import { createViteServer } from 'vitest/node';
const conditions = ['@tandem/source', 'module', 'node', 'development|production'];
const vite = await createViteServer({
  configFile: false, logLevel: 'error', server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  appType: 'custom', resolve: { conditions }, ssr: { resolve: { conditions } }, optimizeDeps: { noDiscovery: true },
});
const { openCallRecordJournal } = await vite.ssrLoadModule(process.env.JOURNAL);
const { testRecord } = await vite.ssrLoadModule(process.env.JOURNAL.replace('call-record-journal', 'test-record'));
const say = (message, fields) => process.stderr.write(message + '\\n');
const down = async () => { throw Object.assign(new Error('down'), { code: 'ECONNREFUSED' }); };
const journal = await openCallRecordJournal({
  folder: process.env.FOLDER, store: { insertOnce: down },
  log: { debug() {}, info() {}, warn: say, error() {} },
});
// As many as a pipe holds that nobody reads in time.
for (let count = 0; count < 1500; count++) {
  const record = testRecord();
  journal.note(record, 'talking');
  if (count % 2) journal.note(record, 'ended');
  else journal.append(record).catch(say);
  writeSync(1, record.id + '\\n');
  if (count % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
}
setInterval(() => {}, 60_000);
`;
