import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('sheet_words')
    .addColumn('site', 'text', (column) => column.primaryKey())
    .addColumn('status', 'text')
    .addColumn('is_look_wanted', 'integer', (column) => column.notNull())
    .addColumn('is_resumed', 'integer', (column) => column.notNull())
    .execute()
}
