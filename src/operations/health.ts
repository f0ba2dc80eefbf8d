import type { Database } from '../database/engine.ts'

export interface SheetHealth {
  state: 'off' | 'ok' | 'failing' | 'stopped'
  detail: string
  problems: { row: number; message: string }[]
}

export interface UtilityHealth {
  state: 'off' | 'ok' | 'attention'
  detail: string
}

interface LedgerHealth {
  state: 'ok' | 'failing'
  detail: string
}

export interface Health {
  status: 'healthy' | 'degraded' | 'unhealthy'
  checks: { ledger: LedgerHealth; sheet: SheetHealth; utility: UtilityHealth }
}

interface HealthDependencies {
  database: Database
  /** Whether the last write to the ledger failed for want of room or of a database. */
  isRecorderFailing(): boolean
  sheet(): SheetHealth
  utility(): Promise<UtilityHealth> | UtilityHealth
}

const probeMilliseconds = 3000

/** Looks at everything that readings pass through. `unhealthy` means that readings cannot be stored. */
export async function checkHealth(dependencies: HealthDependencies): Promise<Health> {
  const [ledger, utility] = await Promise.all([ledgerHealth(dependencies), utilityHealth(dependencies)])
  const sheet = dependencies.sheet()
  const isDegraded = sheet.state === 'failing' || sheet.state === 'stopped' || utility.state === 'attention'
  const checks = { ledger, sheet, utility }
  if (ledger.state === 'failing') return { status: 'unhealthy', checks }
  return { status: isDegraded ? 'degraded' : 'healthy', checks }
}

async function ledgerHealth({ database, isRecorderFailing }: HealthDependencies): Promise<LedgerHealth> {
  const failing = { state: 'failing', detail: 'Readings cannot be stored: the database does not answer.' } as const
  const probe = database.sql.selectFrom('sites').select('site').limit(1).execute()
  const isAnswering = await withinTime(probe)
  if (!isAnswering) return failing
  if (isRecorderFailing())
    return {
      state: 'failing',
      detail: 'Readings cannot be stored: the last write failed, most likely for want of room.',
    }
  return { state: 'ok', detail: `Readings are kept in ${database.engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'}.` }
}

async function utilityHealth({ utility }: HealthDependencies): Promise<UtilityHealth> {
  const unknown: UtilityHealth = {
    state: 'attention',
    detail: 'The submissions cannot be looked up: the database does not answer.',
  }
  return await Promise.race([Promise.resolve(utility()).catch(() => unknown), timeout().then(() => unknown)])
}

async function withinTime(work: Promise<unknown>): Promise<boolean> {
  const answered = work.then(
    () => true,
    () => false,
  )
  return await Promise.race([answered, timeout().then(() => false)])
}

function timeout(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, probeMilliseconds).unref())
}
