import { isShown, type RowValues, type ValueField, valueFields, withFields } from '../cells/row-values.ts'
import { type Field, numberFields } from '../cells/sheet-layout.ts'
import type { RowsOfId, SheetRow } from '../cells/tab-contents.ts'
import type { Known } from './known-store.ts'

/** Fields that a batch has written into another row than it meant. */
export interface StrayedWrite {
  id: string
  fields: readonly ValueField[]
  values: RowValues
}

/** What an earlier try of a batch was to write into the row of a reading, raw. */
export interface FormerWrite {
  id: string
  written: Partial<Record<Field, number | string>>
}

interface Written {
  written: ReadonlyMap<string, number>
  writtenFields: ReadonlyMap<string, readonly ValueField[]>
  /** Into how many rows of a reading and its copies, where that is not one. */
  writtenRows: ReadonlyMap<string, number>
  seen: ReadonlyMap<string, RowValues>
  /** Columns that were moved since that batch was made: what it wrote there may have been taken back. */
  displaced: readonly ValueField[]
  timeZones: readonly string[]
}

/** What a batch has written, what of it the rows that it meant do not show, and whether one of them shows anything of it. */
export function strayedWrites(
  { written, writtenFields, writtenRows, seen, displaced, timeZones }: Written,
  known: ReadonlyMap<string, Known>,
  rows: readonly RowsOfId[],
): { writes: StrayedWrite[]; strayed: StrayedWrite[]; isSeen: boolean } {
  const rowsById = new Map(rows.map((entry) => [entry.id, entry.rows]))
  const writes: StrayedWrite[] = []
  const strayed: StrayedWrite[] = []
  let isSeen = false
  for (const [id, revision] of written) {
    const reading = known.get(id)
    const revisions = reading ? [...reading.earlier, reading] : []
    const after = revisions.find((candidate) => candidate.revision === revision)
    if (!after) continue
    const before = seen.get(id) ?? revisions.find((candidate) => candidate.revision === reading?.sheetRevision)
    const fields = writtenFields.get(id) ?? valueFields.filter((field) => before && before[field] !== after[field])
    const present = rowsById.get(id) ?? []
    const isIn = ({ cells }: SheetRow, field: ValueField): boolean => isShown(cells, after, field, timeZones)
    if (present.some((row) => fields.some((field) => isIn(row, field)))) isSeen = true
    if (fields.length === 0) continue
    const own = partsOf(fields, displaced).map((part) => ({ id, fields: part, values: after }))
    writes.push(...own)
    const showing = present.filter((row) => fields.every((field) => isIn(row, field)))
    // A copy shows it whether or not it has come into the other row.
    if (showing.length < Math.max(writtenRows.get(id) ?? 1, present.length)) strayed.push(...own)
  }
  return { writes, strayed, isSeen }
}

/** What earlier tries were to write, as what may have strayed: by its cells it is known which revision that was. */
export function formerWritesOf(
  formerly: readonly FormerWrite[],
  known: ReadonlyMap<string, Known>,
  { displaced, timeZones }: Pick<Written, 'displaced' | 'timeZones'>,
): StrayedWrite[] {
  return formerly.flatMap(({ id, written }) => {
    const fields = valueFields.filter((field) => field in written)
    const reading = known.get(id)
    const revisions = reading ? [reading, ...reading.earlier] : []
    const values = revisions.find((revision) => fields.every((field) => isShown(written, revision, field, timeZones)))
    if (!values || fields.length === 0) return []
    return partsOf(fields, displaced).map((part) => ({ id, fields: part, values }))
  })
}

/** What was written as a whole, and what is left of it where columns were moved. */
function partsOf(fields: readonly ValueField[], displaced: readonly ValueField[]): (readonly ValueField[])[] {
  const inPlace = fields.filter((field) => !displaced.includes(field))
  return inPlace.length > 0 && inPlace.length < fields.length ? [fields, inPlace] : [fields]
}

/**
 * What batches, one after the other, have written into this row by mistake, because rows were moved meanwhile: that is no
 * person's edit. Of what one has written another may have overwritten a part, or a person.
 *
 * @param settled fields of which something else says already that no person has edited them
 */
export function mistakesIn(
  seen: RowValues,
  { id, agreed, settled }: { id: string; agreed: RowValues; settled: readonly ValueField[] },
  strayed: readonly StrayedWrite[],
): StrayedWrite[] {
  const others = strayed.filter((candidate) => candidate.id !== id)
  const mistakes: StrayedWrite[] = []
  const hit = new Set<ValueField>()
  const isNews = (field: ValueField): boolean =>
    !(hit.has(field) || settled.includes(field)) && seen[field] !== agreed[field]
  const isShown = ({ values }: StrayedWrite, field: ValueField): boolean =>
    hit.has(field) || seen[field] === values[field]
  const isWhole = (write: StrayedWrite): boolean =>
    write.fields.every((field) => isShown(write, field)) && write.fields.some(isNews)
  // A person has edited the rest of it since.
  const isPart = (write: StrayedWrite): boolean =>
    write.fields.every((field) => seen[field] !== agreed[field]) &&
    numberFields.some((field) => write.fields.includes(field) && isNews(field) && isShown(write, field))
  for (;;) {
    const mistake = others.find(isWhole) ?? others.find(isPart)
    if (!mistake) return mistakes
    const fields = mistake.fields.filter((field) => isShown(mistake, field))
    mistakes.push({ ...mistake, fields })
    for (const field of fields) hit.add(field)
  }
}

export function withoutMistakes(seen: RowValues, mistakes: readonly StrayedWrite[], agreed: RowValues): RowValues {
  return mistakes.reduce((left, { fields }) => withFields(left, fields, agreed), seen)
}
