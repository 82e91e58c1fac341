import type { Knex } from 'knex';
import { createTable, timeMs, uuid } from './columns.ts';

/** What several processes on one database tell each other: who made a change, and how many calls each carries. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('audit_entries', (table) => {
    uuid(table, 'process_id').nullable();
  });
  await createTable(db, 'live_calls', (table) => {
    uuid(table, 'process_id').notNullable();
    table.string('subject', 80).notNullable();
    table.integer('calls').notNullable();
    timeMs(table, 'at_ms').notNullable();
    table.primary(['process_id', 'subject']);
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('live_calls');
  await db.schema.alterTable('audit_entries', (table) => {
    table.dropColumn('process_id');
  });
}
