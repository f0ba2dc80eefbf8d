import { setImmediate as giveWay } from 'node:timers/promises'
import { fieldsWrittenBy, numberedBy } from './batch-trace.ts'
import type { ChangedPage, Wanted } from './comparison.ts'
import { type Decision, type DecisionContext, decideMissing, decideRows, type NewRow } from './decide.ts'
import { decideNewRow, type Occupant, readNewRows } from './decide-new-rows.ts'
import type { Known } from './known-store.ts'
import type { MirrorContext } from './mirror-context.ts'
import { type BatchState, type ClearLook, findLost, findMissing, type MissingContext } from './missing-rows.ts'
import { type RowValues, valueFields } from './row-values.ts'
import { tabRange } from './sheet-layout.ts'
import { headerProblem, openTab, type Tab } from './sheet-tab.ts'
import { isRangeRefusal, SheetsFailure } from './sheets-failure.ts'
import { strayedWrites } from './strayed-writes.ts'
import type { RowsOfId } from './tab-contents.ts'

/** What a look at the tab has found. */
export type SheetLook = ClearLook & {
  tab: Tab
  /** When people changed what is seen now, as far as that can be told. */
  editedAt: number
}

/** What to do about some of the rows, with what was known when it was decided. */
export interface DecidedPage {
  decisions: Decision[]
  /** The rows of known readings, without copies that say something else. */
  rows: RowsOfId[]
  known: ReadonlyMap<string, Known>
  moved: ChangedPage['moved']
}

export interface LookSettings {
  /** The tab as it was found last. */
  tab: Tab | undefined
  lookedAt: number | undefined
  wanted: Wanted
  /** A person has said that a tab that is gone is meant to be gone: another is made. */
  isResumed: boolean
}

const wholeTab = 'A1:ZZ'

/**
 * Reads the whole tab in one request and compares it with the last look.
 *
 * @throws SheetUnclearError where the header cannot be understood
 */
export async function lookAtSheet(
  context: MirrorContext,
  settings: LookSettings,
  signal: AbortSignal,
): Promise<SheetLook> {
  const { client, clock, comparer, spreadsheetId } = context
  const { tab: last, lookedAt, wanted, isResumed } = settings
  const tab = last ?? (await openTab(context, signal, isResumed ? 'resumed' : undefined))
  const answer = await client
    .readAnswer(spreadsheetId, tabRange(tab.title, wholeTab), signal)
    .catch((error: unknown) => ifRenamed(error, last))
  if (!answer) return await lookAtSheet(context, { ...settings, tab: undefined }, signal)
  const now = clock()
  const difference = await comparer.compare(answer, wanted).catch((error: unknown) => {
    throw new SheetsFailure('retry', "Google's answer cannot be read; it is asked again", { reason: String(error) })
  })
  if (difference.kind === 'unclear') {
    // Another tab may bear this name by now.
    if (last) return await lookAtSheet(context, { ...settings, tab: undefined }, signal)
    throw headerProblem(tab.title, difference.header)
  }
  const editedAt = lookedAt === undefined ? now : (lookedAt + now) / 2
  return { ...difference, tab: { ...tab, columns: difference.columns }, editedAt }
}

/** A tab that was renamed since is looked for by its number. */
function ifRenamed(error: unknown, tab: Tab | undefined): undefined {
  if (!(tab && isRangeRefusal(error))) throw error
}

interface DecideSettings extends BatchState {
  /** The revisions that a batch has written whose arrival is being found out about. */
  written: ReadonlyMap<string, number>
  /** What rows were last seen to show, where that is no revision of the reading. */
  seen: ReadonlyMap<string, RowValues>
  /** In which rows may have been written, where the spreadsheet has another by now. */
  formerTimeZone?: string | undefined
  /** A person has said that what is gone is meant to be gone. */
  isResumed: boolean
}

type DecideContext = MissingContext & Pick<MirrorContext, 'clock'>

/**
 * What is to be done about everything that a look has found, some at a time; nothing is done here. The ledger is asked
 * when the next part is asked for, so that what was done about the last part counts.
 *
 * @throws SheetUnclearError where so much is gone that a person has to decide
 */
