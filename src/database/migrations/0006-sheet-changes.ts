import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .alterTable('sheet_batches')
    .addColumn('changed', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute()
  await schema.schema.alterTable('sheet_batches').addColumn('trace', 'text').execute()
  await schema.schema.alterTable('sheet_mirrors').addColumn('time_zone', 'text').execute()
}
