import type { Knex } from 'knex';
import { createTable, timeMs, uuid } from './columns.ts';

/** Where a user's phones are (RFC 3261 §10.3), kept so that a restart forgets no registration. */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'bindings', (table) => {
    uuid(table, 'id').primary();
    table.string('username', 64).notNullable();
    uuid(table, 'device_id').nullable();
    table.text('contact_uri').notNullable();
    table.string('instance_id', 255).nullable();
    table.integer('reg_id').nullable();
    table.text('path').notNullable();
    table.string('received_uri', 255).nullable();
    table.string('user_agent', 255).notNullable();
    table.string('call_id', 255).notNullable();
    table.bigInteger('cseq').notNullable();
    table.integer('q_thousandths').notNullable();
    timeMs(table, 'expires_at_ms').notNullable();
    timeMs(table, 'registered_at_ms').notNullable();
    table.string('node', 64).notNullable();
    table.index(['username']);
    table.index(['expires_at_ms']);
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('bindings');
}
