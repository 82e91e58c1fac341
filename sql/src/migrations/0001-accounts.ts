import type { Knex } from 'knex';
import { createTable, hex, timeMs, uuid } from './columns.ts';

/** Users, their devices, and what they sign in with. */
export async function up(db: Knex): Promise<void> {
  await createTable(db, 'users', (table) => {
    uuid(table, 'id').primary();
    table.string('username', 64).notNullable().unique();
    table.string('display_name', 120).notNullable();
    table.string('role', 16).notNullable();
    table.string('password_hash', 255).notNullable();
    timeMs(table, 'created_at_ms').notNullable();
  });
  await createTable(db, 'devices', (table) => {
    uuid(table, 'id').primary();
    uuid(table, 'user_id').notNullable().references('users.id').onDelete('CASCADE');
    table.string('name', 120).notNullable();
    table.string('platform', 16).notNullable();
    timeMs(table, 'created_at_ms').notNullable();
    table.index(['user_id']);
  });
  await createTable(db, 'sip_credentials', (table) => {
    table.string('authorization_username', 100).primary();
    uuid(table, 'user_id').notNullable().references('users.id').onDelete('CASCADE');
    uuid(table, 'device_id').nullable().references('devices.id').onDelete('CASCADE');
    table.string('realm', 190).notNullable();
    hex(table, 'ha1_md5', 32).notNullable();
    hex(table, 'ha1_sha256', 64).notNullable();
    timeMs(table, 'created_at_ms').notNullable();
    table.index(['user_id']);
    table.index(['device_id']);
  });
  await createTable(db, 'refresh_tokens', (table) => {
    hex(table, 'token_hash', 64).primary();
    uuid(table, 'family_id').notNullable();
    uuid(table, 'user_id').notNullable().references('users.id').onDelete('CASCADE');
    timeMs(table, 'created_at_ms').notNullable();
    timeMs(table, 'expires_at_ms').notNullable();
    timeMs(table, 'used_at_ms').nullable();
    timeMs(table, 'revoked_at_ms').nullable();
    table.index(['family_id']);
    table.index(['user_id']);
    table.index(['expires_at_ms']);
  });
  await createTable(db, 'sign_in_links', (table) => {
    hex(table, 'token_hash', 64).primary();
    uuid(table, 'user_id').notNullable().references('users.id').onDelete('CASCADE');
    timeMs(table, 'expires_at_ms').notNullable();
    timeMs(table, 'used_at_ms').nullable();
    table.index(['user_id']);
    table.index(['expires_at_ms']);
  });
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['sign_in_links', 'refresh_tokens', 'sip_credentials', 'devices', 'users']) {
    await db.schema.dropTable(table);
  }
}
