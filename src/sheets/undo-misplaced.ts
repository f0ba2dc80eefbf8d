import { type BatchTrace, rowAfter, type TracedRow } from './batch-trace.ts'
import type { RawRows } from './raw-rows.ts'
import { type Columns, type Field, fields, type UpdateRequest } from './sheet-layout.ts'

/**
 * Takes back what a batch has written into other columns than it meant, because columns were moved between the look and
 * the write: every such cell gets what stood under its header before. Rows may have moved since.
 */
export function undoMisplaced(
  trace: BatchTrace,
  now: RawRows,
  { strays, sheetId }: { strays: readonly { id: string; row: number }[]; sheetId: number },
): UpdateRequest[] {
  return trace.rows.flatMap((traced) => {
    const astray = strays.flatMap(({ id, row }) => (id === traced.id ? [row] : []))
    const rows = new Set([rowAfter(trace, traced.row), now.placesOfIds.get(traced.id ?? '') ?? 0, ...astray])
    return [...rows].flatMap((row) => undoRow(trace, traced, { row, now }, sheetId))
  })
}

function undoRow(
  { columns, header }: BatchTrace,
  { written, before }: TracedRow,
  { row, now }: { row: number; now: RawRows },
  sheetId: number,
): UpdateRequest[] {
  return (Object.keys(written) as Field[]).flatMap((field) => {
    const columnIndex = columns[field]
    const name = now.header[columnIndex] ?? ''
    if (!holds(now, row, columnIndex, written[field]) || name === (header[columnIndex] ?? '')) return []
    const place = name === '' ? -1 : header.indexOf(name)
    return [valueRequest(sheetId, row, columnIndex, place < 0 ? '' : before[place])]
  })
}

interface AppendedRow {
  id: string
  written: TracedRow['written']
}

/** Clears what a batch has appended under headers that are not ours; what it has under ours is written anew anyway. */
export function undoAppended(
  { columns }: BatchTrace,
  appended: readonly AppendedRow[],
  { now, columns: present }: { now: RawRows; columns: Columns },
  sheetId: number,
): UpdateRequest[] {
  const own = new Set(Object.values(present))
  const foreign = fields.filter((field) => !own.has(columns[field]))
  return appended.flatMap(({ id, written }) => {
    const row = now.placesOfIds.get(id) ?? 0
    const misplaced = foreign.filter(
      (field) => written[field] !== '' && holds(now, row, columns[field], written[field]),
    )
    return misplaced.map((field) => valueRequest(sheetId, row, columns[field], ''))
  })
}

function holds({ rows }: RawRows, row: number, column: number, value: unknown): boolean {
  const cells = rows.get(row)
  return cells !== undefined && (cells[column] ?? '') === value
}

function valueRequest(sheetId: number, row: number, columnIndex: number, raw: unknown): UpdateRequest {
  return {
    updateCells: {
      start: { sheetId, rowIndex: row - 1, columnIndex },
      rows: [{ values: [{ userEnteredValue: cellOf(raw) }] }],
      fields: 'userEnteredValue',
    },
  }
}

function cellOf(raw: unknown) {
  if (typeof raw === 'number') return { numberValue: raw }
  if (typeof raw === 'boolean') return { boolValue: raw }
  return typeof raw === 'string' && raw !== '' ? { stringValue: raw } : {}
}
