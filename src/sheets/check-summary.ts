import type { RowsOfId } from './cells/tab-contents.ts'
import type { Decision } from './looks/decision.ts'
import type { SheetProblem } from './sheet-status.ts'

/** What would be taken in from a sheet; rows by their numbers as people see them. */
export interface CheckSummary {
  /** Rows that show a reading as it is kept. */
  shown: number
  /** Rows that would become readings. */
  recorded: number[]
  /** Rows that say something else than their reading, or whose reading had been withdrawn. */
  corrected: number[]
  /** Rows of readings that are kept already; they would only get their id. */
  numbered: number[]
  /** Readings whose rows are gone. */
  withdrawn: number
  /** Rows that say the same as another; they would be left alone. */
  copies: number
  problems: SheetProblem[]
}

interface Decided {
  decisions: readonly Decision[]
  /** The rows that bear ids. */
  rows: readonly RowsOfId[]
  /** The numbers of those that bear none. */
  withoutId: readonly number[]
}

/** Puts decisions into words that a person can check. */
export function summarise({ decisions, rows, withoutId }: Decided): CheckSummary {
  const amended = decisions.flatMap((decision) => (decision.kind === 'amend' ? [decision.amendment] : []))
  const unreadable = decisions.flatMap((decision) => (decision.kind === 'problem' ? [decision] : []))
  const numbersOf = (kind: 'record' | 'number'): number[] =>
    decisions.flatMap((decision) => (decision.kind === kind ? [decision.row] : [])).sort(ascending)
  const corrected = amended.flatMap(({ sheetRow }) => (sheetRow === null ? [] : [sheetRow]))
  const recorded = numbersOf('record')
  const numbered = numbersOf('number')
  const taken = new Set([...recorded, ...numbered, ...unreadable.map(({ row }) => row)])
  const copies = copiesOf(rows, taken) + withoutId.filter((row) => !taken.has(row)).length
  const all = [...rows.flatMap(({ rows: twins }) => twins.map(({ row }) => row)), ...withoutId]
  const others = taken.union(new Set(corrected))
  return {
    shown: all.filter((row) => !others.has(row)).length - copies,
    recorded,
    numbered,
    corrected: corrected.sort(ascending),
    withdrawn: amended.filter(({ values, sheetRow }) => sheetRow === null && values.withdrawnAt !== null).length,
    copies,
    problems: unreadable.map(({ row, message }) => ({ row, message })).sort((one, other) => one.row - other.row),
  }
}

/** Of rows with the same id one is the reading's; of the others those count that nothing is done about. */
function copiesOf(rows: readonly RowsOfId[], taken: ReadonlySet<number>): number {
  return rows.reduce(
    (sum, { rows: twins }) => sum + Math.max(0, twins.filter(({ row }) => !taken.has(row)).length - 1),
    0,
  )
}

function ascending(one: number, other: number): number {
  return one - other
}
