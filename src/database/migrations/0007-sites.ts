import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  // Whole hours cannot say that a reading is expected every 15 minutes.
  await schema.schema.alterTable('sites').renameColumn('expect_every_hours', 'expect_every_milliseconds').execute()
  await schema.schema
    .alterTable('sites')
    .addColumn('is_time_zone_chosen', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await schema.schema.alterTable('sites').addColumn('hint_secret_hash', 'text').execute()
}
