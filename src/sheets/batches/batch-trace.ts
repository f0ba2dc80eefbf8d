import { isEmptyRow, type RowCells } from '../cells/human-cells.ts'
import type { RawRows } from '../cells/raw-rows.ts'
import { type ValueField, valueFields } from '../cells/row-values.ts'
import type { Columns, Field } from '../cells/sheet-layout.ts'
import { rawCells } from '../cells/sheet-rows.ts'
import type { UnreadRow } from '../looks/decision.ts'
import { differing, findGoneRows } from '../looks/loose-rows.ts'
import type { CrookedRow } from '../looks/straighten.ts'
import type { StrayedWrite } from '../looks/strayed-writes.ts'
import type { BatchPlan } from './batch-plan.ts'

const mostMissing = 1_000

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
  /** What batches before it have appended under wrong headers. */
  crooked: readonly CrookedRow[]
  /** Readings whose rows batches before it have appended with their ids in another column, and which it deletes. */
  astray: readonly string[]
  /** What batches before it have written into wrong rows, of ids. */
  misnumbered: readonly string[]
  /** Whose rows those are. */
  misnumberedOwners: readonly (readonly [id: string, owner: string])[]
}

export interface TracedRow {
  /** Absent where a row that has none is put right. */
  id?: string | undefined
  /** As it was before the batch, counted from 1. */
  row: number
  written: Partial<Record<Field, number | string>>
  before: readonly unknown[]
}

/** The sheet as the last look has seen it, as far as it is kept. */
export interface Picture {
  raw: RawRows
  /** Readings whose rows are gone. */
  missing: readonly string[]
  /** Rows without an id; those that are to lose theirs have no place of their own. */
  loose: readonly { row: number; cells: RowCells }[]
  unread: readonly UnreadRow[]
  strayed: readonly StrayedWrite[]
  crooked: readonly CrookedRow[]
  astray: readonly string[]
  misnumbered: ReadonlyMap<string, string | undefined>
}

export function traceOf(
  plan: BatchPlan,
  columns: Columns,
  { raw, missing, loose, unread, strayed, crooked, astray, misnumbered }: Picture,
): BatchTrace {
  const { updates, deletes, putBack, appends, rewritten } = plan
  const deletedRows = deletes.map(({ row }) => row)
  const asBefore = withoutRestored(updates)
  return {
    columns,
    header: raw.header,
    rows: updates.map(({ id, row, cells }) => ({ id, row, written: rawCells(cells), before: raw.rows.get(row) ?? [] })),
    deletedRows,
    gaps: deletedRows.map((row) => rowAfter({ deletedRows }, row)),
    missing: deletes.length > 0 ? missing.slice(0, mostMissing) : [],
    loose:
      updates.length + deletes.length > 0
        ? looseBut(plan, loose)
            .map(asBefore)
            .filter((cells) => !isEmptyRow(cells))
        : [],
    putBack,
    unread: updates.length + deletes.length > 0 ? unread.map((each) => ({ ...each, cells: asBefore(each) })) : [],
    rewritten: appends.flatMap(({ id }) => {
      const cells = rewritten.get(id)
      return cells ? [[id, cells] as const] : []
    }),
    strayed,
    crooked,
    astray,
    misnumbered: [...misnumbered.keys()],
    misnumberedOwners: [...misnumbered].flatMap(([id, owner]) => (owner === undefined ? [] : [[id, owner] as const])),
  }
}

/** But for those that the batch numbers, and those that it deletes itself because they stand in wrong columns. */
function looseBut({ updates, deletes }: BatchPlan, loose: Picture['loose']): Picture['loose'] {
  const meant = new Set([...updates.filter(({ id }) => id !== undefined), ...deletes].map(({ row }) => row))
  return loose.filter(({ row }) => !meant.has(row))
}

/** What was written into a row by mistake, and is put right now, is no part of it. */
function withoutRestored(updates: BatchPlan['updates']): (row: Picture['loose'][number]) => RowCells {
  const restored = new Map(updates.flatMap(({ id, row, cells }) => (id === undefined ? [[row, rawCells(cells)]] : [])))
  return ({ row, cells }) => ({ ...cells, ...restored.get(row) })
}

/** Both, where a batch goes out again with other content and it is unknown which has arrived. */
export function joinTraces(former: BatchTrace | undefined, next: BatchTrace): BatchTrace {
  if (!former) return next
  // Those that get their ids now are none of its loose rows any more; no other has come out of them.
  const numbered = [...rowsToNumber(next).values()]
  const looseStill = former.loose.filter((row) => !numbered.some((other) => differing(row, other).length === 0))
  const typedSince = findGoneRows(next.loose, looseStill, next.loose.length)
  const unreadSince = next.unread.filter(
    ({ id, cells }) => !former.unread.some((other) => other.id === id && differing(other.cells, cells).length === 0),
  )
  const isRewritten = new Set(next.rows.map(({ row }) => row))
  return {
    ...next,
    header: next.header.length > 0 ? next.header : former.header,
    rows: [...former.rows.filter(({ row }) => !isRewritten.has(row)).map(asUnder(former, next)), ...next.rows],
    gaps: [...former.gaps, ...next.gaps],
    missing: former.gaps.length > 0 ? former.missing : next.missing,
    loose: former.rows.length + former.gaps.length > 0 ? [...former.loose, ...typedSince] : next.loose,
    unread: former.rows.length + former.gaps.length > 0 ? [...former.unread, ...unreadSince] : next.unread,
    strayed: [...former.strayed, ...next.strayed],
    misnumbered: [...former.misnumbered, ...next.misnumbered],
    misnumberedOwners: [...former.misnumberedOwners, ...next.misnumberedOwners],
  }
}

/** What stood in a row before, in the order of columns that were moved since. */
function asUnder(former: BatchTrace, { header }: BatchTrace): (row: TracedRow) => TracedRow {
  if (header.length === 0) return (row) => row
  return (row) => ({ ...row, before: header.map((name) => row.before[former.header.indexOf(name)] ?? '') })
}

/**
 * What is left of a trace where Google has refused what was sent with it: nothing was deleted then. Which rows it was to
 * write into is known still, as by that a typed row is known that a person has edited since.
 */
export function asRefused(trace: BatchTrace, former: BatchTrace | undefined): BatchTrace {
  const { deletedRows, gaps } = former ?? { deletedRows: [], gaps: [] }
  return { ...trace, deletedRows, gaps }
}

/** Whether a look has to find out where what it writes has come to stand. */
export function isTraced({ rows, strayed, crooked, misnumbered }: BatchTrace): boolean {
  return rows.length + strayed.length + crooked.length + misnumbered.length > 0
}

/** The rows that the batch has written into, as they are numbered after it. */
export function tracedRows(trace: BatchTrace): number[] {
  return trace.rows.map(({ row }) => rowAfter(trace, row))
}

/** The readings into whose rows the batch writes. */
export function idsOf({ rows }: BatchTrace): string[] {
  return rows.flatMap(({ id }) => id ?? [])
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

/** What the batch has written to put right rows without an id, by the numbers that its rows have after it. */
export function restoredBy(trace: BatchTrace): Map<number, RowCells> {
  const restored = trace.rows.filter(({ id }) => id === undefined)
  return new Map(restored.map(({ row, written }) => [rowAfter(trace, row), written]))
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
