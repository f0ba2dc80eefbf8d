import { isEmptyRow, longestSource } from '../cells/human-cells.ts'
import { areSame, isShown, type RowValues, unnamedSource, type ValueField, valueFields } from '../cells/row-values.ts'
import { rawCells, toCells } from '../cells/sheet-rows.ts'
import type { MirrorContext } from '../mirror-context.ts'
import { readRow } from './decide.ts'
import type { Decision, DecisionContext, NewRow } from './decision.ts'
import type { Known } from './known-store.ts'
import { enoughLooks } from './look-counts.ts'
import { differing } from './loose-rows.ts'
import { isRowOf } from './owner.ts'
import { mistakesIn } from './strayed-writes.ts'
import type { TurnedRows } from './turned-rows.ts'

/** Rows that can be read, and those that cannot. */
function readNewRows(
  rows: readonly NewRow[],
  context: DecisionContext,
  numbered: Set<string>,
): { read: { row: NewRow; values: RowValues }[]; decisions: Decision[] } {
  const read: { row: NewRow; values: RowValues }[] = []
  const decisions: Decision[] = []
  for (const row of rows) {
    const values = readRow(row, undefined, context)
    if (!('problem' in values)) {
      read.push({ row, values })
      continue
    }
    const decision = decideUnreadable(row, values.problem, context)
    if (decision.kind === 'number') numbered.add(decision.id)
    decisions.push(decision)
  }
  return { read, decisions }
}

function decideUnreadable(row: NewRow, message: string, context: DecisionContext): Decision {
  const owner = ownerOfUnreadable(row, context)
  if (owner) return numberFor(row, owner)
  if (row.looks < enoughLooks) return { kind: 'wait', row: row.row }
  return { kind: 'problem', row: row.row, message, id: row.bears, of: 'row' }
}

/** The reading that stands where a new row would, and whether it has a row of its own. */
interface Occupant extends RowValues, Pick<Known, 'id' | 'revision' | 'sheetRevision' | 'sheetRow'> {
  hasRow: boolean
}

type NewRowContext = DecisionContext & {
  occupants: ReadonlyMap<string, Occupant>
}

/** Decides about a row without an id of its own. An identical copy of a reading is no reading. */
function decideNewRow(row: NewRow, values: RowValues, context: NewRowContext): Decision[] {
  const owner = ownerOfNew(row, values, context)
  if (owner) return [numberFor(row, owner), ...restoreHit(row, values, owner, context)]
  const occupant = context.occupants.get(placeOf(values))
  const hasRow = occupant?.hasRow || context.given.has(occupant?.id ?? '')
  if (occupant && !hasRow) {
    const { id } = occupant
    // What has not been written into the row yet is no person's doing.
    const isAsBefore = occupant.sheetRevision > 0 && !areSame(occupant, values)
    const revision = isAsBefore ? occupant.sheetRevision : occupant.revision
    const number = { kind: 'number', row: row.row, id, revision, bears: row.bears } as const
    return [number, ...restoreHit(row, values, occupant, context)]
  }
  if (occupant && areSame(occupant, values)) return []
  if (row.looks < enoughLooks) return [{ kind: 'wait', row: row.row }]
  const { bears } = row
  const record = { kind: 'record', row: row.row, id: row.id, bears } as const
  if (!occupant) return [{ ...record, values, namesSource: !isEmptyRow({ source: row.cells.source }) }]
  if (bears !== undefined) return decideCopy({ ...record, values, namesSource: false }, context)
  const message = `Another reading of the source ${values.source} stands at that time already${inRow(occupant)}; change the time or the source, or delete this row`
  return [{ kind: 'problem', row: row.row, message, id: bears, of: 'row' }]
}

/** Whose id has come elsewhere, or not yet: a person may have changed a cell meanwhile, and the API another. */
function ownerOfNew(row: NewRow, values: RowValues, context: NewRowContext): Known | undefined {
  const { missing, given } = context
  const isAsBut = (revision: RowValues): boolean =>
    valueFields.filter((field) => values[field] !== revision[field]).length === 1
  const isEdited = (reading: Known): boolean =>
    isOnItsWay(reading, context) && [reading, ...reading.earlier].some(isAsBut)
  return exactOwner(row, context) ?? missing.find((reading) => !given.has(reading.id) && isEdited(reading))
}

/** The reading that has no row, and whose row was as this one is. */
function exactOwner(row: NewRow, context: DecisionContext): Known | undefined {
  const { missing, given } = context
  return missing.find((reading) => !given.has(reading.id) && isRowOf(row, reading, context, shownSource(row, reading)))
}

/** The reading whose id was on its way into the row when a person made a cell of it unreadable. */
function ownerOfUnreadable(row: NewRow, context: DecisionContext): Known | undefined {
  const { missing, given, loose, timeZones } = context
  // One that read so before was another's.
  if (loose.some((before) => differing(before, row.cells).length === 0)) return undefined
  return missing.find((reading) => {
    const overwritten = shownSource(row, reading)
    const told = valueFields.filter((field) => !overwritten.includes(field))
    const isAsBut = (values: RowValues): boolean =>
      told.filter((field) => !isShown(row.cells, values, field, timeZones)).length === 1
    return isOnItsWay(reading, context) && !given.has(reading.id) && [reading, ...reading.earlier].some(isAsBut)
  })
}

