import type { BatchPlan, RowUpdate } from './batch-plan.ts'
import type { RawRows } from './raw-rows.ts'
import { type ValueField, valueFields } from './row-values.ts'
import type { Columns, Field, UpdateRequest } from './sheet-layout.ts'
import type { Cell } from './sheet-rows.ts'

/** What a batch does to rows that are there, and what stood there before. It is kept with the batch. */
export interface BatchTrace {
  /** Where the batch takes the columns to be. */
  columns: Columns
  header: readonly unknown[]
  rows: readonly TracedRow[]
  /** Rows that it deletes, as they are numbered before it. */
  deletedRows: readonly number[]
}

interface TracedRow {
  id: string
  /** As it was before the batch, counted from 1. */
  row: number
  written: Partial<Record<Field, number | string>>
  before: readonly unknown[]
}

/** Nothing where the batch only appends. */
export function traceOf({ updates, deletes }: BatchPlan, columns: Columns, raw: RawRows): BatchTrace | undefined {
  if (updates.length + deletes.length === 0) return undefined
  return {
    columns,
    header: raw.header,
    rows: updates.map(({ id, row, cells }) => ({ id, row, written: rawCells(cells), before: raw.rows.get(row) ?? [] })),
    deletedRows: deletes.map(({ row }) => row),
  }
}

/** Both, where a batch goes out again with other content and it is unknown which has arrived. */
export function joinTraces(former: BatchTrace | undefined, next: BatchTrace | undefined): BatchTrace | undefined {
  if (!(former && next)) return former ?? next
  const isRewritten = new Set(next.rows.map(({ row }) => row))
  return { ...next, rows: [...former.rows.filter(({ row }) => !isRewritten.has(row)), ...next.rows] }
}

/** The rows that the batch has written into, as they are numbered after it. */
export function tracedRows(trace: BatchTrace): number[] {
  return trace.rows.map(({ row }) => rowAfter(trace, row))
}

/** The rows that have closed up over those that the batch has deleted. */
export function gapsOf(trace: BatchTrace): number[] {
  return trace.deletedRows.map((row) => rowAfter(trace, row))
}

/** Readings whose ids the batch has written. */
export function numberedBy({ rows }: BatchTrace): Set<string> {
  return new Set(rows.filter(({ written }) => (written.id ?? '') !== '').map(({ id }) => id))
}

/** Which fields of which readings the batch has written. */
export function fieldsWrittenBy({ rows }: BatchTrace): Map<string, ValueField[]> {
  return new Map(rows.map(({ id, written }) => [id, valueFields.filter((field) => field in written)]))
}

/**
 * Takes back what a batch has written into other columns than it meant, because columns were moved between the look and
 * the write: every such cell gets what stood under its header before. Rows may have moved since.
 */
export function undoMisplaced(trace: BatchTrace, now: RawRows, sheetId: number): UpdateRequest[] {
  return trace.rows.flatMap((traced) => {
    const rows = new Set([rowAfter(trace, traced.row), now.placesOfIds.get(traced.id) ?? 0])
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
    const cells = now.rows.get(row)
    const holdsIt = cells !== undefined && (cells[columnIndex] ?? '') === written[field]
    if (!holdsIt || name === (header[columnIndex] ?? '')) return []
    const place = name === '' ? -1 : header.indexOf(name)
    const userEnteredValue = cellOf(place < 0 ? '' : before[place])
    return [
      {
        updateCells: {
          start: { sheetId, rowIndex: row - 1, columnIndex },
          rows: [{ values: [{ userEnteredValue }] }],
          fields: 'userEnteredValue',
        },
      },
    ]
  })
}

function rowAfter({ deletedRows }: BatchTrace, row: number): number {
  return row - deletedRows.filter((deleted) => deleted < row).length
}

function rawCells(cells: RowUpdate['cells']): TracedRow['written'] {
  return Object.fromEntries(Object.entries(cells).map(([field, cell]) => [field, rawOf(cell)]))
}

function rawOf({ userEnteredValue }: Cell): number | string {
  if (!userEnteredValue) return ''
  return 'numberValue' in userEnteredValue ? userEnteredValue.numberValue : userEnteredValue.stringValue
}

function cellOf(raw: unknown) {
  if (typeof raw === 'number') return { numberValue: raw }
  if (typeof raw === 'boolean') return { boolValue: raw }
  return typeof raw === 'string' && raw !== '' ? { stringValue: raw } : {}
}
