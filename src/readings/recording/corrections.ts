import type { Clock } from '../../clock.ts'
import type { Database } from '../../database/engine.ts'
import { type InputError, Problem } from '../../problem.ts'
import type { SiteLimits } from '../counter.ts'
import { judgeChanged, limitsOfSites } from '../doubts/doubts.ts'
import { checkedTimestamp, type Reading, toThousandths } from '../reading.ts'
import { type Change, type ReadingRow, readingOf, revise } from '../readings-store.ts'

/** The fields that a correction may change; absent ones stay. */
export interface Correction {
  timestamp?: string
  inverterKwh?: number | null
  meterValue?: number | null
  note?: string | null
}

export type ChangedBy = Pick<Change, 'by' | 'origin'>

interface Corrections {
  /** @throws Problem 400, 404, 409 */
  correct(id: string, correction: Correction, by: ChangedBy): Promise<{ reading: Reading; isChanged: boolean }>
  /** @throws Problem 404, 409 */
  withdraw(id: string, by: ChangedBy): Promise<Reading>
}

type SiteFacts = SiteLimits & { timeZone: string }

interface CorrectionsDependencies {
  database: Database
  clock: Clock
  sites: { find(site: string): SiteFacts | undefined | Promise<SiteFacts | undefined> }
  /** @throws Problem 404 */
  liveRow(id: string): Promise<ReadingRow>
}

const attempts = 5

/** Correcting and withdrawing readings of the ledger, one at a time. */
export function createCorrections({ database, clock, sites, liveRow }: CorrectionsDependencies): Corrections {
  const reviseAndJudge = async (row: ReadingRow, next: Parameters<typeof revise>[2], by: ChangedBy) => {
    const limits = await limitsOfSites(sites, [row.site])
    return await database
      .transaction(async (transaction) => {
        await database.lockSites(transaction, [row.site])
        const revised = await revise(transaction, row, next, { ...by, at: clock() })
        return revised && judgeChanged(transaction, readingOf(row), readingOf(revised), limits)
      })
      .catch((error: unknown) => refuseTakenPlace(error, database))
  }
  // Another may revise the same reading at the same moment; then the change is made anew, on top of theirs.
  const change = async (
    id: string,
    values: (row: ReadingRow) => Promise<Parameters<typeof revise>[2]>,
    by: ChangedBy,
  ) => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const row = await liveRow(id)
      const next = await values(row)
      if (changesNothing(row, next)) return { isChanged: false, reading: readingOf(row) }
      const reading = await reviseAndJudge(row, next, by)
      if (reading) return { isChanged: true, reading }
    }
    throw new Problem(409, 'Others keep changing this reading at the same time; read it again and decide anew.')
  }
  return {
    correct: (id, correction, by) =>
      change(
        id,
        async (row) => correctedValues(row, correction, (await sites.find(row.site))?.timeZone ?? 'UTC', clock()),
        by,
      ),
    withdraw: async (id, by) => (await change(id, async () => ({ withdrawnAt: clock() }), by)).reading,
  }
}

function correctedValues(row: ReadingRow, correction: Correction, timeZone: string, now: number) {
  const errors: InputError[] = []
  const { timestamp, inverterKwh, meterValue, note } = correction
  const instant = timestamp === undefined ? row.timestamp : checkedTimestamp(timestamp, { timeZone, now })
  if (typeof instant !== 'number') errors.push({ path: '/timestamp', message: instant.message })
  const inverter = correctedCounter(row.inverter, inverterKwh)
  const meter = correctedCounter(row.meter, meterValue)
  if (inverter === null && meter === null)
    errors.push({ path: '/meterValue', message: 'and inverterKwh cannot both be empty; withdraw the reading instead' })
  if (errors.length > 0 || typeof instant !== 'number')
    throw new Problem(400, 'The correction is not as it should be; see errors.', { type: 'invalid-input', errors })
  return { timestamp: instant, inverter, meter, ...(note !== undefined && { note: note || null }) }
}

function correctedCounter(present: number | null, given: number | null | undefined): number | null {
  if (given === undefined) return present
  return given === null ? null : toThousandths(given)
}

function changesNothing(row: ReadingRow, next: Parameters<typeof revise>[2]): boolean {
  if (next.withdrawnAt != null) return false
  return (['timestamp', 'inverter', 'meter', 'note'] as const).every(
    (field) => next[field] === undefined || next[field] === row[field],
  )
}

function refuseTakenPlace(error: unknown, database: Database): never {
  if (!database.isUniqueViolation(error)) throw error
  throw new Problem(409, 'Another reading of this source stands at that instant already.', { type: 'conflict' })
}
