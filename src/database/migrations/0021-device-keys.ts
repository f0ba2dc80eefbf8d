import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

export async function up(schema: Kysely<Schema>): Promise<void> {
  await schema.schema.alterTable('accounts').addColumn('device_keys', 'text').execute()
}
