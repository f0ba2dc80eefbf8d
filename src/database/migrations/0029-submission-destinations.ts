import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

// A reading goes to one place once, through whichever connector leads there.
export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .alterTable('submissions')
    .addColumn('destination', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  // Where the earlier ones went is told by their connector alone.
  await schema.updateTable('submissions').set({ destination: sql<string>`'connector ' || connector` }).execute()
  await schema.schema
    .createIndex('submissions_once_at_each_place')
    .unique()
    .on('submissions')
    .columns(['site', 'reading_id', 'destination'])
    .where(sql<boolean>`state not in ('rejected', 'failed', 'cancelled')`)
    .execute()
}
