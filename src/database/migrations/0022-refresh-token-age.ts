import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .alterTable('refresh_tokens')
    .addColumn('created_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  // Those that are there already grow old from today.
  await schema.updateTable('refresh_tokens').set({ created_at: Date.now() }).execute()
}
