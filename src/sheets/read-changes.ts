import { setImmediate as giveWay } from 'node:timers/promises'
import type { BatchTrace } from './batch-trace.ts'
import { bearersBefore, cellsBefore, fieldsWrittenBy, numberedBy, rowsWrittenBy, sourcedBy } from './batch-trace.ts'
import type { ChangedPage } from './comparison.ts'
import { decideMissing, decideRows } from './decide.ts'
import { decideNewRows } from './decide-new-rows.ts'
import type { Decision, DecisionContext, NewRow, UnreadRow } from './decision.ts'
import { findDisplacedOwners } from './displaced-owners.ts'
import { findHitCopies } from './hit-copies.ts'
import { isEmptyRow, type RowCells } from './human-cells.ts'
import type { Known } from './known-store.ts'
import type { SheetLook } from './look-at-sheet.ts'
import { findAbsentRows, findGoneRows, findHitRows, type HitRow } from './loose-rows.ts'
import type { MirrorContext } from './mirror-context.ts'
import { type BatchState, findLost, findMissing, type MissingContext } from './missing-rows.ts'
import { fieldsNeverShown, type RowValues, valueFields } from './row-values.ts'
import type { Columns } from './sheet-layout.ts'
import { type CrookedRow, fieldsOutside } from './straighten.ts'
import { strayedWrites } from './strayed-writes.ts'
import type { RowsOfId, SheetRow } from './tab-contents.ts'
import { bereftOf, noteTurned, type TurnedRows } from './turned-rows.ts'

/** What to do about some of the rows, with what was known when it was decided. */
export interface DecidedPage {
  decisions: Decision[]
  /** The rows of known readings, without copies that say something else. */
  rows: RowsOfId[]
  known: ReadonlyMap<string, Known>
  moved: ChangedPage['moved']
  /** Rows that bear the ids of others and are no readings yet. */
  copies: readonly UnreadRow[]
}

const nothingDecided: Omit<DecidedPage, 'decisions'> = { rows: [], known: new Map(), moved: [], copies: [] }

interface DecideSettings extends BatchState {
  /** The revisions that a batch has written whose arrival is being found out about. */
  written: ReadonlyMap<string, number>
  /** Those of them that it appends. */
  appended: ReadonlyMap<string, number>
  /** What rows were last seen to show, where that is no revision of the reading. */
  seen: ReadonlyMap<string, RowValues>
  /** In which rows may have been written, where the spreadsheet has another by now. */
  formerTimeZone?: string | undefined
  /** A person has said that what is gone is meant to be gone. */
  isResumed: boolean
  /** Hears which readings should have a row and have none. */
  onMissing?: (ids: string[]) => void
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
  settings.onMissing?.([...missing.keys()].map(({ id }) => id))
  const turned: TurnedRows = { rowless: new Set(), numbered: new Set() }
  const newRows: NewRow[] = look.withoutId.map((row) => ({ ...row, id: undefined, bears: undefined }))
  let decision = startDecision(context, look, settings, { missing: [...missing.keys()], given: turned.numbered })
  for (let page = look.page; ; page = await context.comparer.nextPage()) {
    decision = await learnPage(context, settings, decision, page)
    const decided = page.changed.map((rows) => noteTurned(turned, decideRows(rows, decision)))
    newRows.push(...decided.flatMap((each) => each.newRows))
    const decisions = decided.flatMap((each) => each.decisions)
    const rows = decided.flatMap(({ own }) => own ?? [])
    yield { decisions, rows, known: decision.known, moved: page.moved, copies: [] }
    if (page.isLast) break
    await giveWay()
  }
  const { decisions, hit } = await decideOthers(context, look, newRows, decision, turned)
  const bereft = bereftOf(turned).map(writeAnew)
  yield { ...nothingDecided, decisions: [...decisions, ...bereft], copies: copiesIn(newRows) }
  for (const reading of missing.keys()) if (turned.numbered.has(reading.id)) missing.delete(reading)
  const { hasArrived, lostDeletes } = decision
  const { trace } = settings
  const state = { trace, hasArrived, lostDeletes }
  const lost = trace && trace.gaps.length > 0 ? await findLost(context, look, { ...state, trace }, missing) : []
  const looseNow = withoutHits(look.withoutId, hit)
  const taken = hasArrived
    ? findGoneRows(decision.loose, looseNow, trace?.gaps.length ?? 0)
    : findAbsentRows(trace?.putBack ?? [], looseNow)
  const confirmed = [...missing].filter(([, isConfirmed]) => isConfirmed)
  const gone = confirmed.flatMap(([known]) => decideMissing(known, decision))
  const putBack = taken.map((cells): Decision => ({ kind: 'put-back', cells }))
  const rewritten = await rewrite(context, lost, decision)
  yield { ...nothingDecided, decisions: [...lost.map(({ id }) => writeAnew(id)), ...rewritten, ...putBack, ...gone] }
}

/** Decides about rows without an id of their own, and about what was hit in place of others. */
async function decideOthers(
  context: DecideContext,
  { strays, withoutId }: SheetLook,
  rows: readonly NewRow[],
  decision: DecisionContext,
  turned: TurnedRows,
): Promise<{ decisions: Decision[]; hit: HitRow[] }> {
  const hitCopies = findHitCopies(rows, decision)
  const hit = [...findHitRows(withoutId, decision), ...hitCopies]
  const isElsewhere = new Set([...strays, ...hit].map(({ row }) => row))
  const fresh = rows.filter(({ row }) => !isElsewhere.has(row))
  const decisions = await decideNewRows(context, fresh, decision, turned)
  const restored = await decideNewRows(context, asBefore(rows, hitCopies), decision, turned)
  const numbered = restored.filter(({ kind }) => kind === 'number')
  decisions.push(...numbered, ...hit.map((each): Decision => ({ kind: 'restore', ...each })))
  return { decisions, hit }
}