export async function* decideAll(
  context: DecideContext,
  look: SheetLook,
  settings: DecideSettings,
): AsyncGenerator<DecidedPage> {
  const missing = await findMissing(context, look, settings.isResumed)
  const strayRows = new Set(look.strays.map(({ row }) => row))
  const rowless = new Set<string>()
  const newRows: NewRow[] = look.withoutId.map((row) => ({ ...row, id: undefined, bears: undefined }))
  let decision = startDecision(context, look, settings, [...missing.keys()])
  for (let page = look.page; ; page = await context.comparer.nextPage()) {
    decision = await learnPage(context, decision, page)
    const decided = page.changed.map((rows) => decideRows(rows, decision))
    newRows.push(...decided.flatMap((each) => each.newRows))
    const decisions = decided.flatMap((each) => each.decisions)
    for (const each of decisions) if (each.kind === 'unnumber') rowless.add(each.id)
    const rows = decided.flatMap(({ own }) => own ?? [])
    yield { decisions, rows, known: decision.known, moved: page.moved }
    forgetNumbered(missing, decisions)
    if (page.isLast) break
    await giveWay()
  }
  const fresh = newRows.filter(({ row }) => !strayRows.has(row))
  const decisions = await decideNewRows(context, fresh, decision, rowless)
  yield { decisions, rows: [], known: new Map(), moved: [] }
  forgetNumbered(missing, decisions)
  const lost = decision.hasLostDeletes ? await findLost(context, look, settings, missing) : []
  const confirmed = [...missing].filter(([, isConfirmed]) => isConfirmed)
  const gone = confirmed.flatMap(([known]) => decideMissing(known, decision))
  yield { decisions: [...lost.map(writeAnew), ...gone], rows: [], known: new Map(), moved: [] }
}

function startDecision(
  { clock }: DecideContext,
  { tab, editedAt }: SheetLook,
  { written, seen, trace, formerTimeZone }: DecideSettings,
  missing: readonly Known[],
): DecisionContext {
  return {
    known: new Map(),
    written,
    writtenFields: trace ? fieldsWrittenBy(trace) : new Map(),
    strayed: [],
    seen,
    numbered: trace ? numberedBy(trace) : new Set(),
    displaced: trace ? valueFields.filter((field) => trace.columns[field] !== tab.columns[field]) : [],
    hasLostDeletes: false,
    missing,
    locale: tab.locale,
    timeZone: tab.timeZone,
    timeZones: formerTimeZone === undefined ? [tab.timeZone] : [tab.timeZone, formerTimeZone],
    now: clock(),
    editedAt,
  }
}

/** What a batch has written is wanted, so that it stands in the first page as a whole. */
async function learnPage(
  { site, known }: DecideContext,
  decision: DecisionContext,
  { changed }: ChangedPage,
): Promise<DecisionContext> {
  const ids = changed.map(({ id }) => id)
  if (decision.known.size > 0) return { ...decision, known: await known.withIds(site, ids) }
  const readings = await known.withIds(site, [...new Set([...ids, ...decision.written.keys()])])
  const strayed = strayedWrites(decision, readings, changed)
  const hasLostDeletes = ids.some((id) => decision.written.has(id) && readings.get(id)?.withdrawnAt != null)
  return { ...decision, known: readings, strayed, hasLostDeletes }
}

function writeAnew({ id }: Known): Decision {
  return { kind: 'shown', row: null, id, revision: 0 }
}

function forgetNumbered(missing: Map<Known, boolean>, decisions: readonly Decision[]): void {
  const numbered = new Set(decisions.map((decision) => decision.kind === 'number' && decision.id))
  for (const reading of missing.keys()) if (numbered.has(reading.id)) missing.delete(reading)
}

/** Rows without an id of their own; where two of them name the same place, only the first can become a reading. */
async function decideNewRows(
  { site, known, comparer }: DecideContext,
  rows: readonly NewRow[],
  context: DecisionContext,
  rowless: ReadonlySet<string>,
): Promise<Decision[]> {
  const { read, decisions } = readNewRows(rows, context)
  const instants = new Set(read.map(({ values }) => values.timestamp))
  const there = await known.at(site, [...instants])
  const absent = new Set(await comparer.absent(there.map(({ id }) => id)))
  const occupants = new Map<string, Occupant>(
    there.map((reading) => [
      placeOf(reading),
      { ...reading, hasRow: !(absent.has(reading.id) || rowless.has(reading.id)) },
    ]),
  )
  for (const { row, values } of read) {
    const place = placeOf(values)
    const decided = decideNewRow(row, values, occupants.get(place))
    const isPlaced = decided.some(({ kind }) => kind === 'record' || kind === 'number')
    if (isPlaced) occupants.set(place, { ...values, hasRow: true, id: '', revision: 0, sheetRow: row.row })
    decisions.push(...decided)
  }
  return decisions
}

function placeOf({ timestamp, source }: RowValues): string {
  return `${timestamp} ${source}`
}
