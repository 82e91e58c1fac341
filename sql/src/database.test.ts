import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, isDatabaseUnavailable, isDuplicate, migrate, openDatabase } from './database.ts';
import { freezeProcess } from './freeze-process.ts';
import { startTestMariaDb } from './test-mariadb.ts';
import { type OpenTestDatabase, testDatabases } from './testing.ts';

const alice = () => ({
  id: randomUUID(),
  username: 'alice',
  display_name: 'Älice 🎧',
  role: 'user',
  password_hash: 'x',
  created_at_ms: 1_900_000_000_123,
});

const failureOf = (query: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(query).then(
    () => undefined,
    (error: unknown) => error,
  );

describe.each(testDatabases())('a database on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let db: Database;
  beforeEach(async () => {
    opened = await open();
    db = opened.db;
  });
  afterEach(() => opened.close());

  it('has nothing left to apply after it was migrated', async () => {
    expect(await migrate(db)).toEqual({ applied: [] });
  });

  it('can be taken back to nothing and built again', async () => {
    await db.schema.dropTable('knex_migrations');
    for (const table of [
      'mailbox_changes',
      'voicemails',
      'live_calls',
      'fraud_alarms',
      'called_countries',
      'call_usage',
      'rates',
      'dids',
      'configuration_documents',
      'trunks',
      'api_keys',
      'call_record_details',
      'audit_entries',
      'call_records',
      'bindings',
      'sign_in_links',
      'refresh_tokens',
      'sip_credentials',
      'devices',
    ]) {
      await db.schema.dropTable(table);
    }
    await db.schema.dropTable('users');
    expect((await migrate(db)).applied).toEqual([
      '0001-accounts',
      '0002-bindings',
      '0003-call-records',
      '0010-trunks',
      '0020-routing',
      '0030-audit',
      '0031-call-search',
      '0032-api-keys',
      '0033-nodes',
      '0050-voicemail',
      '0051-voicemail-of-users',
      '0052-mailbox-changes',
      '0053-missed-calls-seen',
    ]);
  });

  it('is migrated once when two programs start together, even after one died in the middle', async () => {
    await db.schema.dropTable('bindings');
    await db('knex_migrations').where({ name: '0002-bindings' }).delete();
    await db('knex_migrations_lock').update({ is_locked: 1 });
    const other = openDatabase(opened.url);
    try {
      const both = await Promise.all([migrate(db), migrate(other)]);
      expect(both.flatMap(({ applied }) => applied)).toEqual(['0002-bindings']);
    } finally {
      await other.destroy();
    }
  });

  it('refuses to run on a database that a newer program made', async () => {
    await db('knex_migrations').insert({ name: '9999-future', batch: 9, migration_time: new Date() });
    await expect(migrate(db)).rejects.toThrow('newer Tandem');
  });

  it('keeps every character and every millisecond', async () => {
    await db('users').insert(alice());
    const row = await db('users').first();
    expect(row.display_name).toBe('Älice 🎧');
    expect(row.created_at_ms).toBe(1_900_000_000_123);
  });

  it('tells a taken name from other failures', async () => {
    await db('users').insert(alice());
    const failure = await failureOf(db('users').insert(alice()));
    expect(isDuplicate(failure)).toBe(true);
    expect(isDatabaseUnavailable(failure)).toBe(false);
  });

  it('compares names byte by byte', async () => {
    await db('users').insert(alice());
    expect(await db('users').where({ username: 'ALICE' })).toEqual([]);
  });

  it("forgets a user's devices and credentials with the user", async () => {
    const user = alice();
    const device = { id: randomUUID(), user_id: user.id, name: 'Tab', platform: 'web', created_at_ms: 1 };
    await db('users').insert(user);
    await db('devices').insert(device);
    await db('sip_credentials').insert({
      authorization_username: 'alice.aaaa',
      user_id: user.id,
      device_id: device.id,
      realm: 'tandem',
      ha1_md5: 'a'.repeat(32),
      ha1_sha256: 'b'.repeat(64),
      created_at_ms: 1,
    });
    await db('users').where({ id: user.id }).delete();
    expect(await db('devices')).toEqual([]);
    expect(await db('sip_credentials')).toEqual([]);
  });

  it('refuses a device of nobody', async () => {
    const orphan = {
      id: randomUUID(),
      user_id: randomUUID(),
      name: 'Tab',
      platform: 'web',
      created_at_ms: 1,
    };
    expect(await failureOf(db('devices').insert(orphan))).toBeInstanceOf(Error);
  });

  it('writes no value of a failed statement into the error', async () => {
    const failure = await failureOf(
      db('users').insert({ ...alice(), password_hash: null, role: 'top-secret-value' }),
    );
    expect(failure).toBeInstanceOf(Error);
    expect(String(failure)).not.toContain('top-secret-value');
  });
});