/** Rows that bear the ids of others. */
function copiesIn(rows: readonly NewRow[]): UnreadRow[] {
  return rows.flatMap(({ bears: id, row, cells }) => (id === undefined ? [] : [{ id, row, cells, isCopy: true }]))
}

/** Rows as they are to be again: the readings that they were, they are then. */
function asBefore(rows: readonly NewRow[], hit: readonly HitRow[]): NewRow[] {
  const restored = new Map(hit.map(({ row, cells }) => [row, cells]))
  return rows.flatMap((each) => {
    const cells = restored.get(each.row)
    return cells ? [{ ...each, cells: { ...each.cells, ...cells } }] : []
  })
}

/** The rows without an id as they are to be again; one that is to be empty again is none. */
function withoutHits(rows: readonly SheetRow[], hit: readonly HitRow[]): RowCells[] {
  const restored = new Map(hit.map(({ row, cells }) => [row, cells]))
  return rows.map(({ row, cells }) => ({ ...cells, ...restored.get(row) })).filter((cells) => !isEmptyRow(cells))
}

function startDecision(
  { clock }: DecideContext,
  { tab, editedAt, columns, strays, twinLooks }: SheetLook,
  { written, appended, seen, trace, hasArrived, formerTimeZone }: DecideSettings,
  { missing, given }: Pick<DecisionContext, 'missing' | 'given'>,
): DecisionContext {
  return {
    known: new Map(),
    written,
    writtenFields: trace
      ? fieldsWrittenBy(
          trace,
          written.keys().filter((id) => !appended.has(id)),
        )
      : new Map(),
    writtenRows: trace ? rowsWrittenBy(trace) : new Map(),
    writes: [],
    strayed: [],
    lostDeletes: 0,
    isDeleting: trace !== undefined && trace.gaps.length > 0,
    cellsBefore: trace ? cellsBefore(trace) : new Map(),
    sourced: trace ? sourcedBy(trace) : new Set(),
    loose: trace?.loose ?? [],
    unread: trace?.unread ?? [],
    bearersBefore: trace ? bearersBefore(trace) : new Map(),
    displacedOwners: [],
    seen,
    numbered: trace ? numberedBy(trace) : new Set(),
    displaced: trace ? valueFields.filter((field) => trace.columns[field] !== columns[field]) : [],
    crooked: crookedRows(appended, trace, columns),
    hasArrived: hasArrived || strays.length > 0,
    missing,
    given,
    twinLooks: new Map(twinLooks),
    locale: tab.locale,
    timeZone: tab.timeZone,
    timeZones: formerTimeZone === undefined ? [tab.timeZone] : [tab.timeZone, formerTimeZone],
    now: clock(),
    editedAt,
  }
}

function crookedRows(
  appended: ReadonlyMap<string, number>,
  trace: BatchTrace | undefined,
  columns: Columns,
): Map<string, CrookedRow> {
  const fields = trace ? fieldsOutside(trace.columns, columns) : []
  const own = [...appended].map(([id, revision]): CrookedRow => ({ id, revision, fields }))
  return new Map([...(trace?.crooked ?? []), ...own].map((row) => [row.id, row]))
}

/** What a batch has written is wanted, so that it stands in the first page as a whole. */
async function learnPage(
  { site, known }: DecideContext,
  settings: Pick<DecideSettings, 'appended' | 'trace'>,
  decision: DecisionContext,
  { changed }: ChangedPage,
): Promise<DecisionContext> {
  const ids = changed.map(({ id }) => id)
  const twins = changed.flatMap(({ id, rows }) => (rows.length > 1 ? [id] : []))
  const changedNow = new Map([...(await known.withIds(site, ids)), ...(await known.withHistory(site, twins))])
  if (decision.known.size > 0) return { ...decision, known: changedNow }
  const readings = new Map([...changedNow, ...(await known.withHistory(site, [...decision.written.keys()]))])
  const { writes, strayed, isSeen } = strayedWrites(decision, readings, changed)
  const isThere = ids.some((id) => settings.appended.has(id) || decision.numbered.has(id))
  const hasArrived = decision.hasArrived || isSeen || isThere
  const formerly = settings.trace?.strayed ?? []
  const isToGo = (id: string): boolean => decision.written.has(id) && readings.get(id)?.withdrawnAt != null
  const lostDeletes = ids.filter((id) => isToGo(id) && !settings.appended.has(id)).length
  const learnt = { ...decision, known: readings, writes, strayed: [...strayed, ...formerly], lostDeletes, hasArrived }
  return { ...learnt, displacedOwners: await findDisplacedOwners({ site, known }, learnt, changed, settings.appended) }
}

/** What could not be read in rows that are gone; the ledger has the other cells, newer ones perhaps. */
async function rewrite(
  { site, known }: DecideContext,
  lost: readonly Known[],
  { unread, timeZones }: DecisionContext,
): Promise<Decision[]> {
  const rows = new Map(unread.flatMap(({ id, cells, isCopy }) => (isCopy ? [] : [[id, cells] as const])))
  const readings = await known.withHistory(
    site,
    lost.flatMap(({ id }) => (rows.has(id) ? id : [])),
  )
  return [...readings.values()].map((reading) => {
    const before = rows.get(reading.id) ?? {}
    const foreign = fieldsNeverShown(before, [reading, ...reading.earlier], timeZones)
    return {
      kind: 'rewrite',
      id: reading.id,
      cells: Object.fromEntries(foreign.map((field) => [field, before[field]])),
    }
  })
}

function writeAnew(id: string): Decision {
  return { kind: 'shown', row: null, id, revision: 0 }
}
