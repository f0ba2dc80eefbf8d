import { areSame, type RowValues, type ValueField, valueFields, withFields } from '../cells/row-values.ts'
import type { Known, KnownRevision } from './known-store.ts'

/** What to make of a reading that may have been changed in the sheet, in the ledger or in both. */
export interface Merged {
  /** What the person did, with what the ledger holds in other fields, where not all of that counts. */
  outdone: RowValues | undefined
  /** What counts. */
  values: RowValues
  isWithdrawn: boolean
}

/**
 * Merges a row with what the ledger holds, field by field. `agreed` is what both last showed; a field that was changed
 * on one side only is taken from there, one that was changed on both from the side that changed it later.
 *
 * @param editedAt when a person changed the row, as far as that can be told
 */
export function merge(known: Known, agreed: RowValues, seen: RowValues, editedAt: number): Merged {
  const edited = valueFields.filter((field) => seen[field] !== agreed[field])
  const winning = edited.filter(
    (field) => seen[field] === known[field] || known[field] === agreed[field] || editedAt >= changedAt(known, field),
  )
  const isWithdrawn = known.withdrawnAt !== null && !(edited.length > 0 && editedAt >= known.withdrawnAt)
  const done = withFields(known, edited, seen)
  const isOutdone = edited.length > 0 && (isWithdrawn || winning.length < edited.length)
  return { outdone: isOutdone ? done : undefined, values: withFields(known, winning, seen), isWithdrawn }
}

/** When the ledger got the value that it holds in this field. */
function changedAt(known: Known, field: ValueField): number {
  const newestFirst: KnownRevision[] = [known, ...known.earlier.toReversed()]
  const first = newestFirst.findIndex((revision) => revision[field] !== known[field])
  return newestFirst[first < 0 ? newestFirst.length - 1 : first - 1]?.at ?? 0
}

interface Given {
  /** What the row was last seen to show, where that is no revision. */
  seen: RowValues | undefined
  /** The revision that a batch may have written since. */
  written: number | undefined
  /** Which fields it writes; all that differ where that is not known. */
  fields: readonly ValueField[] | undefined
  /** Columns that were moved since that batch was made: it may have written these elsewhere. */
  displaced: readonly ValueField[]
}

/** What the sheet shows unless a person changed it: what it was last given, or what it has been given meanwhile. */
export function agreedOf(
  known: Known,
  shown: RowValues,
  { seen, written, fields, displaced }: Given,
): RowValues | undefined {
  const revisions: KnownRevision[] = [...known.earlier, known]
  const before = seen ?? revisions.find(({ revision }) => revision === known.sheetRevision)
  const after = revisions.find(({ revision }) => revision === written)
  if (!(before && after)) return before ?? after ?? revisions.findLast((revision) => areSame(revision, shown))
  const changed = (fields ?? valueFields).filter((field) => before[field] !== after[field])
  const hasArrived = changed.some((field) => shown[field] === after[field])
  if (!hasArrived) return before
  const missed = displaced.filter((field) => changed.includes(field) && shown[field] === before[field])
  return missed.length > 0 ? withFields(after, missed, before) : after
}
