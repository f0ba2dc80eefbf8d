import type { RowCells } from '../cells/human-cells.ts'
import { type ValueField, valueFields } from '../cells/row-values.ts'
import type { Columns, Field } from '../cells/sheet-layout.ts'
import type { UnreadRow } from '../looks/decision.ts'
import type { CrookedRow } from '../looks/straighten.ts'
import type { FormerWrite, StrayedWrite } from '../looks/strayed-writes.ts'

/** What a batch does to rows that are there, and what stood there before. It is kept with the batch. */
export interface BatchTrace {
  /** Where the batch takes the columns to be. */
  columns: Columns
  header: readonly unknown[]
  rows: readonly TracedRow[]
  /** Rows that it deletes, as they are numbered before it. */
  deletedRows: readonly number[]
  /** The rows that close up over those, each time that the batch goes out. */
  gaps: readonly number[]
  /** Readings whose rows were gone before it. */
  missing: readonly string[]
  /** Rows without an id as they were before it, but for those that it gives one. */
  loose: readonly RowCells[]
  /** Rows without an id that it writes again. */
  putBack: readonly RowCells[]
  /** Rows that could not be read before it. */
  unread: readonly UnreadRow[]
  /** Cells that could not be read, of rows that it writes again. */
  rewritten: readonly (readonly [id: string, cells: RowCells])[]
  /** What batches before it have written into wrong rows and this one puts right. */
  strayed: readonly StrayedWrite[]
  /** What earlier tries of it were to write, where that was something else: one may arrive yet, in whichever row. */
  formerly: readonly FormerWrite[]
  /** What batches before it have appended under wrong headers. */
  crooked: readonly CrookedRow[]
  /** Readings whose rows batches before it have appended with their ids in another column, and which it deletes. */
  astray: readonly string[]
  /** What batches before it have written into wrong rows, of ids. */
  misnumbered: readonly string[]
  /** Whose rows those are. */
  misnumberedOwners: readonly (readonly [id: string, owner: string])[]
  /** What has been taken back from wrong columns for it, in rows of no reading: by their numbers. */
  undone: readonly (readonly [row: number, cells: RowCells])[]
}

export interface TracedRow {
  /** Absent where a row that has none is put right. */
  id?: string | undefined
  /** As it was before the batch, counted from 1. */
  row: number
  written: Partial<Record<Field, number | string>>
  before: readonly unknown[]
}

/** Whether a look has to find out where what it writes has come to stand. */
export function isTraced({ rows, strayed, crooked, misnumbered }: BatchTrace): boolean {
  return rows.length + strayed.length + crooked.length + misnumbered.length > 0
}

/** The rows that the batch has written into, as they are numbered after it. */
export function tracedRows(trace: BatchTrace): number[] {
  return trace.rows.map(({ row }) => rowAfter(trace, row))
}

/** By which the cells are found that it has written, wherever they stand by now: what few other cells hold. */
export function valuesWrittenBy({ rows }: BatchTrace): (number | string)[] {
  return rows.flatMap(({ written: { timestamp, inverter, meter, note } }) =>
    [timestamp, inverter, meter, note].flatMap((value) => (value === undefined || value === '' ? [] : [value])),
  )
}

/** The readings into whose rows the batch writes. */
export function idsOf({ rows }: BatchTrace): string[] {
  return rows.flatMap(({ id }) => id ?? [])
}

/** The readings whose rows were missed. */
export function idsOfStrayed({ strayed }: Pick<BatchTrace, 'strayed'>): string[] {
  return strayed.map(({ id }) => id)
}

/** Readings whose ids the batch has written, or one before it into wrong rows. */
export function numberedBy({ rows, misnumbered }: BatchTrace): Set<string> {
  const numbered = rows.flatMap(({ id, written }) => (id !== undefined && (written.id ?? '') !== '' ? [id] : []))
  return new Set([...numbered, ...misnumbered])
}

/** Readings whose rows the batch has, or may have, given a source with the id. */
export function sourcedBy({ rows, misnumbered }: BatchTrace): Set<string> {
  const sourced = rows.flatMap(({ id, written }) =>
    id !== undefined && written.id === id && 'source' in written ? [id] : [],
  )
  return new Set([...sourced, ...misnumbered])
}

/** What the rows showed that the batch gives their ids. */
export function rowsToNumber({ rows, columns }: BatchTrace): Map<string, RowCells> {
  return new Map(
    rows.flatMap(({ id, written, before }): [string, RowCells][] => {
      const cells = valueFields.map((field) => [field, before[columns[field]] ?? ''])
      return id !== undefined && written.id === id ? [[id, Object.fromEntries(cells)]] : []
    }),
  )
}

/** The ids that rows bore before the batch, or one before it, gave them others, such as copies get. */
export function bearersBefore({ rows, columns, misnumbered, misnumberedOwners }: BatchTrace): Map<string, string> {
  const wrong = new Set(misnumbered)
  const renumbered = rows.flatMap(({ id, written, before }): [string, string][] => {
    const former = before[columns.id]
    if (id === undefined || written.id !== id || typeof former !== 'string') return []
    return former === '' || wrong.has(former) ? [] : [[id, former]]
  })
  return new Map([...misnumberedOwners, ...renumbered])
}

/** Which fields of readings that have rows the batch has written: none of those whose rows it deletes. */
export function fieldsWrittenBy({ rows }: BatchTrace, changed: Iterable<string>): Map<string, ValueField[]> {
  const written = rows.flatMap(({ id, written }): [string, ValueField[]][] =>
    id === undefined ? [] : [[id, valueFields.filter((field) => field in written)]],
  )
  const unwritten = [...changed].map((id): [string, ValueField[]] => [id, []])
  return new Map([...unwritten, ...written])
}

/** What the cells that the batch writes held before: that had been decided about when it was made. */
export function cellsBefore({ rows, columns }: BatchTrace): Map<string, RowCells> {
  return new Map(
    rows.flatMap(({ id, written, before }) => {
      const fields = valueFields.filter((field) => field in written)
      return id === undefined
        ? []
        : [[id, Object.fromEntries(fields.map((field) => [field, before[columns[field]] ?? '']))]]
    }),
  )
}

/** What has been written to put right rows without an id, by the numbers that its rows have after the batch. */
export function restoredBy(trace: BatchTrace): Map<number, RowCells> {
  const restored = trace.rows.filter(({ id }) => id === undefined)
  return new Map([...restored.map(({ row, written }) => [rowAfter(trace, row), written] as const), ...trace.undone])
}

/** Into how many rows of each reading the batch writes. */
export function rowsWrittenBy(trace: BatchTrace): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of idsOf(trace)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

/** The number that a row has after the batch. */
export function rowAfter({ deletedRows }: Pick<BatchTrace, 'deletedRows'>, row: number): number {
  return row - deletedRows.filter((deleted) => deleted < row).length
}
