import { setImmediate as giveWay } from 'node:timers/promises'
import type { BatchTrace } from '../batches/batch-trace.ts'
import {
  bearersBefore,
  cellsBefore,
  fieldsWrittenBy,
  numberedBy,
  restoredBy,
  rowsToNumber,
  rowsWrittenBy,
  sourcedBy,
} from '../batches/batch-trace.ts'
import type { RowCells } from '../cells/human-cells.ts'
import { type RowValues, valueFields } from '../cells/row-values.ts'
import { areSameColumns, type Columns } from '../cells/sheet-layout.ts'
import type { RowsOfId } from '../cells/tab-contents.ts'
import type { MirrorContext } from '../mirror-context.ts'
import type { ChangedPage } from './comparison.ts'
import { decideRows } from './decide.ts'
import { decideGone, writeAnew } from './decide-gone.ts'
import { decideNewRows } from './decide-new-rows.ts'
import { decideStrays } from './decide-strays.ts'
import type { Decision, DecisionContext, NewRow, UnreadRow } from './decision.ts'
import { findDisplacedOwners } from './displaced-owners.ts'
import { findHitCopies } from './hit-copies.ts'
import type { Known } from './known-store.ts'
import type { SheetLook } from './look-at-sheet.ts'
import { findHitRows, type HitRow, looseRowsOf } from './loose-rows.ts'
import { type BatchState, findMissing, type MissingContext } from './missing-rows.ts'
import { type CrookedRow, movedFields } from './straighten.ts'
import { formerWritesOf, strayedWrites } from './strayed-writes.ts'
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
  /** Readings whose rows are protected. */
  shielded: ReadonlySet<string>
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
  const { trace, standing } = settings
  const missing = await findMissing(context, look, settings.isResumed)
  settings.onMissing?.([...missing.keys()].map(({ id }) => id))
  const turned: TurnedRows = { rowless: new Set(), numbered: new Set() }
  const restored = new Map<number, RowCells>()
  const newRows: NewRow[] = look.withoutId.map((row) => ({ ...row, id: undefined, bears: undefined }))
  let decision = startDecision(context, look, settings, { missing: [...missing.keys()], given: turned.numbered })
  for (let page = look.page; ; page = await context.comparer.nextPage()) {
    decision = await learnPage(context, { ...settings, strays: look.strays }, decision, page)
    const decided = page.changed.map((rows) => noteTurned(turned, decideRows(rows, decision)))
    newRows.push(...decided.flatMap((each) => each.newRows))
    const decisions = decided.flatMap((each) => each.decisions)
    for (const each of decisions) if (each.kind === 'restore') restored.set(each.row, each.cells)
    const rows = decided.flatMap(({ own }) => own ?? [])
    yield { decisions, rows, known: decision.known, moved: page.moved, copies: [] }
    if (page.isLast) break
    await giveWay()
  }
  const { decisions, hit } = await decideOthers(context, look, newRows, decision, turned)
  const bereft = bereftOf(turned).map(writeAnew)
  yield { ...nothingDecided, decisions: [...decisions, ...bereft], copies: copiesIn(newRows) }
  for (const reading of missing.keys()) if (turned.numbered.has(reading.id)) missing.delete(reading)
  const straysBefore = look.strays.map((row) => ({ ...row, cells: { ...row.cells, ...restored.get(row.row) } }))
  const strays = await decideStrays(context, straysBefore, decision)
  const gone = await decideGone(context, look, decision, { trace, standing, missing, hit })
  yield { ...nothingDecided, decisions: [...strays, ...gone] }
}

