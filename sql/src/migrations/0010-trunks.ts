import type { Knex } from 'knex';
import { createTable, timeMs } from './columns.ts';

/**
 * Connections to carriers and PBXs. The settings are one JSON text, because they are always read and written whole.
 * A removed one stays as a row, so that taking the removal back needs no password.
 */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'trunks', (table) => {
    table.string('id', 63).primary();
    table.text('settings', 'mediumtext').notNullable();
    table.text('sealed_secret').nullable();
    table.integer('version').notNullable();
    table.string('managed_by', 255).nullable();
    timeMs(table, 'updated_at_ms').notNullable();
    timeMs(table, 'removed_at_ms').nullable();
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('trunks');
}
