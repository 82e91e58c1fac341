import type { Knex } from 'knex';
import { createTable, timeMs, uuid } from './columns.ts';

/** What several processes on one database tell each other of mailboxes; the name is null when it may be anybody's. */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'mailbox_changes', (table) => {
    table.bigIncrements('id');
    table.string('username', 64).nullable();
    uuid(table, 'process_id').notNullable();
    timeMs(table, 'at_ms').notNullable();
    table.index(['at_ms']);
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('mailbox_changes');
}
