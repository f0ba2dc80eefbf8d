import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

/** Finding the readings that have a row does not read those that wait for one, nor those in former tabs. */
export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createIndex('readings_in_sheet')
    .on('readings')
    .columns(['site', 'id'])
    .where(sql<boolean>`sheet_row is not null`)
    .execute()
}
