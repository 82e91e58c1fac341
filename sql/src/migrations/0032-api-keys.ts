import type { Knex } from 'knex';
import { createTable, hex, timeMs, uuid } from './columns.ts';

/** Keys with which programs use the HTTP API, by the hash of each. */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'api_keys', (table) => {
    uuid(table, 'id').primary();
    hex(table, 'secret_hash', 64).notNullable().unique();
    table.string('name', 60).notNullable().unique();
    table.string('scopes', 1000).notNullable();
    table.string('created_by', 190).notNullable();
    timeMs(table, 'created_at_ms').notNullable();
    timeMs(table, 'expires_at_ms').nullable();
    timeMs(table, 'last_used_at_ms').nullable();
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('api_keys');
}
