import type { Knex } from 'knex';
import { createTable, timeMs, uuid } from './columns.ts';

const SEARCHED = ['caller_key', 'callee_key', 'outcome', 'arrived_by_trunk', 'left_by_trunk', 'worst_mos'];

/** What calls are searched by, each with an index that is in the order of the pages; and a call's details apart. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('call_records', (table) => {
    table.string('arrived_by_trunk', 63).nullable();
    table.string('left_by_trunk', 63).nullable();
    table.string('caller_key', 64).nullable();
    table.string('callee_key', 64).nullable();
    table.double('worst_mos').nullable();
  });
  await db.schema.alterTable('call_records', (table) => {
    for (const column of SEARCHED) {
      table.index([column, 'started_at_ms', 'id'], `call_records_by_${column}`);
    }
  });
  await createTable(db, 'call_record_details', (table) => {
    uuid(table, 'id').primary();
    timeMs(table, 'started_at_ms').notNullable();
    table.specificType('details_json', 'mediumtext').notNullable();
    table.index(['started_at_ms']);
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('call_record_details');
  await db.schema.alterTable('call_records', (table) => {
    for (const column of SEARCHED) {
      table.dropIndex([], `call_records_by_${column}`);
    }
    table.dropColumns('arrived_by_trunk', 'left_by_trunk', 'caller_key', 'callee_key', 'worst_mos');
  });
}
