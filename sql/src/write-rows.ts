import type { Knex } from 'knex';

export type Row = Readonly<Record<string, string | number | null>>;

export interface WriteRows {
  readonly table: string;
  /** The column that tells rows apart. */
  readonly key: string;
  /** What becomes of a row whose key is there already. */
  readonly onConflict: 'overwrite' | 'keep';
}

/** Rows of one statement to MySQL, which takes 65,535 values. */
const STATEMENT_ROWS = 200;

/**
 * Inserts many rows with the same columns. knex would build a statement as long as the rows and SQLite would compile
 * it each time; one statement that is compiled once costs a seventh of that.
 */
export async function writeRows(
  transaction: Knex.Transaction,
  rows: readonly Row[],
  target: WriteRows,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const connection: unknown = await transaction.client.acquireConnection();
  if (isSqlite(connection)) {
    const columns = Object.keys(first);
    const statement = connection.prepare(insertStatement(target, columns));
    for (const row of rows) statement.run(columns.map((column) => row[column] ?? null));
    return;
  }
  for (let start = 0; start < rows.length; start += STATEMENT_ROWS) {
    const insert = transaction(target.table).insert(rows.slice(start, start + STATEMENT_ROWS));
    const conflict = insert.onConflict(target.key);
    await (target.onConflict === 'keep' ? conflict.ignore() : conflict.merge());
  }
}

interface SqliteStatement {
  run(values: readonly (string | number | null)[]): unknown;
}

interface SqliteConnection {
  prepare(sql: string): SqliteStatement;
}

/** mysql2's connections have `prepare` too, but no pragmas. */
const isSqlite = (connection: unknown): connection is SqliteConnection =>
  typeof connection === 'object' &&
  connection !== null &&
  'pragma' in connection &&
  'prepare' in connection &&
  typeof connection.prepare === 'function';

function insertStatement({ table, key, onConflict }: WriteRows, columns: readonly string[]): string {
  const set = columns
    .filter((column) => column !== key)
    .map((column) => `"${column}" = excluded."${column}"`);
  const resolution = onConflict === 'keep' ? 'do nothing' : `do update set ${set.join(', ')}`;
  const names = columns.map((column) => `"${column}"`).join(', ');
  const values = columns.map(() => '?').join(', ');
  return `insert into "${table}" (${names}) values (${values}) on conflict ("${key}") ${resolution}`;
}
