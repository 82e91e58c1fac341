import type { Knex } from 'knex';
import { timeMs } from './columns.ts';

/** Until when a user has seen their missed calls. What those who are there missed before is not news to them. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('users', (table) => {
    timeMs(table, 'missed_seen_until_ms').notNullable().defaultTo(0);
  });
  await db('users').update({ missed_seen_until_ms: Date.now() });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('users', (table) => {
    table.dropColumn('missed_seen_until_ms');
  });
}
