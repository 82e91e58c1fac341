import type { Knex } from 'knex';

/** Times are whole milliseconds since 1970 in UTC, the same in both database engines. */
export const timeMs = (table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder =>
  table.bigInteger(name);

/** A UUID in its 36 characters. */
export const uuid = (table: Knex.CreateTableBuilder, name: string): Knex.ColumnBuilder =>
  table.specificType(name, 'char(36)');

/** A hash or digest in hexadecimal, always of the same length. */
export const hex = (table: Knex.CreateTableBuilder, name: string, length: number): Knex.ColumnBuilder =>
  table.specificType(name, `char(${length})`);

/** Creates a table that compares text byte by byte, as SQLite does, so that both engines find and sort alike. */
export async function createTable(
  db: Knex,
  name: string,
  define: (table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  await db.schema.createTable(name, (table) => {
    if (db.client.config.client === 'mysql2') {
      table.engine('InnoDB');
      table.charset('utf8mb4');
      table.collate('utf8mb4_bin');
    }
    define(table);
  });
}
