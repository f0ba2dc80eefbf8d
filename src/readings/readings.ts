import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import { type InputError, Problem } from '../problem.ts'
import { createGroup } from './group.ts'
import { checkedTimestamp, type Reading, toThousandths } from './reading.ts'
import {
  type Change,
  latestRows,
  type Page,
  pageOfRows,
  type ReadingRow,
  type Revision,
  readingOf,
  revise,
  revisionsOf,
  rowById,
  type Selection,
} from './readings-store.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import type { LedgerChange } from './recording.ts'

/** What the readings need to know of a site. */
export interface ReadingSite {
  site: string
  timeZone: string
}

export interface SiteDirectory {
  find(site: string): ReadingSite | undefined | Promise<ReadingSite | undefined>
  names(): Promise<readonly string[]>
}

export interface CurrentReading {
  newest: Reading
  inverter: Reading | undefined
  meter: Reading | undefined
}

/** The fields that a correction may change; absent ones stay. */
export interface Correction {
  timestamp?: string
  inverterKwh?: number | null
  meterValue?: number | null
  note?: string | null
}

type ChangedBy = Pick<Change, 'by' | 'origin'>

export interface Readings extends Recorder {
  /** @throws Problem 404 */
  site(name: string): Promise<ReadingSite>
  current(site: string): Promise<CurrentReading | undefined>
  page(selection: Selection, page: Page): Promise<Reading[]>
  /** @throws Problem 404 */
  find(id: string): Promise<Reading>
  /** Every revision, the first one first, of a reading that is there or was. @throws Problem 404 */
  history(id: string): Promise<Revision[]>
  /** @throws Problem 400, 404, 409 */
  correct(id: string, correction: Correction, by: ChangedBy): Promise<Reading>
  /** @throws Problem 404 */
  withdraw(id: string, by: ChangedBy): Promise<Reading>
}

interface ReadingsDependencies {
  database: Database
  clock: Clock
  sites: SiteDirectory
  onChanged(changes: readonly (LedgerChange | Withdrawal)[]): void
}

export interface Withdrawal {
  kind: 'withdrawal'
  reading: Reading
}

const attemptsAtRevision = 5

/** The use cases of readings: recording, correcting, withdrawing and asking. */
export function createReadings({ database, clock, sites, onChanged }: ReadingsDependencies): Readings {
  const recorder = createRecorder({ database, clock, onRecorded: onChanged })
  const latest = createGroup((names: readonly string[]) => latestOfSites(database, names))
  const rowOrNone = async (id: string): Promise<ReadingRow | undefined> =>
    rowById(database.sql, await sites.names(), id)
  const liveRow = async (id: string): Promise<ReadingRow> => {
    const row = await rowOrNone(id)
    if (!row || row.withdrawn_at !== null) throw noReading(id)
    return row
  }
  // Another may revise the same reading at the same moment; then the change is made anew, on top of theirs.
  const change = async (
    id: string,
    values: (row: ReadingRow) => Promise<Parameters<typeof revise>[2]>,
    by: ChangedBy,
  ) => {
    for (let attempt = 0; attempt < attemptsAtRevision; attempt++) {
      const row = await liveRow(id)
      const next = await values(row)
      if (changesNothing(row, next)) return { isChanged: false, reading: readingOf(row) }
      const revised = await database
        .transaction((transaction) => revise(transaction, row, next, { ...by, at: clock() }))
        .catch((error: unknown) => refuseTakenPlace(error, database))
      if (revised) return { isChanged: true, reading: readingOf(revised) }
    }
    throw new Problem(409, 'Others keep changing this reading at the same time; read it again and decide anew.')
  }
  return {
    ...recorder,
    site: async (name) => {
      const site = await sites.find(name)
      if (!site) throw new Problem(404, `There is no site named ${name}.`, { type: 'unknown-site' })
      return site
    },
    current: latest,
    page: async (selection, page) => (await pageOfRows(database.sql, selection, page)).map(readingOf),
    find: async (id) => readingOf(await liveRow(id)),
    history: async (id) => {
      const row = await rowOrNone(id)
      if (!row) throw noReading(id)
      return await revisionsOf(database.sql, row)
    },
    correct: async (id, correction, by) => {
      const { reading, isChanged } = await change(
        id,
        async (row) => correctedValues(row, correction, await sites.find(row.site), clock()),
        by,
      )
      if (isChanged) onChanged([{ kind: 'correction', reading }])
      return reading
    },
    withdraw: async (id, by) => {
      const { reading } = await change(id, async () => ({ withdrawnAt: clock() }), by)
      onChanged([{ kind: 'withdrawal', reading }])
      return reading
    },
  }
}

function noReading(id: string): Problem {
  return new Problem(404, `There is no reading with the id ${id}.`, { type: 'unknown-reading' })
}

async function latestOfSites(database: Database, names: readonly string[]): Promise<(CurrentReading | undefined)[]> {
  const found = new Map<string, CurrentReading | undefined>()
  for (const name of new Set(names)) {
    const { newest, inverter, meter } = await latestRows(database.sql, name)
    found.set(
      name,
      newest && {
        newest: readingOf(newest),
        inverter: inverter && readingOf(inverter),
        meter: meter && readingOf(meter),
      },
    )
  }
  return names.map((name) => found.get(name))
}

function correctedValues(row: ReadingRow, correction: Correction, site: ReadingSite | undefined, now: number) {
  const errors: InputError[] = []
  const { timestamp, inverterKwh, meterValue, note } = correction
  const instant =
    timestamp === undefined ? row.timestamp : checkedTimestamp(timestamp, { timeZone: site?.timeZone ?? 'UTC', now })
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
