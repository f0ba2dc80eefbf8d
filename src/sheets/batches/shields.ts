import type { UpdateRequest } from '../cells/sheet-layout.ts'
import type { SheetsFailure } from '../google/sheets-failure.ts'
import type { SheetProblem } from '../sheet-status.ts'
import type { BatchPlan, RowDelete, RowUpdate } from './batch-plan.ts'

/** Rows that Google does not let us change, by the ids of their readings, and until when that is believed. */
export type Shields = Map<string, { row: number; until: number }>

const believedMilliseconds = 60_000
// Each costs a write; where there are more, somebody has protected a column.
const mostOneByOne = 5
const message =
  'This row is protected, so that a change of its reading cannot be written; let the service account edit it, or take the protection away'

/**
 * Notes which row Google has refused to change, so that the others need not wait for it; all of them where that cannot be
 * told, or where there are many.
 *
 * @returns whether there is anything to be left out; else it is the tab that is protected
 */
export function noteShield(
  shields: Shields,
  { updates, deletes }: BatchPlan,
  { failure, requests, now }: { failure: SheetsFailure; requests: readonly UpdateRequest[]; now: number },
): boolean {
  if (!/protected/i.test(failure.reason)) return false
  const index = /requests\[(\d+)\]/.exec(failure.reason)?.[1]
  const request = index === undefined ? undefined : requests[Number(index)]
  if (request?.appendCells) return false
  const row = rowOf(request)
  const changed = [...updates, ...deletes]
  const named = changed.filter((change) => change.row === row)
  const left = named.length > 0 && shields.size < mostOneByOne ? named : changed
  for (const { id, row: refused } of left)
    if (id !== undefined) shields.set(id, { row: refused, until: now + believedMilliseconds })
  return left.length > 0
}

function rowOf(request: UpdateRequest | undefined): number | undefined {
  const index = request?.updateCells?.start?.rowIndex ?? request?.deleteDimension?.range?.startIndex
  return typeof index === 'number' ? index + 1 : undefined
}

/** Leaves protected rows out of what is to be written, and names them. */
export function withoutShielded(
  shields: Shields,
  changes: { updates: readonly RowUpdate[]; deletes: readonly RowDelete[] },
  now: number,
): { updates: RowUpdate[]; deletes: RowDelete[]; stuck: string[]; problems: SheetProblem[] } {
  for (const [id, { until }] of shields) if (until <= now) shields.delete(id)
  const isFree = ({ id }: { id?: string | undefined }): boolean => id === undefined || !shields.has(id)
  const refused = [...changes.updates, ...changes.deletes].filter((change) => !isFree(change))
  return {
    updates: changes.updates.filter(isFree),
    deletes: changes.deletes.filter(isFree),
    stuck: refused.flatMap(({ id }) => id ?? []),
    problems: refused.map(({ row }) => ({ row, message })),
  }
}
