import type { RowUpdate } from './batch-plan.ts'
import type { RawRows } from './raw-rows.ts'
import type { Columns, Field, UpdateRequest } from './sheet-layout.ts'

interface Misplaced {
  updates: readonly RowUpdate[]
  /** Rows that the same batch has deleted, as they were numbered before it. */
  deletedRows: readonly number[]
  /** Where the batch took the columns to be. */
  columns: Columns
  sheetId: number
}

/**
 * Takes back what a batch has written into other columns than it meant, because columns were moved between the look and
 * the write: every cell gets what stood under its header before.
 */
export function undoMisplaced(
  { updates, deletedRows, columns, sheetId }: Misplaced,
  before: RawRows,
  headerNow: readonly unknown[],
): UpdateRequest[] {
  return updates.flatMap(({ row, cells }) => {
    const rowIndex = row - 1 - deletedRows.filter((deleted) => deleted < row).length
    return (Object.keys(cells) as Field[]).map((field) => {
      const name = headerNow[columns[field]] ?? ''
      const place = name === '' ? -1 : before.header.indexOf(name)
      const userEnteredValue = cellOf(place < 0 ? '' : before.rows.get(row)?.[place])
      return {
        updateCells: {
          start: { sheetId, rowIndex, columnIndex: columns[field] },
          rows: [{ values: [{ userEnteredValue }] }],
          fields: 'userEnteredValue',
        },
      }
    })
  })
}

function cellOf(raw: unknown) {
  if (typeof raw === 'number') return { numberValue: raw }
  if (typeof raw === 'boolean') return { boolValue: raw }
  return typeof raw === 'string' && raw !== '' ? { stringValue: raw } : {}
}
