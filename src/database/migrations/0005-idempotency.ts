import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema
    .createTable('idempotent_answers')
    .addColumn('caller', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('request_hash', 'text', (column) => column.notNull())
    .addColumn('status', 'bigint', (column) => column.notNull())
    .addColumn('sealed_answer', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('idempotent_answers_key', ['caller', 'key'])
    .execute()
  await schema.schema.createIndex('idempotent_answers_age').on('idempotent_answers').column('created_at').execute()
}
