import type { Knex } from 'knex';
import { createTable, timeMs, uuid } from './columns.ts';

/** Messages in mailboxes; their sound is in files named by the id. A user's messages go with the user. */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'voicemails', (table) => {
    uuid(table, 'id').primary();
    uuid(table, 'user_id').notNullable().references('users.id').onDelete('CASCADE');
    uuid(table, 'call_record_id').notNullable();
    table.string('caller_uri', 500).notNullable();
    table.string('caller_name', 190).nullable();
    timeMs(table, 'received_at_ms').notNullable();
    table.integer('duration_ms').notNullable();
    table.bigInteger('bytes').notNullable();
    timeMs(table, 'heard_at_ms').nullable();
    timeMs(table, 'deleted_at_ms').nullable();
    table.index(['user_id', 'received_at_ms', 'id']);
    table.index(['received_at_ms']);
    table.index(['deleted_at_ms']);
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('voicemails');
}
