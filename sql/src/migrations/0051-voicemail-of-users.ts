import type { Knex } from 'knex';

/** Whether calls that a user does not answer go to their voicemail. Off for those who are there, so that nothing changes. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('users', (table) => {
    table.boolean('voicemail').notNullable().defaultTo(false);
  });
}

export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('users', (table) => {
    table.dropColumn('voicemail');
  });
}