/** Its id may not have come into its row yet. */
function isOnItsWay({ id }: Known, { numbered, shielded }: DecisionContext): boolean {
  return numbered.has(id) || shielded.has(id)
}

/** The row of a reading that has lost its id, or not got it yet, though the reading has been changed elsewhere since. */
function numberFor(row: NewRow, owner: Known): Decision {
  const { id, sheetRevision: revision, source } = owner
  const number = { kind: 'number', row: row.row, id, revision, bears: row.bears } as const
  return shownSource(row, owner).length === 0 ? number : { ...number, source }
}

/** A row that names no source, or is a copy, gets its source with its id. */
function shownSource({ cells, bears }: NewRow, { source }: Known): ValueField[] {
  const named = cells.source
  if (typeof named !== 'string' || named === '') return source === unnamedSource ? ['source'] : []
  return bears !== undefined && source.startsWith(`${named} (copy`) ? ['source'] : []
}

type Record = Extract<Decision, { kind: 'record' }>

/**
 * A copy of which only the value or the note was changed keeps its time, at which its source has a reading already: it gets
 * a source of its own, which is written into the row with its id.
 */
function decideCopy(record: Record, { occupants }: NewRowContext): Decision[] {
  const { row, values, bears } = record
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? ' (copy)' : ` (copy ${count})`
    const copy = { ...values, source: values.source.slice(0, longestSource - suffix.length) + suffix }
    const occupant = occupants.get(placeOf(copy))
    if (!occupant) return [{ ...record, values: copy }]
    // It was recorded before, and its id has not come into the sheet.
    if (!occupant.hasRow && areSame(occupant, copy)) {
      const { id, revision } = occupant
      return [{ kind: 'number', row, id, revision, bears, source: copy.source }]
    }
  }
}

function placeOf({ timestamp, source }: RowValues): string {
  return `${timestamp} ${source}`
}

/** The reading's own row, which has lost its id, may have been hit by what was meant for another. */
function restoreHit(
  { row, bears }: NewRow,
  values: RowValues,
  owner: RowValues & Pick<Known, 'id'>,
  { writes, strayed, timeZone }: NewRowContext,
): Decision[] {
  // What was meant for the original may have come into its copy, which bears the same id.
  const meantForOriginal = writes.filter(({ id }) => id === bears)
  const mistakes = mistakesIn(values, { id: owner.id, agreed: owner, settled: [] }, [...strayed, ...meantForOriginal])
  if (mistakes.length === 0) return []
  const fields = mistakes.flatMap((mistake) => mistake.fields)
  const hit = fields.filter((field) => owner[field] !== values[field])
  const meant = rawCells(toCells({ ...owner }, timeZone))
  const cells = Object.fromEntries(hit.map((field) => [field, meant[field]]))
  return [{ kind: 'restore', row, cells, mistakes }]
}

function inRow({ sheetRow }: Occupant): string {
  return sheetRow === null ? '' : `, in row ${sheetRow}`
}

/** Rows without an id of their own; where two of them name the same place, only the first can become a reading. */
export async function decideNewRows(
  { site, known, comparer }: Pick<MirrorContext, 'site' | 'known' | 'comparer'>,
  rows: readonly NewRow[],
  context: DecisionContext,
  { rowless, numbered }: TurnedRows,
): Promise<Decision[]> {
  const { read, decisions } = readNewRows(rows, context, numbered)
  const instants = new Set(read.map(({ values }) => values.timestamp))
  const there = await known.at(site, [...instants])
  const absent = new Set(await comparer.absent(there.map(({ id }) => id)))
  const occupants = new Map<string, Occupant>(
    there.map((reading) => [
      placeOf(reading),
      { ...reading, hasRow: numbered.has(reading.id) || !(absent.has(reading.id) || rowless.has(reading.id)) },
    ]),
  )
  const take = ({ row, values }: (typeof read)[number]): void => {
    const decided = decideNewRow(row, values, { ...context, occupants })
    for (const decision of decided) {
      if (decision.kind !== 'record' && decision.kind !== 'number') continue
      if (decision.kind === 'number') numbered.add(decision.id)
      const taken = decision.kind === 'record' ? decision.values : values
      occupants.set(placeOf(taken), {
        ...taken,
        hasRow: true,
        id: '',
        revision: 0,
        sheetRevision: 0,
        sheetRow: row.row,
      })
    }
    decisions.push(...decided)
  }
  // A row that is as a reading's was goes before one that may be that row, edited. To compare all with all takes time.
  const mayBeEdited = context.missing.some((reading) => isOnItsWay(reading, context))
  const others: typeof read = []
  for (const each of read) {
    if (mayBeEdited && !exactOwner(each.row, context)) others.push(each)
    else take(each)
  }
  for (const each of others) take(each)
  return decisions
}
