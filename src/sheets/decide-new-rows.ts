import { readRow } from './decide.ts'
import type { Decision, DecisionContext, NewRow } from './decision.ts'
import { isEmptyRow } from './human-cells.ts'
import type { Known } from './known-store.ts'
import { enoughLooks } from './look-counts.ts'
import { areSame, type RowValues, valueFields } from './row-values.ts'
import { rawCells, toCells } from './sheet-rows.ts'
import { withoutMistakes } from './strayed-writes.ts'

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
export function decideNewRow(
  row: NewRow,
  values: RowValues,
  occupant: Occupant | undefined,
  context: Pick<DecisionContext, 'strayed' | 'timeZone'>,
): Decision[] {
  if (occupant && !occupant.hasRow) {
    const number = {
      kind: 'number',
      row: row.row,
      id: occupant.id,
      revision: occupant.revision,
      bears: row.bears,
    } as const
    return [number, ...restoreHit(row, values, occupant, context)]
  }
  if (occupant && areSame(occupant, values)) return []
  if (row.looks < enoughLooks) return [{ kind: 'wait', row: row.row }]
  if (!occupant) {
    const namesSource = !isEmptyRow({ source: row.cells.source })
    return [{ kind: 'record', row: row.row, id: row.id, values, bears: row.bears, namesSource }]
  }
  const message = `Another reading of the source ${values.source} stands at that time already${inRow(occupant)}; change the time or the source, or delete this row`
  return [{ kind: 'problem', row: row.row, message, id: row.bears, of: 'row' }]
}

/** The reading's own row, which has lost its id, may have been hit by what was meant for another. */
function restoreHit(
  { row }: NewRow,
  values: RowValues,
  occupant: Occupant,
  { strayed, timeZone }: Pick<DecisionContext, 'strayed' | 'timeZone'>,
): Decision[] {
  const corrected = withoutMistakes(values, occupant, occupant, strayed)
  const hit = valueFields.filter((field) => corrected[field] !== values[field])
  const meant = rawCells(toCells({ ...occupant }, timeZone))
  return hit.length === 0
    ? []
    : [{ kind: 'restore', row, cells: Object.fromEntries(hit.map((field) => [field, meant[field]])) }]
}

function inRow({ sheetRow }: Occupant): string {
  return sheetRow === null ? '' : `, in row ${sheetRow}`
}
