import type { Known } from './known-store.ts'
import { isShown, type RowValues, type ValueField, valueFields } from './row-values.ts'
import type { Columns } from './sheet-layout.ts'
import { rawCells, toCells } from './sheet-rows.ts'
import type { SheetRow } from './tab-contents.ts'

/** A row that a batch has appended while columns were moved: some of its values may stand under headers that are not theirs. */
export interface CrookedRow {
  id: string
  /** The revision that was written. */
  revision: number
  /** Of these cells the values may stand in columns that are not ours. */
  fields: readonly ValueField[]
}

/** The fields at whose places a batch took columns to be that are not ours. */
export function fieldsOutside(under: Columns, columns: Columns): ValueField[] {
  const taken = new Set(valueFields.map((field) => under[field]))
  return valueFields.filter((field) => !taken.has(columns[field]))
}

/**
 * Reads every cell that holds what was meant for another as if it held what was meant for it: that is no person's edit,
 * though the columns may have been moved back meanwhile. What a person has typed since is left.
 *
 * @returns the row so read, and which cells those were
 */
export function straighten(
  row: SheetRow,
  known: Known,
  { revision, fields }: CrookedRow,
  timeZones: readonly string[],
): { row: SheetRow; fields: ValueField[] } {
  const values = [...known.earlier, known].find((candidate) => candidate.revision === revision)
  const [timeZone] = timeZones
  if (!values || timeZone === undefined) return { row, fields: [] }
  const isOf = (field: ValueField, cell: unknown): boolean => isShown({ [field]: cell }, values, field, timeZones)
  const misplaced = valueFields.filter((field) => {
    const cell = row.cells[field] ?? ''
    return !isOf(field, cell) && cell !== '' && (cell === known.id || valueFields.some((other) => isOf(other, cell)))
  })
  const emptied = misplaced.length > 0 ? valueFields : fields
  const empty = emptied.filter((field) => (row.cells[field] ?? '') === '' && !isOf(field, ''))
  const mistaken = [...misplaced, ...empty]
  // Who moves a column of ours past another displaces two; a person may well type one of these values elsewhere.
  if (mistaken.length < 2 && fields.length === 0) return { row, fields: [] }
  return {
    row: { ...row, cells: { ...row.cells, ...meantFor(mistaken, values, known.id, timeZone) } },
    fields: mistaken,
  }
}

function meantFor(fields: readonly ValueField[], values: RowValues, id: string, timeZone: string) {
  const meant = rawCells(toCells({ ...values, id }, timeZone))
  return Object.fromEntries(fields.map((field) => [field, meant[field]]))
}
