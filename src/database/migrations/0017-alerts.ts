import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('alerts')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('message', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('closed_at', 'bigint')
    .addPrimaryKeyConstraint('alerts_key', ['site', 'id'])
    .execute()
  // One alert for one trouble, however often and by how many replicas it is noticed.
  await schema.schema
    .createIndex('alerts_open')
    .unique()
    .on('alerts')
    .columns(['site', 'kind', 'subject'])
    .where(sql<boolean>`closed_at is null`)
    .execute()
  await schema.schema.createIndex('alerts_by_time').on('alerts').columns(['opened_at', 'id']).execute()
}
