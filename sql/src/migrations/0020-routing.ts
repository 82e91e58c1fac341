import type { Knex } from 'knex';
import { createTable, timeMs, uuid } from './columns.ts';

/** Numbers, rules, ring groups, rates and limits; what was used of the limits, and the alarms about it. */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'configuration_documents', (table) => {
    table.string('kind', 40).notNullable();
    table.string('id', 100).notNullable();
    table.integer('version').notNullable();
    table.specificType('document', 'longtext').notNullable();
    table.primary(['kind', 'id']);
  });
  await createTable(db, 'dids', (table) => {
    table.string('number', 16).primary();
    table.string('label', 120).notNullable();
    table.text('destination').notNullable();
    table.string('trunk_id', 63).nullable();
    table.integer('version').notNullable();
  });
  await createTable(db, 'rates', (table) => {
    table.string('table_id', 100).notNullable();
    table.string('prefix', 15).notNullable();
    table.string('destination', 120).notNullable();
    table.bigInteger('per_minute_micros').notNullable();
    table.bigInteger('set_up_micros').notNullable();
    table.integer('first_seconds').notNullable();
    table.integer('step_seconds').notNullable();
    table.primary(['table_id', 'prefix']);
  });
  await createTable(db, 'call_usage', (table) => {
    table.string('subject', 80).notNullable();
    timeMs(table, 'minute_ms').notNullable();
    table.bigInteger('talked_ms').notNullable();
    table.bigInteger('spent_micros').notNullable();
    table.primary(['subject', 'minute_ms']);
    table.index(['minute_ms']);
  });
  await createTable(db, 'called_countries', (table) => {
    table.string('subject', 80).notNullable();
    table.string('country', 8).notNullable();
    timeMs(table, 'first_called_at_ms').notNullable();
    table.primary(['subject', 'country']);
  });
  await createTable(db, 'fraud_alarms', (table) => {
    uuid(table, 'id').primary();
    timeMs(table, 'at_ms').notNullable();
    table.string('kind', 32).notNullable();
    table.string('username', 64).nullable();
    table.string('trunk_id', 63).nullable();
    table.string('number', 64).notNullable();
    table.string('sentence', 500).notNullable();
    table.string('acknowledged_by', 190).nullable();
    table.index(['at_ms', 'id']);
  });
}

export async function down(db: Knex): Promise<void> {
  const tables = [
    'fraud_alarms',
    'called_countries',
    'call_usage',
    'rates',
    'dids',
    'configuration_documents',
  ];
  for (const table of tables) await db.schema.dropTable(table);
}
