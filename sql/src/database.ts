import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import knex, { type Knex } from 'knex';
import { keepCompiled } from './compiled-statements.ts';
import { createSilenceLimit, rememberSilenceLimit } from './silence-limit.ts';

export { isDatabaseUnavailable, isDuplicate } from './database-errors.ts';
export { migrate } from './migrate.ts';
export { type Row, writeRows } from './write-rows.ts';

export type Database = Knex;
export type Query = Knex.QueryBuilder;
export type RawQuery = Knex.Raw;

/** A second process (the `tandem` command) may be writing to the same SQLite file; its transactions are short. */
const SQLITE_BUSY_TIMEOUT_MS = 2000;
const CONNECT_TIMEOUT_MS = 3000;
const ACQUIRE_TIMEOUT_MS = 4000;
const POOL_CONNECTIONS_MAX = 10;

/** knex prints failures that it also throws; whoever asked reports them in the system's own log. */
const ignore = (): void => {};
const quiet = { debug: ignore, warn: ignore, error: ignore, deprecate: ignore };

/** The database's URL cannot be used. The message never holds the password in it. */
export class DatabaseUrlError extends Error {
  constructor(problem: string) {
    super(
      `${problem} A database URL is "sqlite:/path/to/file.db", "sqlite::memory:" or "mysql://user:password@host:3306/name".`,
    );
    this.name = 'DatabaseUrlError';
  }
}

/**
 * Opens a pool; nothing is connected until the first query, which fails within `CONNECT_TIMEOUT_MS` when no
 * database answers. Close it with `destroy()`.
 *
 * @param url `sqlite:/path/file.db` (its folder is created), `sqlite::memory:`, `mysql://…` or `mariadb://…`;
 *   `?tls=true` demands a verified TLS connection to MySQL
 * @throws DatabaseUrlError when the URL is of another kind or lacks a part
 */
export function openDatabase(url: string): Database {
  const colon = url.indexOf(':');
  const scheme = colon < 0 ? '' : url.slice(0, colon).toLowerCase();
  if (scheme === 'sqlite') return openSqlite(url.slice(colon + 1));
  if (scheme === 'mysql' || scheme === 'mariadb') return openMySql(url);
  throw new DatabaseUrlError(
    scheme === '' ? 'The database URL has no scheme.' : `"${scheme}:" is not a database Tandem knows.`,
  );
}

function openSqlite(location: string): Database {
  const file = location.replace(/^\/\/(?=\/)/, '');
  if (file === '') throw new DatabaseUrlError('The SQLite URL names no file.');
  const inMemory = file === ':memory:';
  if (!inMemory) mkdirSync(dirname(resolve(file)), { recursive: true });
  return knex({
    client: 'better-sqlite3',
    connection: { filename: inMemory ? file : resolve(file) },
    useNullAsDefault: true,
    compileSqlOnError: false,
    log: quiet,
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    pool: {
      min: 1,
      max: 1,
      afterCreate(
        connection: SqliteConnection,
        done: (error: unknown, connection: SqliteConnection) => void,
      ) {
        connection.pragma(`busy_timeout = ${SQLITE_BUSY_TIMEOUT_MS}`);
        connection.pragma('journal_mode = WAL');
        // With WAL this survives the death of the process; only a power failure can lose the last transactions.
        connection.pragma('synchronous = NORMAL');
        connection.pragma('foreign_keys = ON');
        keepCompiled(connection);
        done(null, connection);
      },
    },
  });
}

interface SqliteConnection {
  pragma(statement: string): unknown;
  prepare(sql: string): object;
}

function openMySql(url: string): Database {
  const parsed = parseMySqlUrl(url);
  const silenceLimit = createSilenceLimit();
  const db = knex({
    client: 'mysql2',
    connection: {
      ...parsed,
      charset: 'utf8mb4',
      timezone: 'Z',
      connectTimeout: CONNECT_TIMEOUT_MS,
      stream: () => silenceLimit.openSocket(parsed.host, parsed.port),
    },
    compileSqlOnError: false,
    log: quiet,
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    pool: { min: 0, max: POOL_CONNECTIONS_MAX, createTimeoutMillis: ACQUIRE_TIMEOUT_MS },
  });
  rememberSilenceLimit(db, silenceLimit);
  return db;
}

interface MySqlLocation {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  ssl?: { rejectUnauthorized: true; verifyIdentity: true };
}

function parseMySqlUrl(url: string): MySqlLocation {
  // URL.parse would be shorter, but Node 20 lacks it; the constructor's own error repeats the password.
  if (!URL.canParse(url)) throw new DatabaseUrlError('The MySQL URL cannot be read.');
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const database = percentDecoded(pathname.slice(1));
  if (hostname === '') throw new DatabaseUrlError('The MySQL URL names no host.');
  if (database === '' || database.includes('/')) {
    throw new DatabaseUrlError('The MySQL URL names no database after the host.');
  }
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 3306 : Number(port),
    user: percentDecoded(username),
    password: percentDecoded(password),
    database,
    ...(searchParams.get('tls') === 'true'
      ? { ssl: { rejectUnauthorized: true, verifyIdentity: true } }
      : {}),
  };
}

function percentDecoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new DatabaseUrlError('The MySQL URL has a "%" that escapes nothing; write "%25" for it.');
  }
}
