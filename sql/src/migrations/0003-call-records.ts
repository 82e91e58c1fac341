import type { Knex } from 'knex';
import { createTable, timeMs, uuid } from './columns.ts';

/** One row for each call attempt, written once by its id. */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'call_records', (table) => {
    uuid(table, 'id').primary();
    table.string('call_id', 255).notNullable();
    table.string('node', 64).notNullable();
    table.string('caller_username', 64).nullable();
    table.string('callee_username', 64).nullable();
    table.text('caller_uri').notNullable();
    table.string('caller_name', 190).nullable();
    table.text('callee_uri').notNullable();
    table.text('answered_by').nullable();
    table.string('outcome', 16).notNullable();
    table.string('hung_up_by', 8).notNullable();
    table.integer('sip_status').notNullable();
    table.string('reason', 255).notNullable();
    timeMs(table, 'started_at_ms').notNullable();
    timeMs(table, 'ringing_at_ms').nullable();
    timeMs(table, 'answered_at_ms').nullable();
    timeMs(table, 'ended_at_ms').notNullable();
    for (const leg of ['caller', 'callee']) {
      table.string(`${leg}_codec`, 32).nullable();
      table.bigInteger(`${leg}_packets`).nullable();
      table.bigInteger(`${leg}_packets_lost`).nullable();
      table.double(`${leg}_jitter_ms`).nullable();
      table.double(`${leg}_mos`).nullable();
    }
    table.index(['caller_username', 'started_at_ms']);
    table.index(['callee_username', 'started_at_ms']);
    table.index(['started_at_ms', 'id']);
    table.index(['call_id']);
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('call_records');
}
