import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('sessions')
    .addColumn('token_hash', 'text', (column) => column.primaryKey())
    .addColumn('username', 'text', (column) => column.notNull())
    .addColumn('token_generation', 'bigint', (column) => column.notNull())
    .addColumn('password_set_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.schema.createIndex('sessions_account').on('sessions').columns(['username', 'created_at']).execute()
  await schema.schema.createIndex('sessions_expiry').on('sessions').column('expires_at').execute()
}
