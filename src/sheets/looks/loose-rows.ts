import type { RowCells } from '../cells/human-cells.ts'
import { isShown, type ValueField, valueFields } from '../cells/row-values.ts'
import type { SheetRow, StrayRow } from '../cells/tab-contents.ts'
import type { StrayedWrite } from './strayed-writes.ts'

/** A row without an id that a batch has hit in place of another, and what stood in these cells. */
export interface HitRow {
  row: number
  cells: RowCells
  /** What it was hit by, where that was meant for other readings. */
  mistakes?: readonly StrayedWrite[]
}

interface Traced {
  /** The rows without an id as they were before the batch. */
  loose: readonly RowCells[]
  strayed: readonly StrayedWrite[]
  /** What it has written into which rows to put right some that have no id. */
  restored: ReadonlyMap<number, RowCells>
  timeZones: readonly string[]
}

const emptyRow: RowCells = {}

/** Rows without an id, but for what was appended under wrong headers: that stands in no former row's stead. */
export function looseRowsOf(
  { withoutId, strays }: { withoutId: readonly SheetRow[]; strays: readonly StrayRow[] },
  { numbered }: { numbered: ReadonlySet<string> },
): SheetRow[] {
  const appended = new Set(strays.flatMap(({ id, row }) => (numbered.has(id) ? [] : [row])))
  return withoutId.filter(({ row }) => !appended.has(row))
}

/** Rows without an id into which a batch has written what was meant for others, because rows were moved meanwhile. */
export function findHitRows(rows: readonly SheetRow[], { loose, strayed, restored, timeZones }: Traced): HitRow[] {
  const others = rows.filter(({ cells }) => !loose.some((before) => differing(before, cells).length === 0))
  const absent = findAbsentRows(
    loose,
    rows.map(({ cells }) => cells),
  )
  // The only one that has changed is the same row, whatever else a person has typed into it meanwhile.
  const only = absent.length === 1 && others.length === 1 ? absent[0] : undefined
  return others.flatMap((each) => {
    const { row, cells } = each
    const shown = strayed.filter(({ fields, values }) =>
      fields.every((field) => isShown(cells, values, field, timeZones)),
    )
    const placed = fieldsRestoredIn(each, restored)
    // One batch after the other may have hit it.
    for (const mistakes of [...shown.map((mistake) => [mistake]), shown]) {
      const fields = [...mistakes.flatMap((mistake) => mistake.fields), ...placed]
      const isAs = (before: RowCells): boolean => differing(before, cells).every((field) => fields.includes(field))
      const before = fields.length > 0 ? [...loose, emptyRow].find(isAs) : undefined
      if (before) return [asBefore(row, before, fields, mistakes)]
    }
    const fields = shown.flatMap((mistake) => mistake.fields)
    return only && shown.length > 0 ? [asBefore(row, only, fields, shown)] : []
  })
}

/** What was to put a row without an id right and stands in this one: it is known by its place alone. */
export function fieldsRestoredIn({ row, cells }: SheetRow, restored: ReadonlyMap<number, RowCells>): ValueField[] {
  const written = restored.get(row) ?? {}
  return valueFields.filter((field) => field in written && written[field] === (cells[field] ?? ''))
}

function asBefore(
  row: number,
  before: RowCells,
  fields: readonly ValueField[],
  mistakes: readonly StrayedWrite[],
): HitRow {
  return { row, cells: Object.fromEntries(fields.map((field) => [field, before[field] ?? ''])), mistakes }
}

/**
 * Rows without an id that are gone; each that is new may be the one among them that it is most alike, changed. Those that
 * were to get an id were there, too: one that has missed it is not new.
 */
export function findGoneRows(
  before: readonly RowCells[],
  now: readonly RowCells[],
  toNumber: Iterable<RowCells> = [],
): RowCells[] {
  const gone = findAbsentRows(before, now)
  for (const fresh of findAbsentRows(now, [...before, ...toNumber])) {
    const changes = gone.map((row) => differing(row, fresh).length)
    if (changes.length > 0) gone.splice(changes.indexOf(Math.min(...changes)), 1)
  }
  return gone
}

export function findAbsentRows(rows: readonly RowCells[], now: readonly RowCells[]): RowCells[] {
  return rows.filter((cells) => !now.some((candidate) => differing(candidate, cells).length === 0))
}

/** The fields in which two rows differ, raw. */
export function differing(one: RowCells, other: RowCells): ValueField[] {
  return valueFields.filter((field) => (one[field] ?? '') !== (other[field] ?? ''))
}
