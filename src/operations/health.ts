import type { Database } from '../database/engine.ts'

export interface SheetHealth {
  state: 'off' | 'ok' | 'failing' | 'stopped'
  detail: string
  problems: { row: number; message: string }[]
}

/** What the mirror has used of Google's quota, and what waits for it. */
export interface SheetLoad {
  requests: Record<'read' | 'write', { used: number; limit: number }>
  waiting: { site: string; rows: number }[]
  oldestWaitingSeconds: number
  pollEverySeconds: number
}

interface SheetCheck extends SheetHealth {
  /** Requests to Google in the last minute. */
  requests?: SheetLoad['requests']
  /** Up to 100,000 of a site are counted. */
  rowsWaiting?: number
  oldestWaitingSeconds?: number
  pollEverySeconds?: number
}

export interface UtilityHealth {
  state: 'off' | 'ok' | 'attention'
  detail: string
  /** Submissions that wait for a person. */
  needsAttention?: number
  /** Connectors that do nothing until a person acts. */
  stopped?: string[]
}

interface LedgerHealth {
  state: 'ok' | 'failing'
  detail: string
}

export interface Health {
  status: 'healthy' | 'degraded' | 'unhealthy'
  checks: { ledger: LedgerHealth; sheet: SheetCheck; utility: UtilityHealth }
}

interface HealthDependencies {
  database: Database
  /** Whether readings can be written. */
  canRecord(): Promise<boolean>
  sheet(): SheetHealth
  sheetLoad(): Promise<SheetLoad | undefined>
  utility(): Promise<UtilityHealth> | UtilityHealth
}

const probeMilliseconds = 3000

/** Looks at everything that readings pass through. `unhealthy` means that readings cannot be stored. */
export async function checkHealth(dependencies: HealthDependencies): Promise<Health> {
  const [ledger, utility, sheet] = await Promise.all([
    ledgerHealth(dependencies),
    utilityHealth(dependencies),
    sheetCheck(dependencies),
  ])
  const isDegraded = sheet.state === 'failing' || sheet.state === 'stopped' || utility.state === 'attention'
  const checks = { ledger, sheet, utility }
  if (ledger.state === 'failing') return { status: 'unhealthy', checks }
  return { status: isDegraded ? 'degraded' : 'healthy', checks }
}

async function ledgerHealth({ database, canRecord }: HealthDependencies): Promise<LedgerHealth> {
  const probe = database.sql.selectFrom('sites').select('site').limit(1).execute()
  if (!(await withinTime(probe.then(() => true))))
    return { state: 'failing', detail: 'Readings cannot be stored: the database does not answer.' }
  if (!(await withinTime(canRecord())))
    return {
      state: 'failing',
      detail: 'Readings can be read but not stored: the database takes no writes. Is its disk full or read-only?',
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

async function sheetCheck({ sheet, sheetLoad }: HealthDependencies): Promise<SheetCheck> {
  const load = await Promise.race([sheetLoad().catch(() => undefined), timeout().then(() => undefined)])
  if (!load) return sheet()
  const { requests, waiting, oldestWaitingSeconds, pollEverySeconds } = load
  const rowsWaiting = waiting.reduce((sum, { rows }) => sum + rows, 0)
  const status = sheet()
  const isBehind = rowsWaiting > 0 && status.state === 'ok' && status.problems.length === 0
  const detail = isBehind ? describeWaiting(rowsWaiting, oldestWaitingSeconds) : status.detail
  return { ...status, detail, requests, rowsWaiting, oldestWaitingSeconds, pollEverySeconds }
}

function describeWaiting(rows: number, seconds: number): string {
  return rows === 1
    ? `1 reading waits to be written into the sheet, for ${seconds} s`
    : `${rows} readings wait to be written into the sheet, the oldest for ${seconds} s`
}

async function withinTime(work: Promise<boolean>): Promise<boolean> {
  return await Promise.race([work.catch(() => false), timeout().then(() => false)])
}

function timeout(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, probeMilliseconds).unref())
}
