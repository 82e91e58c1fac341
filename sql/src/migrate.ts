import { setTimeout as sleep } from 'node:timers/promises';
import knex, { type Knex } from 'knex';
import type { Database } from './database.ts';
import { isDatabaseUnavailable } from './database-errors.ts';
import * as accounts from './migrations/0001-accounts.ts';
import * as bindings from './migrations/0002-bindings.ts';
import * as callRecords from './migrations/0003-call-records.ts';
import * as trunks from './migrations/0010-trunks.ts';
import * as routing from './migrations/0020-routing.ts';
import * as audit from './migrations/0030-audit.ts';
import * as callSearch from './migrations/0031-call-search.ts';
import * as apiKeys from './migrations/0032-api-keys.ts';
import * as nodes from './migrations/0033-nodes.ts';
import * as voicemail from './migrations/0050-voicemail.ts';
import * as voicemailOfUsers from './migrations/0051-voicemail-of-users.ts';
import * as mailboxChanges from './migrations/0052-mailbox-changes.ts';
import * as missedCallsSeen from './migrations/0053-missed-calls-seen.ts';
import { silenceLimitOf } from './silence-limit.ts';

/** In the order in which they are applied; a name never changes once released. */
const MIGRATIONS: readonly NamedMigration[] = [
  { name: '0001-accounts', ...accounts },
  { name: '0002-bindings', ...bindings },
  { name: '0003-call-records', ...callRecords },
  { name: '0010-trunks', ...trunks },
  { name: '0020-routing', ...routing },
  { name: '0030-audit', ...audit },
  { name: '0031-call-search', ...callSearch },
  { name: '0032-api-keys', ...apiKeys },
  { name: '0033-nodes', ...nodes },
  { name: '0050-voicemail', ...voicemail },
  { name: '0051-voicemail-of-users', ...voicemailOfUsers },
  { name: '0052-mailbox-changes', ...mailboxChanges },
  { name: '0053-missed-calls-seen', ...missedCallsSeen },
];

interface NamedMigration extends Knex.Migration {
  readonly name: string;
}

/** Listed by hand, so that the same names run from sources and from the build. */
const migrationSource: Knex.MigrationSource<NamedMigration> = {
  getMigrations: async () => [...MIGRATIONS],
  getMigrationName: ({ name }) => name,
  getMigration: async (migration) => migration,
};

const LOCK_WAIT_MS = 60_000;
const LOCK_RETRY_MS = 50;

/**
 * Brings the tables to the newest shape. Two processes that start together take turns: the lock is one that the
 * database or the operating system drops when its holder dies, so nothing stays locked after a crash.
 *
 * @returns the names of the migrations applied now
 * @throws Error when another process holds the lock for a minute, or when the database is newer than this program
 */
export async function migrate(db: Database): Promise<{ applied: string[] }> {
  const isSqlite = db.client.config.client === 'better-sqlite3';
  const lock = isSqlite ? withSqliteLock : withMySqlLock;
  const lockAndApply = () => lock(db, () => applyAll(db));
  return silenceLimitOf(db)?.suspendedFor(lockAndApply) ?? lockAndApply();
}

async function applyAll(db: Database): Promise<{ applied: string[] }> {
  // knex's own lock is a row that outlives a killed process; ours is held here, so that row can only be stale.
  await db.migrate.forceFreeMigrationsLock({ migrationSource });
  try {
    const [, applied]: [number, string[]] = await db.migrate.latest({ migrationSource });
    return { applied };
  } catch (error) {
    if (error instanceof Error && error.message.includes('migration directory is corrupt')) {
      throw new Error('The database was made by a newer Tandem than this one; start that version instead.', {
        cause: error,
      });
    }
    throw error;
  }
}

/** `GET_LOCK` belongs to one connection, so it is held inside a transaction on it. */
function withMySqlLock<T>(db: Database, work: () => Promise<T>): Promise<T> {
  return db.transaction(async (holder) => {
    const name = holder.raw("CONCAT('tandem-migrate-', MD5(DATABASE()))");
    const rows = await holder.select({ got: holder.raw('GET_LOCK(?, ?)', [name, LOCK_WAIT_MS / 1000]) });
    if (rows[0]?.got !== 1) throw new Error('Another process has been migrating the database for a minute.');
    try {
      return await work();
    } finally {
      await holder.select(holder.raw('RELEASE_LOCK(?)', [name]));
    }
  });
}

/** SQLite locks files, so a file beside the database is the lock; the operating system frees it with the process. */
async function withSqliteLock<T>(db: Database, work: () => Promise<T>): Promise<T> {
  const file: string = db.client.config.connection.filename;
  if (file === ':memory:') return work();
  const lock = knex({
    client: 'better-sqlite3',
    connection: { filename: `${file}.migrating` },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  try {
    await lock.raw('PRAGMA busy_timeout = 0');
    await beginExclusive(lock);
    return await work();
  } finally {
    await lock.destroy();
  }
}

async function beginExclusive(lock: Database): Promise<void> {
  const deadlineMs = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      await lock.raw('BEGIN EXCLUSIVE');
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      if (Date.now() > deadlineMs) {
        throw new Error('Another process has been migrating the database for a minute.', { cause: error });
      }
      await sleep(LOCK_RETRY_MS);
    }
  }
}
