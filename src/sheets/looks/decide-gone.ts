import type { BatchTrace } from '../batches/batch-trace.ts'
import { isEmptyRow, type RowCells } from '../cells/human-cells.ts'
import { fieldsNeverShown } from '../cells/row-values.ts'
import type { SheetRow } from '../cells/tab-contents.ts'
import { decideMissing } from './decide.ts'
import type { Decision, DecisionContext } from './decision.ts'
import type { Known } from './known-store.ts'
import type { SheetLook } from './look-at-sheet.ts'
import { findAbsentRows, findGoneRows, type HitRow, looseRowsOf } from './loose-rows.ts'
import { type BatchState, findLost, type MissingContext } from './missing-rows.ts'
import { isNumberedCopy } from './twins.ts'

interface Gone {
  /** What the batch whose arrival is being found out about does to rows that are there. */
  trace: BatchTrace | undefined
  standing: BatchState['standing']
  /** Readings that should have a row and have none, and whether that is certain. What a batch may have deleted is taken out. */
  missing: Map<Known, boolean>
  /** Rows without an id that are to be put right. */
  hit: readonly HitRow[]
}

/** Decides about rows that are gone: by a person's hand, or deleted by a batch in place of others. */
export async function decideGone(
  context: MissingContext,
  look: SheetLook,
  decision: DecisionContext,
  { trace, standing, missing, hit }: Gone,
): Promise<Decision[]> {
  const { hasArrived, lostDeletes } = decision
  const state = { hasArrived, lostDeletes, standing }
  const lost = trace && trace.gaps.length > 0 ? await findLost(context, look, { ...state, trace }, missing) : []
  const unread = decision.hasArrived && decision.isDeleting ? await findLostTexts(context, lost, decision) : []
  const confirmed = [...missing].filter(([, isConfirmed]) => isConfirmed)
  const gone = confirmed.flatMap(([known]) => decideMissing(known, decision))
  return [...lost.map(({ id }) => writeAnew(id)), ...unread, ...putBack(look, decision, { trace, hit }), ...gone]
}

/** Rows that could not be read. What stood in that of a withdrawn reading becomes another when a person has put it right. */
async function findLostTexts(
  { site, known, comparer }: MissingContext,
  lost: readonly Known[],
  decision: DecisionContext,
): Promise<Decision[]> {
  const { unread } = decision
  const absent = await comparer.absent(unread.map(({ id }) => id))
  const readings = await known.withHistory(site, [...absent, ...decision.bearersBefore.keys()])
  const isAbsent = new Set(absent)
  const isLost = new Set(lost.map(({ id }) => id))
  return unread.flatMap(({ id, cells, isCopy }): Decision[] => {
    const reading = isAbsent.has(id) ? readings.get(id) : undefined
    if (!reading || !(isLost.has(id) || reading.withdrawnAt !== null)) return []
    if (isCopy && isNumberedCopy(cells, reading, { ...decision, known: readings })) return []
    const isOthers = isCopy || reading.withdrawnAt !== null
    return [isOthers ? { kind: 'put-back', cells: { ...cells, id: '' } } : rewrite(reading, cells, decision)]
  })
}

export function writeAnew(id: string): Decision {
  return { kind: 'shown', row: null, id, revision: 0 }
}

/** What could not be read in a row that is written anew; the ledger has the other cells, newer ones perhaps. */
export function rewrite(known: Known, before: RowCells, { timeZones }: Pick<DecisionContext, 'timeZones'>): Decision {
  const foreign = fieldsNeverShown(before, [known, ...known.earlier], timeZones)
  return { kind: 'rewrite', id: known.id, cells: Object.fromEntries(foreign.map((field) => [field, before[field]])) }
}

function putBack(look: SheetLook, decision: DecisionContext, { trace, hit }: Pick<Gone, 'trace' | 'hit'>): Decision[] {
  const { hasArrived, isDeleting, loose, rowsToNumber } = decision
  const looseNow = withoutHits(looseRowsOf(look, decision), hit)
  // Which of them a person has deleted meanwhile nobody can tell.
  const mayBeLost = isDeleting ? findGoneRows(loose, looseNow, rowsToNumber.values()) : []
  const gone = hasArrived ? mayBeLost : findAbsentRows(trace?.putBack ?? [], looseNow)
  return gone.map((cells) => ({ kind: 'put-back', cells }))
}

/** The rows without an id as they are to be again; one that is to be empty again is none. */
function withoutHits(rows: readonly SheetRow[], hit: readonly HitRow[]): RowCells[] {
  const restored = new Map(hit.map(({ row, cells }) => [row, cells]))
  return rows.map(({ row, cells }) => ({ ...cells, ...restored.get(row) })).filter((cells) => !isEmptyRow(cells))
}
