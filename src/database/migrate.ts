import { type Migration, Migrator } from 'kysely/migration'
import type { Database } from './engine.ts'
import * as ledger from './migrations/0001-ledger.ts'
import * as accounts from './migrations/0002-accounts.ts'
import * as sheets from './migrations/0003-sheets.ts'
import * as submissions from './migrations/0004-submissions.ts'
import * as idempotency from './migrations/0005-idempotency.ts'
import * as sheetChanges from './migrations/0006-sheet-changes.ts'
import * as sites from './migrations/0007-sites.ts'
import * as energy from './migrations/0010-energy.ts'
import * as utilitySchedules from './migrations/0015-utility-schedules.ts'
import * as audit from './migrations/0016-audit.ts'
import * as alerts from './migrations/0017-alerts.ts'
import * as alertDeliveries from './migrations/0018-alert-deliveries.ts'
import * as sessions from './migrations/0020-sessions.ts'
import * as deviceKeys from './migrations/0021-device-keys.ts'
import * as refreshTokenAge from './migrations/0022-refresh-token-age.ts'
import * as jobRuns from './migrations/0023-job-runs.ts'
import * as accountSites from './migrations/0026-account-sites.ts'
import * as submissionDestinations from './migrations/0029-submission-destinations.ts'
import * as sheetWords from './migrations/0032-sheet-words.ts'
import * as auditAppendOnly from './migrations/0040-audit-append-only.ts'
import * as signInCounts from './migrations/0041-sign-in-counts.ts'
import * as sheetConnection from './migrations/0045-sheet-connection.ts'
import * as rowsInSheet from './migrations/0046-rows-in-sheet.ts'

const migrations: Record<string, Migration> = {
  '0001-ledger': ledger,
  '0002-accounts': accounts,
  '0003-sheets': sheets,
  '0004-submissions': submissions,
  '0005-idempotency': idempotency,
  '0006-sheet-changes': sheetChanges,
  '0007-sites': sites,
  '0010-energy': energy,
  '0015-utility-schedules': utilitySchedules,
  '0016-audit': audit,
  '0017-alerts': alerts,
  '0018-alert-deliveries': alertDeliveries,
  '0020-sessions': sessions,
  '0021-device-keys': deviceKeys,
  '0022-refresh-token-age': refreshTokenAge,
  '0023-job-runs': jobRuns,
  '0026-account-sites': accountSites,
  '0029-submission-destinations': submissionDestinations,
  '0032-sheet-words': sheetWords,
  '0040-audit-append-only': auditAppendOnly,
  '0041-sign-in-counts': signInCounts,
  '0045-sheet-connection': sheetConnection,
  '0046-rows-in-sheet': rowsInSheet,
}

/**
 * Brings the schema up to date, in one transaction; a second process that starts meanwhile waits, then finds it done.
 * `keepCopy`, if any, is called before a schema that holds data is changed, with the name of its last migration.
 */
export async function migrate(
  { changeSchema }: Pick<Database, 'changeSchema'>,
  keepCopy: ((lastMigration: string) => Promise<void>) | undefined,
): Promise<void> {
  await changeSchema(async (db) => {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
    const last = keepCopy && (await lastOfOld(migrator))
    if (last) await keepCopy(last)
    const { error } = await migrator.migrateToLatest()
    if (error) throw error
  })
}

/** The last migration of a schema that is not up to date. */
async function lastOfOld(migrator: Migrator): Promise<string | undefined> {
  const all = await migrator.getMigrations()
  const isOld = all.some(({ executedAt }) => executedAt === undefined)
  return isOld ? all.findLast(({ executedAt }) => executedAt !== undefined)?.name : undefined
}
