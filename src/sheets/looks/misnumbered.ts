import type { RowCells } from '../cells/human-cells.ts'
import { areSame, isShown, type RowValues, type ValueField } from '../cells/row-values.ts'
import { numberFields } from '../cells/sheet-layout.ts'
import type { SheetRow } from '../cells/tab-contents.ts'
import type { Decision, DecisionContext, UnreadRow } from './decision.ts'
import type { Known } from './known-store.ts'
import { differing } from './loose-rows.ts'
import { isRowOf, ownerOf, ownerOfEdited, restoreSource } from './owner.ts'

const emptyRow: RowCells = {}

/** A batch may have given the id, and a source with it, to the row of another, because rows were moved meanwhile. */
export function decideMisnumbered(
  row: SheetRow,
  known: Known,
  read: RowValues,
  context: DecisionContext,
): Decision[] | undefined {
  const isSourced = context.sourced.has(known.id) && row.cells.source === known.source
  const overwritten: ValueField[] = isSourced ? ['source'] : []
  const owner = ownerOf(row, known, read, context, overwritten)
  if (owner) return giveBack(row, known, owner, isSourced ? owner.source : undefined)
  // A row that names no source reads as the reading's, too.
  const isOwn = [known, ...known.earlier].some((revision) => areSame(read, revision))
  if (!context.numbered.has(known.id) || isOwn) return undefined
  const meant = context.rowsToNumber.get(known.id)
  if (meant && isSameRow(meant, row, known, context)) return undefined
  if (resemble(read, known) && !isOfNeighbour(row, known, context, overwritten)) return undefined
  const loose = looseOne(row, known, context)
  const edited = loose ? undefined : ownerOfEdited(known, read, context, overwritten)
  return edited
    ? giveBack(row, known, edited, isSourced ? edited.source : undefined)
    : unnumber(row, known, context, loose)
}

/** The same where the row cannot be read: it is known by what its cells held. */
export function decideUnreadMisnumbered(row: SheetRow, known: Known, context: DecisionContext): Decision[] | undefined {
  if (!context.numbered.has(known.id)) return undefined
  const loose = looseOne(row, known, context)
  if (loose) return unnumber(row, known, context, loose)
  const before = context.unread.find(({ id, cells }) => id !== known.id && isSameRow(cells, row, known, context))
  const candidates = [...context.missing, ...context.displacedOwners]
  const owner = candidates.find(({ id }) => id === before?.id && !context.given.has(id))
  // One that was typed since.
  if (!before || !owner) return showsAny(row, known, context) ? undefined : unnumber(row, known, context)
  const source = context.sourced.has(known.id) ? textOf(before.cells.source) : undefined
  return giveBack(row, known, owner, source, { ...before, row: row.row })
}

function textOf(cell: unknown): string {
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell) : ''
}

/** Until it stands there, the id that stands there must not be believed. */
function giveBack(
  { row }: SheetRow,
  { id: bears }: Known,
  owner: Known,
  source: string | undefined,
  unread?: UnreadRow,
): Decision[] {
  const number = { kind: 'number', row, id: owner.id, revision: owner.sheetRevision, bears } as const
  return [
    { kind: 'misnumbered', row, id: bears, owner: owner.id, unread },
    source === undefined ? number : { ...number, source },
  ]
}

function unnumber(
  { row, cells }: SheetRow,
  { id, source }: Known,
  { sourced }: DecisionContext,
  former?: RowCells,
): Decision[] {
  const decisions: Decision[] = [
    { kind: 'misnumbered', row, id, former },
    { kind: 'unnumber', row, id },
  ]
  // Another source is a person's.
  const isSourced = sourced.has(id) && cells.source === source
  return isSourced ? [...decisions, restoreSource({ row }, former?.source)] : decisions
}

/** The row without an id that a row was before a batch gave it one; an empty one, too. */
function looseOne(row: SheetRow, known: Known, context: DecisionContext): RowCells | undefined {
  return [...context.loose, emptyRow].find((before) => isSameRow(before, row, known, context))
}

function isSameRow(before: RowCells, { cells }: SheetRow, { id }: Known, { sourced }: DecisionContext): boolean {
  return differing(before, cells).every((field) => field === 'source' && sourced.has(id))
}

/** Whether a row can be the reading's own, which a person may have edited since. */
function resemble(seen: RowValues, known: Known): boolean {
  return numberFields.some((field) => known[field] !== null && seen[field] === known[field])
}

/** Whether it shows just what another row does that has got its id by the same batch, or was to get none. */
function isOfNeighbour(
  row: SheetRow,
  { id }: Known,
  context: DecisionContext,
  overwritten: readonly ValueField[],
): boolean {
  const isAs = (before: RowCells): boolean => differing(before, row.cells).every((field) => overwritten.includes(field))
  const neighbours = context.known.values().filter((other) => other.id !== id && context.numbered.has(other.id))
  return context.loose.some(isAs) || neighbours.some((other) => isRowOf(row, other, context, overwritten))
}

/** The same of a row that cannot be read. */
function showsAny({ cells }: SheetRow, known: Known, { timeZones }: DecisionContext): boolean {
  return numberFields.some((field) => known[field] !== null && isShown(cells, known, field, timeZones))
}
