import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('accounts')
    .addColumn('username', 'text', (column) => column.primaryKey())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text', (column) => column.notNull())
    .addColumn('password_set_at', 'bigint', (column) => column.notNull())
    .addColumn('disabled_at', 'bigint')
    .addColumn('token_generation', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.schema
    .createTable('account_changes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .execute()
  await schema.insertInto('account_changes').values({ id: 'accounts', version: 1 }).execute()
  await schema.schema
    .createTable('refresh_tokens')
    .addColumn('family', 'text', (column) => column.primaryKey())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull())
    .addColumn('token_generation', 'bigint', (column) => column.notNull())
    .addColumn('password_set_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.schema
    .createIndex('refresh_tokens_account')
    .on('refresh_tokens')
    .columns(['username', 'expires_at'])
    .execute()
  await schema.schema.createIndex('refresh_tokens_expiry').on('refresh_tokens').column('expires_at').execute()
}
