import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await schema.schema
    .createTable('sheet_mirrors')
    .addColumn('site', 'text', (column) => column.primaryKey())
    .addColumn('spreadsheet_id', 'text', (column) => column.notNull())
    .addColumn('tab', 'text', (column) => column.notNull())
    .addColumn('sheet_id', 'bigint')
    .addColumn('next_batch', 'bigint', (column) => column.notNull())
    .execute()
  await schema.schema
    .createTable('sheet_batches')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('marker', 'bigint', (column) => column.notNull())
    .addColumn('sent_at', 'bigint', (column) => column.notNull())
    .addColumn('is_open', 'bigint', (column) => column.notNull())
    .addColumn('appended', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sheet_batches_key', ['site', 'number'])
    .execute()
  await schema.schema
    .createTable('sheet_requests')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('slot', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('sheet_requests_key', ['account', 'kind', 'slot'])
    .execute()
}
