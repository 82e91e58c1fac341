import type { Knex } from 'knex';
import { createTable, timeMs } from './columns.ts';

/** Who did what and when; a change of configuration with its states before and after, so that it can be undone. */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'audit_entries', (table) => {
    table.bigIncrements('id');
    timeMs(table, 'at_ms').notNullable();
    table.string('author_kind', 16).notNullable();
    table.string('author_name', 190).notNullable();
    table.string('source_address', 64).nullable();
    table.string('action', 32).notNullable();
    table.string('kind', 40).notNullable();
    table.string('resource_id', 190).notNullable();
    table.string('label', 190).notNullable();
    table.integer('version').nullable();
    table.specificType('before_json', 'longtext').nullable();
    table.specificType('after_json', 'longtext').nullable();
    table.bigInteger('undoes').nullable();
    table.index(['kind', 'resource_id', 'id']);
    table.index(['author_name', 'id']);
    table.index(['action', 'id']);
    table.index(['at_ms']);
  });
  await db.schema.alterTable('users', (table) => {
    table.integer('version').notNullable().defaultTo(1);
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('users', (table) => {
    table.dropColumn('version');
  });
  await db.schema.dropTable('audit_entries');
}
