import type { RowCells } from '../cells/human-cells.ts'
import { isShown, type ValueField, valueFields } from '../cells/row-values.ts'
import type { SheetRow } from '../cells/tab-contents.ts'
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
  timeZones: readonly string[]
}

const emptyRow: RowCells = {}

/** Rows without an id into which a batch has written what was meant for others, because rows were moved meanwhile. */
export function findHitRows(rows: readonly SheetRow[], { loose, strayed, timeZones }: Traced): HitRow[] {
  const others = rows.filter(({ cells }) => !loose.some((before) => differing(before, cells).length === 0))
  const absent = findAbsentRows(
    loose,
    rows.map(({ cells }) => cells),
  )
  // The only one that has changed is the same row, whatever else a person has typed into it meanwhile.
  const only = absent.length === 1 && others.length === 1 ? absent[0] : undefined
  return others.flatMap(({ row, cells }) => {
    const shown = strayed.filter(({ fields, values }) =>
      fields.every((field) => isShown(cells, values, field, timeZones)),
    )
    // One batch after the other may have hit it.
    for (const mistakes of [...shown.map((mistake) => [mistake]), shown]) {
      const fields = mistakes.flatMap((mistake) => mistake.fields)
      const isAs = (before: RowCells): boolean => differing(before, cells).every((field) => fields.includes(field))
      const before = [...loose, emptyRow].find(isAs)
      if (before) return [asBefore(row, before, mistakes)]
    }
    return only && shown.length > 0 ? [asBefore(row, only, shown)] : []
  })
}

function asBefore(row: number, before: RowCells, mistakes: readonly StrayedWrite[]): HitRow {
  const fields = mistakes.flatMap((mistake) => mistake.fields)
  return { row, cells: Object.fromEntries(fields.map((field) => [field, before[field] ?? ''])), mistakes }
}

/** Rows without an id that are gone: no more than so many; for each that is new another may have been changed. */
export function findGoneRows(before: readonly RowCells[], now: readonly RowCells[], most: number): readonly RowCells[] {
  const absent = findAbsentRows(before, now)
  const fresh = findAbsentRows(now, before)
  return absent.slice(0, Math.max(0, Math.min(most, absent.length - fresh.length)))
}

export function findAbsentRows(rows: readonly RowCells[], now: readonly RowCells[]): RowCells[] {
  return rows.filter((cells) => !now.some((candidate) => differing(candidate, cells).length === 0))
}

/** The fields in which two rows differ, raw. */
export function differing(one: RowCells, other: RowCells): ValueField[] {
  return valueFields.filter((field) => (one[field] ?? '') !== (other[field] ?? ''))
}
