import type { Known } from './known-store.ts'
import { isShown, valueFields } from './row-values.ts'
import type { Columns } from './sheet-layout.ts'
import { rawCells, toCells } from './sheet-rows.ts'
import type { SheetRow } from './tab-contents.ts'

export interface Appended {
  /** Where the batch that appended the row took the columns to be, and where they are. */
  under: Columns
  columns: Columns
  /** The revision that it wrote. */
  revision: number
  timeZones: readonly string[]
}

/**
 * A row that was appended while columns were moved holds values under headers that are not theirs: they are no person's
 * edits. Every such cell is read as if it held what was meant for it; what a person has typed there since is left.
 */
export function straightened(row: SheetRow, known: Known, { under, columns, revision, timeZones }: Appended): SheetRow {
  const values = [...known.earlier, known].find((candidate) => candidate.revision === revision)
  const [timeZone] = timeZones
  if (!values || timeZone === undefined) return row
  const meant = rawCells(toCells({ ...values, id: known.id }, timeZone))
  const cells = { ...row.cells }
  for (const field of valueFields) {
    const cell = row.cells[field] ?? ''
    const other = valueFields.find((candidate) => under[candidate] === columns[field])
    const isMistaken = other === undefined ? cell === '' : isShown({ [other]: cell }, values, other, timeZones)
    if (isMistaken) cells[field] = meant[field]
  }
  return { ...row, cells }
}
