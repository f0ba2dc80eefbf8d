import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../database/engine.ts'
import { createQuota, type Quota } from './quota.ts'
import type { Sleep } from './request-window.ts'
import { createRequestMemory } from './requests-store.ts'
import { createServiceAccountSource } from './service-account.ts'
import { createSheetsClient, type SheetsClient } from './sheets-client.ts'

/** One process writes for the whole service account, because the quota is the account's; this is its lease. */
export const writerLease = 'sheets'

export type GoogleSettings = NonNullable<Config['google']>

interface AccessOptions {
  database: Pick<Database, 'sql'>
  clock: Clock
  google: GoogleSettings
  sleep: Sleep
  readTimeoutMilliseconds?: number
  writeTimeoutMilliseconds?: number
}

/** The way to Google, within the quota that all processes of the account have used together. */
export function openGoogle(options: AccessOptions): { quota: Quota; client: SheetsClient } {
  const { database, clock, google, sleep } = options
  const readAccount = createServiceAccountSource(google.credentials)
  const memory = createRequestMemory(database, async () => (await readAccount()).address)
  const quota = createQuota({ clock, sleep, memory })
  return { quota, client: createSheetsClient({ ...options, ...google, quota }) }
}
