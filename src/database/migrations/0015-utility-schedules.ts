import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  // One column a statement: SQLite takes no more.
  await schema.schema.alterTable('connectors').addColumn('next_run_at', 'bigint').execute()
  await schema.schema.alterTable('connectors').addColumn('next_rehearsal_at', 'bigint').execute()
  await schema.schema
    .createIndex('submissions_needing_a_person')
    .on('submissions')
    .columns(['site', 'id'])
    .where(sql<boolean>`state = 'needs-attention'`)
    .execute()
}
