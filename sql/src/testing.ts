import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, migrate, openDatabase } from './database.ts';
import { silenceLimitOf } from './silence-limit.ts';
import { startTestMariaDb, type TestMariaDb } from './test-mariadb.ts';

export { freezeProcess } from './freeze-process.ts';
export { startTestMariaDb, type TestMariaDb } from './test-mariadb.ts';

/** The environment variable in which the whole test run's MariaDB is offered. */
export const SHARED_MARIADB_PORT = 'TANDEM_TEST_MARIADB_PORT';

/** A kind of database on which every store is tested. */
export interface TestDatabase {
  readonly name: 'SQLite' | 'MariaDB';
  /** A fresh database with all tables, and nothing in them. */
  open(): Promise<OpenTestDatabase>;
}

export interface OpenTestDatabase {
  readonly db: Database;
  /** For a second connection to the same database, as another process would open it. */
  readonly url: string;
  /** Closes and deletes it. */
  close(): Promise<void>;
}

/**
 * SQLite and MariaDB, for `describe.each`. `TANDEM_TEST_DATABASES=sqlite` (or `mariadb`) leaves out the other. When
 * MariaDB is not installed its tests fail with a sentence that says what to install.
 */
export function testDatabases(): TestDatabase[] {
  const all: TestDatabase[] = [
    { name: 'SQLite', open: openSqlite },
    { name: 'MariaDB', open: openMariaDb },
  ];
  const wanted = process.env.TANDEM_TEST_DATABASES?.toLowerCase().split(/[ ,]+/);
  const chosen = wanted ? all.filter(({ name }) => wanted.includes(name.toLowerCase())) : all;
  if (chosen.length === 0) throw new Error('TANDEM_TEST_DATABASES must name "sqlite", "mariadb" or both.');
  return chosen;
}

async function openSqlite(): Promise<OpenTestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-sqlite-'));
  const file = join(folder, 'test.db');
  sqliteTemplate ??= makeSqliteTemplate();
  await writeFile(file, await sqliteTemplate);
  const url = `sqlite:${file}`;
  const db = openDatabase(url);
  return {
    db,
    url,
    async close() {
      await db.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A database file with all tables: copying it takes a tenth of the time of the migrations. */
let sqliteTemplate: Promise<Buffer> | undefined;

async function makeSqliteTemplate(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-sqlite-'));
  const file = join(folder, 'template.db');
  try {
    await migrateOnce(`sqlite:${file}`);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes the tables, and leaves the database closed and whole. */
async function migrateOnce(url: string): Promise<void> {
  const db = openDatabase(url);
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
}

async function openMariaDb(): Promise<OpenTestDatabase> {
  const { url, drop } = await emptyMariaDb();
  const db = openDatabase(url);
  try {
    await copyTables(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    db,
    url,
    async close() {
      await db.destroy();
      await drop();
    },
  };
}

/** A database without tables on the run's MariaDB, as somebody gives it to a program that makes its own. */
export async function emptyMariaDb(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  server ??= sharedServer();
  const serverUrl = await server;
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(serverUrl, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  return { url: serverUrl + name, drop: () => onServer(serverUrl, `DROP DATABASE ${name}`) };
}

/** The migrated database on a test's MariaDB, of which all others are copies. */
const MARIADB_TEMPLATE = 'template';

/** Starts a MariaDB with {@link MARIADB_TEMPLATE} on it. */
export async function startTestMariaDbWithTables(): Promise<TestMariaDb> {
  const started = await startTestMariaDb();
  try {
    await onServer(started.url(''), `CREATE DATABASE ${MARIADB_TEMPLATE} CHARACTER SET utf8mb4`);
    await migrateOnce(started.url(MARIADB_TEMPLATE));
    return started;
  } catch (error) {
    await started.stop();
    throw error;
  }
}

/** All on one connection, for which foreign keys are not looked at. */
async function copyTables(db: Database): Promise<void> {
  await db.transaction(async (connection) => {
    await connection.raw('SET foreign_key_checks = 0');
    const [tables = []]: { name: string }[][] = await connection.raw(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
      [MARIADB_TEMPLATE],
    );
    for (const { name } of tables) {
      const original = [MARIADB_TEMPLATE, name];
      const [[created] = []]: { 'Create Table': string }[][] = await connection.raw(
        'SHOW CREATE TABLE ??.??',
        original,
      );
      await connection.raw(created?.['Create Table'] ?? '');
      await connection.raw('INSERT INTO ?? SELECT * FROM ??.??', [name, ...original]);
    }
    await connection.raw('SET foreign_key_checks = 1');
  });
}

/** Work of which a query may take longer than the limit for silent databases, such as building an index. */
export const patiently = <T>(db: Database, work: () => Promise<T>): Promise<T> =>
  silenceLimitOf(db)?.suspendedFor(work) ?? work();

/** The URL of the run's MariaDB up to and including the slash before the database's name. */
let server: Promise<string> | undefined;

async function sharedServer(): Promise<string> {
  const port = process.env[SHARED_MARIADB_PORT];
  if (port === undefined) return (await startTestMariaDbWithTables()).url('');
  let answer = '';
  for await (const chunk of connect({ host: '127.0.0.1', port: Number(port) })) answer += String(chunk);
  const offered: { url?: string; error?: string } = JSON.parse(answer);
  if (offered.url === undefined) throw new Error(offered.error ?? 'The test run offers no MariaDB.');
  return offered.url;
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const db = openDatabase(`${serverUrl}mysql`);
  try {
    await db.raw(statement);
  } finally {
    await db.destroy();
  }
}
