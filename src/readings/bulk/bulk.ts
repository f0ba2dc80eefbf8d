import type { Clock } from '../../clock.ts'
import { checkOf } from '../../input-check.ts'
import { type InputError, Problem } from '../../problem.ts'
import type { Doubt } from '../doubts/doubt.ts'
import { type Draft, draftOf, type RecordInput } from '../reading.ts'
import { BulkRecord } from '../reading-schemas.ts'
import type { Readings } from '../readings.ts'
import { conflictError } from '../recording/conflict.ts'
import type { Outcome, RecordRequest } from '../recording/recording.ts'

/** One row as it came: something to check against the schema, or already known to be unreadable. */
export type BulkRow =
  | {
      value: unknown
      /** It comes from the same row of a file as the one after it, and is not counted as received. */
      opens?: boolean
    }
  | { errors: InputError[] }

interface RowError {
  index: number
  code: 'invalid' | 'conflict'
  message: string
  errors: InputError[]
}

/** A row that was recorded, or known already, although it may be wrong. */
export interface RowWarning extends Doubt {
  index: number
  id: string
}

/** Rows beside each other, by their indexes. */
interface RowRange {
  first: number
  last: number
}

export interface BulkResult {
  received: number
  recorded: number
  duplicates: number
  rejected: number
  errors: RowError[]
  warnings: RowWarning[]
  duplicateRanges: RowRange[]
}

export interface BulkOptions {
  /** The site of every row, whatever the row names itself. */
  site: string | undefined
  /** The site of rows that name none; `home` where left out. */
  defaultSite?: string | undefined
  isAtomic: boolean
  /** Finds out what recording would come to, and records nothing. */
  isDryRun: boolean
  onConflict: RecordRequest['onConflict']
  by: string
}

interface Checked {
  index: number
  draft: Draft
}

/** How many rows share a commit; others' single writes wait for no more than this. */
const rowsPerCommit = 2000
/** How many rows of a dry run are known when the next ones are judged. */
const rowsRemembered = 500
/** All-or-nothing needs all rows in memory. */
const mostAtomicRows = 100_000
const mostErrorsListed = 10_000
const mostWarningsListed = 10_000
const mostRangesListed = 10_000
const record = checkOf(BulkRecord)

/**
 * Records rows as they come, in memory that does not grow with their number, and says of each bad one what is wrong.
 *
 * @param pieces rows in the order received; an error thrown by it is passed on, with `result` holding what was done
 */
export async function recordBulk(
  pieces: AsyncIterable<readonly BulkRow[]> | Iterable<readonly BulkRow[]>,
  { readings, clock }: { readings: Readings; clock: Clock },
  options: BulkOptions,
  result: BulkResult = emptyResult(),
): Promise<BulkResult> {
  const zones = new Map<string, string>()
  const named = options.site ?? options.defaultSite
  if (named !== undefined) zones.set(named, (await readings.site(named)).timeZone)
  const waiting: Checked[] = []
  const store = createStore(readings, options, result)
  try {
    for await (const rows of pieces) {
      const { site, defaultSite = 'home', by } = options
      await checkRows(rows, { readings, zones, site, defaultSite, by, now: clock() }, waiting, result)
      if (options.isAtomic) refuseTooMany(waiting)
      else await storeFull(waiting, store)
    }
  } catch (error) {
    // What came whole before a body broke off counts; the sender may send the same again.
    if (!options.isAtomic) await storeLast(waiting, store)
    throw error
  }
  if (options.isAtomic && result.rejected > 0) throw refusedWhole(result)
  await storeLast(waiting, store)
  // Conflicts are known later than what is wrong with a row itself.
  result.errors.sort((one, other) => one.index - other.index)
  if (options.isAtomic && result.rejected > 0) throw refusedWhole(result)
  return result
}

async function checkRows(
  rows: readonly BulkRow[],
  context: CheckContext,
  waiting: Checked[],
  result: BulkResult,
): Promise<void> {
  for (const row of rows) {
    const index = 'opens' in row && row.opens ? result.received : result.received++
    const checked = check(row, context)
    const draft = checked instanceof Promise ? await checked : checked
    if (Array.isArray(draft)) reject(result, index, 'invalid', draft)
    else waiting.push({ index, draft })
  }
}

function refuseTooMany(waiting: readonly Checked[]): void {
  if (waiting.length <= mostAtomicRows) return
  throw new Problem(413, `All-or-nothing takes ${mostAtomicRows} rows at most; send fewer, or without atomic=true.`)
}

async function storeFull(waiting: Checked[], store: Store): Promise<void> {
  while (waiting.length >= rowsPerCommit) await store(waiting.splice(0, rowsPerCommit))
}

