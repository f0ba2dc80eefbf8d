import { type Decision, type DecisionContext, type NewRow, readRow } from './decide.ts'
import { isEmptyRow } from './human-cells.ts'
import type { Known } from './known-store.ts'
import { enoughLooks } from './look-counts.ts'
import { areSame, type RowValues } from './row-values.ts'

/** Rows that can be read, and those that cannot. */
export function readNewRows(
  rows: readonly NewRow[],
  context: DecisionContext,
): { read: { row: NewRow; values: RowValues }[]; decisions: Decision[] } {
  const read: { row: NewRow; values: RowValues }[] = []
  const decisions: Decision[] = []
  for (const row of rows) {
    const values = readRow(row, undefined, context)
    if (!('problem' in values)) read.push({ row, values })
    else if (row.looks < enoughLooks) decisions.push({ kind: 'wait', row: row.row })
    else decisions.push({ kind: 'problem', row: row.row, message: values.problem, id: row.bears, of: 'row' })
  }
  return { read, decisions }
}

/** The reading that stands where a new row would, and whether it has a row of its own. */
export interface Occupant extends RowValues, Pick<Known, 'id' | 'revision' | 'sheetRow'> {
  hasRow: boolean
}

/** Decides about a row without an id of its own. An identical copy of a reading is no reading. */
export function decideNewRow(row: NewRow, values: RowValues, occupant: Occupant | undefined): Decision[] {
  if (occupant && !occupant.hasRow)
    return [{ kind: 'number', row: row.row, id: occupant.id, revision: occupant.revision, bears: row.bears }]
  if (occupant && areSame(occupant, values)) return []
  if (row.looks < enoughLooks) return [{ kind: 'wait', row: row.row }]
  if (!occupant) {
    const namesSource = !isEmptyRow({ source: row.cells.source })
    return [{ kind: 'record', row: row.row, id: row.id, values, bears: row.bears, namesSource }]
  }
  const message = `Another reading of the source ${values.source} stands at that time already${inRow(occupant)}; change the time or the source, or delete this row`
  return [{ kind: 'problem', row: row.row, message, id: row.bears, of: 'row' }]
}

function inRow({ sheetRow }: Occupant): string {
  return sheetRow === null ? '' : `, in row ${sheetRow}`
}