describe('a database URL', () => {
  it.each([
    ['postgres://alice:hunter2@host/db', /"postgres:" is not a database Tandem knows/],
    ['nonsense', /no scheme/],
    ['sqlite:', /names no file/],
    ['mysql://alice:hunter2@host', /names no database/],
    ['mysql://alice:hunter2@host:99999/db', /cannot be read/],
    ['mysql://alice:hunter%2@host/db', /escapes nothing/],
  ])('%s is refused with a sentence, and without the password', (url, sentence) => {
    const open = () => openDatabase(url);
    expect(open).toThrow(sentence);
    expect(open).not.toThrow(/hunter/);
  });

  it('of SQLite makes the folder of its file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-url-'));
    const db = openDatabase(`sqlite:${folder}/a/b/tandem.db`);
    try {
      await migrate(db);
      expect(existsSync(join(folder, 'a/b/tandem.db'))).toBe(true);
      const rows = await db.raw('PRAGMA journal_mode');
      expect(rows).toEqual([{ journal_mode: 'wal' }]);
    } finally {
      await db.destroy();
      await rm(folder, { recursive: true });
    }
  });

  it('of SQLite in memory keeps its tables between queries', async () => {
    const db = openDatabase('sqlite::memory:');
    await migrate(db);
    await db('users').insert(alice());
    expect(await db('users')).toHaveLength(1);
    await db.destroy();
  });
});

describe('a database that is gone', () => {
  it('fails at once when nothing listens, and says no password', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    const port = address !== null && typeof address !== 'string' ? address.port : 1;
    const db = openDatabase(`mysql://tandem:hunter2@127.0.0.1:${port}/tandem`);
    const failure = await failureOf(db('users'));
    expect(isDatabaseUnavailable(failure)).toBe(true);
    expect(String(failure)).not.toContain('hunter2');
    await db.destroy();
  });

  it('fails within seconds when something listens that says nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = address !== null && typeof address !== 'string' ? address.port : 1;
    const db = openDatabase(`mysql://tandem:hunter2@127.0.0.1:${port}/tandem`);
    expect(isDatabaseUnavailable(await failureOf(db('users')))).toBe(true);
    await db.destroy();
    server.close();
  });

  it.skipIf(process.env.TANDEM_TEST_DATABASES === 'sqlite')(
    'fails within seconds when it freezes, fails when killed, and neither hangs the program',
    async () => {
      const mariaDb = await startTestMariaDb();
      const db = openDatabase(mariaDb.url('mysql'));
      try {
        expect(await db.select(db.raw('1 as one'))).toEqual([{ one: 1 }]);
        await freezeProcess(mariaDb.pid);
        const both = await Promise.all([failureOf(db.raw('select 1')), failureOf(db.raw('select 2'))]);
        expect(both.map(isDatabaseUnavailable)).toEqual([true, true]);
        process.kill(mariaDb.pid, 'SIGCONT');
        expect(await db.select(db.raw('1 as one'))).toEqual([{ one: 1 }]);
        await mariaDb.stop();
        expect(isDatabaseUnavailable(await failureOf(db.raw('select 1')))).toBe(true);
      } finally {
        await mariaDb.stop();
        await db.destroy();
      }
    },
    30_000,
  );
});
