import type { RowCells } from '../cells/human-cells.ts'
import { isShown, type RowValues, type ValueField, valueFields, withFields } from '../cells/row-values.ts'
import type { SheetRow } from '../cells/tab-contents.ts'
import type { Decision, DecisionContext } from './decision.ts'
import type { Known } from './known-store.ts'

/** The reading whose row it is, although it bears the id of another; what was written with that id is left out. */
export function ownerOf(
  row: SheetRow,
  { id }: Known,
  read: RowValues,
  context: DecisionContext,
  overwritten: readonly ValueField[],
): Known | undefined {
  const isSame = (values: RowValues): boolean => {
    const expected = withFields(values, overwritten, read)
    return valueFields.every((field) => expected[field] === read[field])
  }
  const isTwin = (owner: Known): boolean => isRowOf(row, owner, context, overwritten)
  const isFree = (owner: Known): boolean => owner.id !== id && !context.given.has(owner.id)
  return (
    context.missing.find((other) => isFree(other) && (isSame(other) || isTwin(other))) ??
    context.displacedOwners.find((other) => isFree(other) && isTwin(other))
  )
}

/** The same of a row in which a person has changed a cell meanwhile, and which a correction may not have reached. */
export function ownerOfEdited(
  { id }: Known,
  read: RowValues,
  { missing, given, known }: DecisionContext,
  overwritten: readonly ValueField[],
): Known | undefined {
  const told = valueFields.filter((field) => !overwritten.includes(field))
  const isEdited = (values: RowValues): boolean => told.filter((field) => values[field] !== read[field]).length === 1
  const revisionsOf = (other: Known): RowValues[] => [other, ...(known.get(other.id)?.earlier ?? [])]
  return missing.find((other) => other.id !== id && !given.has(other.id) && revisionsOf(other).some(isEdited))
}

// Instants take far longer to compare than all else, and whole lists are compared with each other.
const quickestFirst = valueFields.toReversed()

/** Whether a row shows what the reading's row has shown, but for what was overwritten. */
export function isRowOf(
  { cells }: { cells: RowCells },
  reading: Known,
  { seen, timeZones }: DecisionContext,
  overwritten: readonly ValueField[],
): boolean {
  const candidates = [seen.get(reading.id), reading, ...reading.earlier]
  const told = quickestFirst.filter((field) => !overwritten.includes(field))
  return candidates.some((values) => values && told.every((field) => isShown(cells, values, field, timeZones)))
}

export function restoreSource({ row }: Pick<SheetRow, 'row'>, source: unknown): Decision {
  return { kind: 'restore', row, cells: { source: source ?? '' } }
}