/** Decides about rows without an id of their own, and about what was hit in place of others. */
async function decideOthers(
  context: DecideContext,
  look: SheetLook,
  rows: readonly NewRow[],
  decision: DecisionContext,
  turned: TurnedRows,
): Promise<{ decisions: Decision[]; hit: HitRow[] }> {
  const hitCopies = findHitCopies(rows, decision)
  const hit = [...findHitRows(looseRowsOf(look, decision), decision), ...hitCopies]
  const isElsewhere = new Set([...look.strays, ...hit].map(({ row }) => row))
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

function startDecision(
  { clock }: DecideContext,
  { tab, editedAt, columns, strays, twinLooks }: SheetLook,
  { written, appended, seen, shielded, trace, hasArrived, formerTimeZone }: DecideSettings,
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
    restored: trace ? restoredBy(trace) : new Map(),
    lostDeletes: 0,
    isDeleting: trace !== undefined && trace.gaps.length > 0,
    cellsBefore: trace ? cellsBefore(trace) : new Map(),
    sourced: trace ? sourcedBy(trace) : new Set(),
    loose: trace?.loose ?? [],
    unread: trace?.unread ?? [],
    bearersBefore: trace ? bearersBefore(trace) : new Map(),
    numberedCopies: [],
    displacedOwners: [],
    seen,
    numbered: trace ? numberedBy(trace) : new Set(),
    rowsToNumber: trace ? rowsToNumber(trace) : new Map(),
    shielded,
    displaced: trace ? valueFields.filter((field) => trace.columns[field] !== columns[field]) : [],
    crooked: crookedRows(appended, trace, columns),
    astray: new Set(trace?.astray),
    // Under headers that are where they were, it is a batch before it that has written them.
    hasArrived: hasArrived || (strays.length > 0 && trace !== undefined && !areSameColumns(trace.columns, columns)),
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
  const fields = trace ? movedFields(trace.columns, columns) : []
  const own = [...appended].map(([id, revision]): CrookedRow => ({ id, revision, fields }))
  return new Map([...(trace?.crooked ?? []), ...own].map((row) => [row.id, row]))
}

/** What a batch has written is wanted, so that it stands in the first page as a whole. */
async function learnPage(
  { site, known }: DecideContext,
  settings: Pick<DecideSettings, 'appended' | 'trace' | 'isRefuted'> & Pick<SheetLook, 'strays'>,
  decision: DecisionContext,
  { changed }: ChangedPage,
): Promise<DecisionContext> {
  const ids = changed.map(({ id }) => id)
  const twins = changed.flatMap(({ id, rows }) => (rows.length > 1 ? [id] : []))
  const changedNow = new Map([...(await known.withIds(site, ids)), ...(await known.withHistory(site, twins))])
  if (decision.known.size > 0) return { ...decision, known: changedNow }
  const { strayed: carried = [], formerly = [] } = settings.trace ?? {}
  const written = new Set([...decision.written.keys(), ...formerly.map(({ id }) => id)])
  const readings = new Map([...changedNow, ...(await known.withHistory(site, [...written]))])
  const { writes, strayed, isSeen } = strayedWrites(decision, readings, changed)
  const isThere = ids.some((id) => settings.appended.has(id) || decision.numbered.has(id))
  const hasArrived = decision.hasArrived || (!settings.isRefuted && (isSeen || isThere))
  const straying = new Set(settings.strays.map(({ id }) => id))
  const isToGo = (id: string): boolean => decision.written.has(id) && readings.get(id)?.withdrawnAt != null
  // One that stands under wrong headers still was to go when it was written once more.
  const isLeft = (id: string): boolean => (settings.appended.has(id) ? straying.has(id) : isToGo(id))
  const lostDeletes = ids.filter(isLeft).length
  const allStrayed = [...strayed, ...carried, ...formerWritesOf(formerly, readings, decision)]
  const numberedCopies = changed.filter(({ id }) => decision.bearersBefore.has(id))
  const found = { writes, strayed: allStrayed, lostDeletes, hasArrived, numberedCopies }
  const learnt = { ...decision, known: readings, ...found }
  return { ...learnt, displacedOwners: await findDisplacedOwners({ site, known }, learnt, changed, settings.appended) }
}
