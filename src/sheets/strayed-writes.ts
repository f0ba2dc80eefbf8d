import type { Known } from './known-store.ts'
import { isShown, type RowValues, type ValueField, valueFields, withFields } from './row-values.ts'
import type { RowsOfId } from './tab-contents.ts'

/** Fields that a batch has written into another row than it meant. */
export interface StrayedWrite {
  id: string
  fields: ValueField[]
  values: RowValues
}

interface Written {
  written: ReadonlyMap<string, number>
  writtenFields: ReadonlyMap<string, readonly ValueField[]>
  seen: ReadonlyMap<string, RowValues>
  timeZones: readonly string[]
}

/** What a batch has written, and what the rows that it meant do not show. */
export function strayedWrites(
  { written, writtenFields, seen, timeZones }: Written,
  known: ReadonlyMap<string, Known>,
  rows: readonly RowsOfId[],
): StrayedWrite[] {
  const rowsById = new Map(rows.map((entry) => [entry.id, entry.rows]))
  return [...written].flatMap(([id, revision]) => {
    const reading = known.get(id)
    const revisions = reading ? [...reading.earlier, reading] : []
    const after = revisions.find((candidate) => candidate.revision === revision)
    const before = seen.get(id) ?? revisions.find((candidate) => candidate.revision === reading?.sheetRevision)
    if (!(after && before)) return []
    const fields = (writtenFields.get(id) ?? valueFields).filter((field) => before[field] !== after[field])
    const own = rowsById.get(id) ?? []
    const isThere = own.some(({ cells }) => fields.some((field) => isShown(cells, after, field, timeZones)))
    return isThere || fields.length === 0 ? [] : [{ id, fields, values: after }]
  })
}

/** What a batch has written into this row by mistake, because rows were moved meanwhile, is no person's edit. */
export function withoutMistakes(
  seen: RowValues,
  { id }: Known,
  agreed: RowValues,
  strayed: readonly StrayedWrite[],
): RowValues {
  const mistake = strayed.find(
    (candidate) => candidate.id !== id && candidate.fields.every((field) => seen[field] === candidate.values[field]),
  )
  return mistake ? withFields(seen, mistake.fields, agreed) : seen
}
