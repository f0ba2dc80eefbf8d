import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import * as ledger from './migrations/0001-ledger.ts'
import * as accounts from './migrations/0002-accounts.ts'
import * as sheets from './migrations/0003-sheets.ts'
import * as submissions from './migrations/0004-submissions.ts'
import * as idempotency from './migrations/0005-idempotency.ts'
import type { Schema } from './schema.ts'

const migrations: Record<string, Migration> = {
  '0001-ledger': ledger,
  '0002-accounts': accounts,
  '0003-sheets': sheets,
  '0004-submissions': submissions,
  '0005-idempotency': idempotency,
}

/** Brings the schema up to date, in one transaction; a second process that starts meanwhile waits, then finds it done. */
export async function migrate(connection: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db: connection, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
