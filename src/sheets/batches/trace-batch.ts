import { isEmptyRow, type RowCells } from '../cells/human-cells.ts'
import type { RawRows } from '../cells/raw-rows.ts'
import type { Columns } from '../cells/sheet-layout.ts'
import { rawCells } from '../cells/sheet-rows.ts'
import type { UnreadRow } from '../looks/decision.ts'
import { differing, findGoneRows } from '../looks/loose-rows.ts'
import type { CrookedRow } from '../looks/straighten.ts'
import type { FormerWrite, StrayedWrite } from '../looks/strayed-writes.ts'
import type { BatchPlan } from './batch-plan.ts'
import { type BatchTrace, rowAfter, rowsToNumber, type TracedRow } from './batch-trace.ts'

const mostMissing = 1_000

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
    formerly: [],
    crooked,
    astray,
    misnumbered: [...misnumbered.keys()],
    misnumberedOwners: [...misnumbered].flatMap(([id, owner]) => (owner === undefined ? [] : [[id, owner] as const])),
    undone: [],
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
  const typedSince = findGoneRows(next.loose, looseStill)
  const unreadSince = next.unread.filter(
    ({ id, cells }) => !former.unread.some((other) => other.id === id && differing(other.cells, cells).length === 0),
  )
  const isRewritten = new Set(next.rows.map(({ row }) => row))
  return {
    ...next,
    header: next.header.length > 0 ? next.header : former.header,
    rows: [...former.rows.filter(({ row }) => !isRewritten.has(row)).map(asUnder(former, next)), ...next.rows],
    gaps: [...former.gaps, ...next.gaps],
    missing: next.gaps.length > 0 ? next.missing : former.missing,
    loose: former.rows.length + former.gaps.length > 0 ? [...looseStill, ...typedSince] : next.loose,
    unread: former.rows.length + former.gaps.length > 0 ? [...former.unread, ...unreadSince] : next.unread,
    strayed: [...former.strayed, ...next.strayed],
    formerly: formerWrites(former, next),
    misnumbered: [...former.misnumbered, ...next.misnumbered],
    misnumberedOwners: [...former.misnumberedOwners, ...next.misnumberedOwners],
  }
}

/** Readings whose rows are gone before anything of the batch has arrived. */
export function withMissing(trace: BatchTrace, missing: readonly string[]): BatchTrace {
  return { ...trace, missing: [...new Set([...trace.missing, ...missing])].slice(0, mostMissing) }
}

function formerWrites(former: BatchTrace, next: BatchTrace): FormerWrite[] {
  const keyOf = ({ id, written }: Pick<TracedRow, 'id' | 'written'>): string => JSON.stringify([id, written])
  const known = new Set(next.rows.map(keyOf))
  const rows = former.rows.flatMap(({ id, written }) => (id === undefined ? [] : [{ id, written }]))
  return [...former.formerly, ...rows].filter((write) => {
    const isNew = !known.has(keyOf(write))
    known.add(keyOf(write))
    return isNew
  })
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
