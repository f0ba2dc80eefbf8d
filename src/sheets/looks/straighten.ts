import { isShown, type ValueField, valueFields } from '../cells/row-values.ts'
import type { Columns } from '../cells/sheet-layout.ts'
import { rawCells, toCells } from '../cells/sheet-rows.ts'
import type { SheetRow } from '../cells/tab-contents.ts'
import type { Known, KnownRevision } from './known-store.ts'

/** A row that a batch has appended, and whose values may stand under headers that are not theirs. */
export interface CrookedRow {
  id: string
  /** The revision that was written, or a newer one where the batch went out again. */
  revision: number
  /** The columns that were moved: nobody need have emptied these cells. */
  fields: readonly ValueField[]
}

export interface Straight {
  row: SheetRow
  /** Which cells were not read as they are. */
  fields: ValueField[]
  /** The revision that was written, if any is known. */
  as?: KnownRevision
}

/** The fields that stand in other columns than a batch took them to. */
export function movedFields(under: Columns, columns: Columns): ValueField[] {
  return valueFields.filter((field) => under[field] !== columns[field])
}

/**
 * Reads every cell that holds what was meant for another as if it held what was meant for it: that is no person's edit,
 * though the columns may have been moved back meanwhile. What a person has typed since is left.
 */
export function straighten(
  row: SheetRow,
  known: Known,
  { revision, fields }: CrookedRow,
  timeZones: readonly string[],
): Straight {
  const written = [...known.earlier, known].filter((candidate) => candidate.revision >= revision)
  const readings = written.map((values) => {
    const straight = straightenAs(row, { ...values, id: known.id }, { written, moved: fields }, timeZones)
    const edits = valueFields.filter((field) => !isShown(straight.row.cells, values, field, timeZones))
    return { straight: { ...straight, as: values }, edits: edits.length }
  })
  const [first] = readings.toSorted((one, other) => one.edits - other.edits)
  return first?.straight ?? { row, fields: [] }
}

function straightenAs(
  row: SheetRow,
  values: KnownRevision & { id: string },
  { written, moved }: { written: readonly KnownRevision[]; moved: readonly ValueField[] },
  timeZones: readonly string[],
): Straight {
  const isOf = (field: ValueField, cell: unknown, revision: KnownRevision = values): boolean =>
    isShown({ [field]: cell }, revision, field, timeZones)
  // What a person has corrected since was written under another header before.
  const isOfOther = (field: ValueField, cell: unknown): boolean =>
    valueFields.some((other) => other !== field && written.some((revision) => isOf(other, cell, revision)))
  const misplaced = valueFields.filter((field) => {
    const cell = row.cells[field] ?? ''
    return !isOf(field, cell) && cell !== '' && (cell === values.id || isOfOther(field, cell))
  })
  const emptied = misplaced.length > 0 ? valueFields : moved
  const empty = emptied.filter((field) => (row.cells[field] ?? '') === '' && !isOf(field, ''))
  const mistaken = [...misplaced, ...empty]
  // Who moves a column of ours past another displaces two; a person may well type one of these values elsewhere, but no id.
  const isTyped = mistaken.length < 2 && moved.length === 0 && !mistaken.some((field) => row.cells[field] === values.id)
  if (isTyped) return { row, fields: [] }
  const meant = rawCells(toCells(values, timeZones[0] ?? 'UTC'))
  const cells = Object.fromEntries(mistaken.map((field) => [field, meant[field]]))
  return { row: { ...row, cells: { ...row.cells, ...cells } }, fields: mistaken }
}
