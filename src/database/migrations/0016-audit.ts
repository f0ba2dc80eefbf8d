import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('audit_entries')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('account', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('target', 'text')
    .addColumn('status', 'bigint', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('count', 'bigint', (column) => column.notNull())
    .execute()
  await schema.schema.createIndex('audit_by_time').on('audit_entries').columns(['at', 'id']).execute()
  await schema.schema.createIndex('audit_by_account').on('audit_entries').columns(['account', 'at', 'id']).execute()
}