async function storeLast(waiting: readonly Checked[], store: Store): Promise<void> {
  await store(waiting)
  await store([])
}

export function emptyResult(): BulkResult {
  return { received: 0, recorded: 0, duplicates: 0, rejected: 0, errors: [], warnings: [], duplicateRanges: [] }
}

interface CheckContext {
  readings: Readings
  zones: Map<string, string>
  site: string | undefined
  defaultSite: string
  by: string
  now: number
}

// A promise only where the site is met for the first time: most rows need none.
function check(row: BulkRow, context: CheckContext): Draft | InputError[] | Promise<Draft | InputError[]> {
  if ('errors' in row) return row.errors
  if (!record.fits(row.value)) return record.errors(row.value)
  const input: RecordInput = row.value
  const site = context.site ?? input.site ?? context.defaultSite
  const timeZone = context.zones.get(site)
  if (timeZone === undefined) return checkAtNewSite(row, site, context)
  return draftOf(input, { site, timeZone, defaultSource: context.by, now: context.now })
}

async function checkAtNewSite(row: BulkRow, site: string, context: CheckContext): Promise<Draft | InputError[]> {
  const timeZone = await zoneOf(site, context)
  if (timeZone === undefined) return [{ path: '/site', message: `is unknown: there is no site named ${site}` }]
  return check(row, context)
}

async function zoneOf(site: string, { readings, zones }: CheckContext): Promise<string | undefined> {
  const found = await readings.site(site).catch((error: unknown) => {
    if (error instanceof Problem) return undefined
    throw error
  })
  if (found) zones.set(site, found.timeZone)
  return found?.timeZone
}

/** Resolves when the rows before these are stored: the next ones are checked while the database works on these. */
type Store = (rows: readonly Checked[]) => Promise<void>

// A dry run is undone commit by commit, so that nobody waits longer for it than for a real one. The last
// rows are recorded and undone once more with what comes next, since rows are judged by the ones before them.
function createStore(readings: Readings, options: BulkOptions, result: BulkResult): Store {
  const { by, onConflict, isAtomic, isDryRun } = options
  const storing = isAtomic ? 'all' : 'each'
  let before: readonly Checked[] = []
  const store = async (rows: readonly Checked[]): Promise<void> => {
    if (rows.length === 0) return
    const outcomes = await readings.record({
      drafts: [...before, ...rows].map(({ draft }) => draft),
      by,
      origin: 'api',
      onConflict,
      stores: isDryRun ? 'none' : storing,
    })
    for (const [position, row] of rows.entries()) count(result, row, outcomes[before.length + position])
    if (isDryRun) before = rows.slice(-rowsRemembered)
  }
  let underWay = Promise.resolve()
  return async (rows) => {
    await underWay
    underWay = store(rows)
    // Whoever comes next hears of it.
    underWay.catch(() => undefined)
  }
}

function count(result: BulkResult, { index, draft }: Checked, outcome: Outcome | undefined): void {
  if (!outcome) return
  if (outcome.kind === 'duplicate') addDuplicate(result, index)
  else if (outcome.kind === 'conflict') reject(result, index, 'conflict', [conflictError(draft, outcome.reading)])
  else if (outcome.kind !== 'undone') result.recorded++
  if (outcome.kind !== 'conflict' && outcome.kind !== 'undone') warn(result, index, outcome)
}

function addDuplicate(result: BulkResult, index: number): void {
  result.duplicates++
  const range = result.duplicateRanges.at(-1)
  if (range && index <= range.last + 1) range.last = index
  else if (result.duplicateRanges.length < mostRangesListed) result.duplicateRanges.push({ first: index, last: index })
}

function reject(result: BulkResult, index: number, code: RowError['code'], errors: InputError[]): void {
  result.rejected++
  if (result.errors.length >= mostErrorsListed) return
  const message = errors.map(({ path, message: sentence }) => `${path.slice(1)} ${sentence}`.trim()).join('; ')
  result.errors.push({ index, code, message, errors })
}

function warn(result: BulkResult, index: number, { reading: { id, doubts } }: Outcome): void {
  for (const doubt of doubts)
    if (result.warnings.length < mostWarningsListed) result.warnings.push({ index, id, ...doubt })
}

function refusedWhole(result: BulkResult): Problem {
  const errors = result.errors.flatMap((row) =>
    row.errors.map(({ path, message }) => ({ index: row.index, path: `/records/${row.index}${path}`, message })),
  )
  return new Problem(422, `${result.rejected} of ${result.received} records cannot be recorded, so none was.`, {
    type: 'bulk-refused',
    errors,
  })
}
