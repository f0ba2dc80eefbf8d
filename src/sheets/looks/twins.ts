import type { RowCells } from '../cells/human-cells.ts'
import { fieldsNotShown, isShown, type ValueField, valueFields } from '../cells/row-values.ts'
import type { SheetRow } from '../cells/tab-contents.ts'
import type { DecisionContext } from './decision.ts'
import type { Known } from './known-store.ts'
import { differing, findAbsentRows } from './loose-rows.ts'
import { isRowOf } from './owner.ts'
import type { StrayedWrite } from './strayed-writes.ts'

/**
 * Of rows that bear one id the one that still shows what was agreed; else the one that stands where the reading stood; else
 * the first. A copy that a batch was to give an id of its own is none, nor is one that was hit by what was meant for another.
 */
export function originalOf(rows: readonly SheetRow[], known: Known, context: DecisionContext): SheetRow {
  const [first] = rows
  if (!first) throw new Error('an id without a row')
  if (rows.length === 1) return first
  const unchanged = rows.filter((row) => showsRevision(row, known, context))
  const copies = numberedCopiesOf(known, context)
  const changed = rows.filter((row) => !copies.some((copy) => isRowOf(row, copy, context, ['source'])))
  const absent = absentCopiesOf(rows, known, context)
  const unhit = changed.filter((row) => !context.strayed.some((write) => isHitCopy(row, absent, write, context)))
  const candidates = [unchanged, unhit, changed, rows].find(({ length }) => length > 0) ?? rows
  return candidates.find(({ row }) => row === known.sheetRow) ?? candidates[0] ?? first
}

/** The readings that copies of it have become by the batch. */
function numberedCopiesOf({ id: original }: Pick<Known, 'id'>, { bearersBefore, known }: DecisionContext): Known[] {
  return [...bearersBefore].flatMap(([id, bearer]) => (bearer === original ? (known.get(id) ?? []) : []))
}

/** Whether that is what a copy held that has become a reading of its own by the batch. */
export function isNumberedCopy(cells: RowCells, original: Pick<Known, 'id'>, context: DecisionContext): boolean {
  const { numberedCopies, bearersBefore } = context
  const isSame = (row: SheetRow): boolean => differing(row.cells, cells).every((field) => field === 'source')
  return (
    numberedCopiesOf(original, context).some((copy) => isRowOf({ cells }, copy, context, ['source'])) ||
    // A person has edited it since.
    numberedCopies.some(({ id, rows }) => bearersBefore.get(id) === original.id && rows.some(isSame))
  )
}

/** Changed copies as they were before the batch, of which no row is left. */
function absentCopiesOf(rows: readonly SheetRow[], { id }: Known, { unread }: DecisionContext): RowCells[] {
  const copies = unread.flatMap((row) => (row.isCopy && row.id === id ? [row.cells] : []))
  const now = rows.map(({ cells }) => cells)
  return findAbsentRows(copies, now)
}

/** Whether a row is one of the copies but for what was written into it. */
function isHitCopy(
  { cells }: SheetRow,
  copies: readonly RowCells[],
  { fields, values }: StrayedWrite,
  { timeZones }: DecisionContext,
): boolean {
  return (
    copies.some((copy) => differing(copy, cells).every((field) => fields.includes(field))) &&
    fields.every((field) => isShown(cells, values, field, timeZones))
  )
}

/** Changed copies that show what was written for the reading, because they were hit by what was meant for its row. */
export function hitCopiesOf(rows: readonly SheetRow[], known: Known, context: DecisionContext): SheetRow[] {
  const write = context.writes.find(({ id }) => id === known.id)
  const absent = absentCopiesOf(rows, known, context)
  if (!write || absent.length === 0) return []
  const showing = rows.filter((row) => isHitCopy(row, absent, write, context))
  // People may have edited other cells of a row that was to be written.
  const isLeftOver = (row: SheetRow): boolean =>
    untouched(row, known, context).length > 0 || showsAnyRevision(row, known, context)
  const isLeft = rows.some((row) => !showing.includes(row) && isLeftOver(row))
  return isLeft ? showing.slice(0, absent.length) : []
}

/** Fields that a batch was to write, of a row that it has not reached: what stands there was decided about before it. */
export function untouched({ cells }: SheetRow, { id }: Known, { cellsBefore }: DecisionContext): ValueField[] {
  const before = cellsBefore.get(id) ?? {}
  const fields = valueFields.filter((field) => field in before)
  return fields.every((field) => (cells[field] ?? '') === before[field]) ? fields : []
}

/** Copies that a batch has deleted in place of what it meant, their originals perhaps; but for those that it has given ids of their own. */
export function lostCopies(rows: readonly SheetRow[], known: Known, context: DecisionContext): RowCells[] {
  if (!(context.hasArrived && context.isDeleting)) return []
  const isReading = (cells: RowCells): boolean => isNumberedCopy(cells, known, context)
  const unread = context.unread.filter(({ id, cells }) => id === known.id && !isReading(cells))
  const before = unread.map(({ cells }) => cells)
  const now = withoutTwins(rows.filter(({ cells }) => !isReading(cells)))
  const absent = findAbsentRows(
    before,
    now.map(({ cells }) => cells),
  )
  // One of the rows is the original, which may be unread itself; a person may have pasted what it says.
  const readOriginals = unread.every(({ isCopy }) => isCopy) ? 1 : 0
  return absent.slice(0, Math.max(0, before.length + readOriginals - now.length)).map((cells) => ({ ...cells, id: '' }))
}

/** What has hit a row, meant for another reading, that shows just what this one does or did but for that; and is no changed copy. */
export function mistakeInTwin(
  { cells }: SheetRow,
  known: Known,
  { strayed, unread, timeZones }: DecisionContext,
): StrayedWrite | undefined {
  // A correction may have missed it too.
  const changes = [known, ...known.earlier].map((values) => fieldsNotShown(cells, values, timeZones))
  if (changes.some(({ length }) => length === 0)) return undefined
  const copies = unread.filter(({ id, isCopy }) => isCopy && id === known.id)
  return strayed.find(
    ({ id, fields, values }) =>
      id !== known.id &&
      changes.some((changed) => changed.every((field) => fields.includes(field))) &&
      !copies.some((copy) => differing(copy.cells, cells).every((field) => fields.includes(field))) &&
      fields.every((field) => isShown(cells, values, field, timeZones)),
  )
}

/** Whether a row shows what the mirror has written there last, or is about to write. */
export function showsRevision({ cells }: SheetRow, known: Known, { timeZones, written }: DecisionContext): boolean {
  const last = [known.revision, known.sheetRevision, written.get(known.id)]
  return [known, ...known.earlier]
    .filter(({ revision }) => last.includes(revision))
    .some((values) => fieldsNotShown(cells, values, timeZones).length === 0)
}

export function showsAnyRevision({ cells }: SheetRow, known: Known, { timeZones }: DecisionContext): boolean {
  return [known, ...known.earlier].some((values) => fieldsNotShown(cells, values, timeZones).length === 0)
}

export function hasSameCells(one: SheetRow, other: SheetRow): boolean {
  return valueFields.every((field) => (one.cells[field] ?? '') === (other.cells[field] ?? ''))
}

export function withoutTwins(rows: readonly SheetRow[]): SheetRow[] {
  return rows.filter((row, index) => !rows.slice(0, index).some((earlier) => hasSameCells(row, earlier)))
}
