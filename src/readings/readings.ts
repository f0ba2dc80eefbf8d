import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import type { Caller } from '../http/route.ts'
import { Problem } from '../problem.ts'
import type { SiteLimits } from './counter.ts'
import { type Confirmations, createConfirmations } from './doubts/confirmations.ts'
import { againstValue, type Doubt } from './doubts/doubt.ts'
import { limitsOfSites } from './doubts/doubts.ts'
import { judge } from './doubts/judgement.ts'
import type { Draft, Reading } from './reading.ts'
import { latestRows, type Page, pageOfRows, type Selection } from './readings-list-store.ts'
import { type ReadingRow, type Revision, readingOf, revisionsOf, rowsById } from './readings-store.ts'
import { amendAll } from './recording/amend.ts'
import type { Amendment, AmendmentOutcome } from './recording/amendment.ts'
import { type ChangedBy, type Correction, createCorrections } from './recording/corrections.ts'
import { createGroup } from './recording/group.ts'
import { createRecorder, type Recorder } from './recording/recorder.ts'
import type { LedgerChange } from './recording/recording.ts'

/** What the readings need to know of a site. */
export interface ReadingSite extends SiteLimits {
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

export interface Readings extends Recorder, Confirmations {
  /** @throws Problem 404 */
  site(name: string): Promise<ReadingSite>
  current(site: string): Promise<CurrentReading | undefined>
  page(selection: Selection, page: Page): Promise<Reading[]>
  /** @throws Problem 404, or 409 where several sites have readings of that id and none is named */
  find(id: string, site?: string): Promise<Reading>
  /** Every revision, the first one first, of a reading that is there or was. @throws Problem 404 */
  history(id: string): Promise<Revision[]>
  /** @throws Problem 400, 404, 409 */
  correct(id: string, correction: Correction, by: ChangedBy): Promise<Reading>
  /** @throws Problem 404 */
  withdraw(id: string, by: ChangedBy): Promise<Reading>
  /** What would speak against a reading if it were recorded; nothing is. */
  doubtsAbout(draft: Draft): Promise<readonly Doubt[]>
  /** Takes in what people did to readings of a site in its sheet. */
  amend(site: string, amendments: readonly Amendment[], by: ChangedBy): Promise<AmendmentOutcome[]>
  /** The same for an account that is bound to some sites: to it there are no others. */
  within(sites: ReadonlySet<string>): Readings
}

/** The readings as a caller knows them. */
export type ReadingsFor = (caller: Caller) => Readings

interface ReadingsDependencies {
  database: Database
  clock: Clock
  sites: SiteDirectory
  onChanged(changes: readonly (LedgerChange | Withdrawal)[]): void
  /** Called when a person has vouched for a reading. */
  onConfirmed?(): void
}

export interface Withdrawal {
  kind: 'withdrawal'
  reading: Reading
}

/** The use cases of readings: recording, correcting, withdrawing and asking. */
export function createReadings(dependencies: ReadingsDependencies): Readings {
  const { database, onChanged } = dependencies
  const recorder = createRecorder({ ...dependencies, onRecorded: onChanged })
  const latest = createGroup((names: readonly string[]) => latestOfSites(database, names))
  const knowing = (sites: SiteDirectory): Readings => ({
    ...recorder,
    current: latest,
    ...useCases({ ...dependencies, sites }),
    within: (names) => knowing(narrowed(sites, names)),
  })
  return knowing(dependencies.sites)
}

function narrowed(sites: SiteDirectory, known: ReadonlySet<string>): SiteDirectory {
  return {
    find: (site) => (known.has(site) ? sites.find(site) : undefined),
    names: async () => (await sites.names()).filter((name) => known.has(name)),
  }
}

function useCases(dependencies: ReadingsDependencies): Omit<Readings, keyof Recorder | 'current' | 'within'> {
  const { database, clock, sites, onChanged } = dependencies
  const rowOrNone = async (id: string, site?: string): Promise<ReadingRow | undefined> => {
    const names = await sites.names()
    return theOnly(await rowsById(database.sql, site === undefined ? names : names.filter((name) => name === site), id))
  }
  const liveRow = async (id: string, site?: string): Promise<ReadingRow> => {
    const row = await rowOrNone(id, site)
    if (!row || row.withdrawn_at !== null) throw noReading(id)
    return row
  }
  const corrections = createCorrections({ database, clock, sites, liveRow })
  return {
    ...createConfirmations({ ...dependencies, find: async (id, site) => readingOf(await liveRow(id, site)) }),
    site: async (name) => {
      const site = await sites.find(name)
      if (!site) throw new Problem(404, `There is no site named ${name}.`, { type: 'unknown-site' })
      return site
    },
    doubtsAbout: async (draft) => {
      const candidate = { ...draft, id: draft.id ?? '' }
      const limits = await limitsOfSites(sites, [draft.site])
      const { doubts } = await database.transaction((transaction) => judge(transaction, [candidate], limits))
      return againstValue(doubts.get(candidate) ?? [])
    },
    page: async (selection, page) => (await pageOfRows(database.sql, selection, page)).map(readingOf),
    find: async (id, site) => readingOf(await liveRow(id, site)),
    history: async (id) => {
      const row = await rowOrNone(id)
      if (!row) throw noReading(id)
      return await revisionsOf(database.sql, row)
    },
    correct: async (id, correction, by) => {
      const { reading, isChanged } = await corrections.correct(id, correction, by)
      if (isChanged) onChanged([{ kind: 'correction', reading }])
      return reading
    },
    withdraw: async (id, by) => {
      const reading = await corrections.withdraw(id, by)
      onChanged([{ kind: 'withdrawal', reading }])
      return reading
    },
    amend: async (site, amendments, by) => {
      const outcomes = await amendAll({ database, sites }, site, amendments, { ...by, at: clock() })
      const changed = outcomes.flatMap(({ reading }) => reading ?? [])
      if (changed.length > 0)
        onChanged(
          changed.map((reading) => ({ kind: reading.withdrawnAt === null ? 'correction' : 'withdrawal', reading })),
        )
      return outcomes
    },
  }
}

// Clients give ids of their own, and one may give the same at two sites.
function theOnly([row, ...others]: readonly ReadingRow[]): ReadingRow | undefined {
  if (!row || others.length === 0) return row
  const names = [row, ...others].map(({ site }) => site).join(', ')
  throw new Problem(409, `The sites ${names} each have a reading with the id ${row.id}; say which with ?site=.`, {
    type: 'several-readings',
  })
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
