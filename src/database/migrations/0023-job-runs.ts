import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('job_runs')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('ran_at', 'bigint', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute()
  // The alerts ask every few seconds for the refused sign-ins of the last hour: nothing else stands in the audit as 401.
  await schema.schema
    .createIndex('audit_refused')
    .on('audit_entries')
    .column('at')
    .where(sql<boolean>`status = 401`)
    .execute()
}
