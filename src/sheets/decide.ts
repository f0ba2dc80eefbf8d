import type { Amendment } from '../readings/amendment.ts'
import { readCells } from './human-cells.ts'
import type { Known } from './known-store.ts'
import { enoughLooks } from './look-counts.ts'
import { agreedOf, type Merged, merge } from './merge.ts'
import {
  areSame,
  fieldsNotShown,
  isShown,
  type RowValues,
  readingValues,
  sheetSource,
  type ValueField,
  valueFields,
} from './row-values.ts'
import { type StrayedWrite, withoutMistakes } from './strayed-writes.ts'
import type { RowsOfId, SheetRow } from './tab-contents.ts'

/** What to do about one row, or about one reading that has none. */
export type Decision =
  /** The reading is corrected, withdrawn or restored. */
  | { kind: 'amend'; row: number | null; amendment: Amendment; seen: RowValues | undefined }
  /** The row becomes a reading, with the id that it bears where that can be kept. */
  | {
      kind: 'record'
      row: number
      id: string | undefined
      values: RowValues
      bears: string | undefined
      namesSource: boolean
    }
  /** The row is that of a reading that has no other: it gets the reading's id. */
  | { kind: 'number'; row: number; id: string; revision: number; bears: string | undefined }
  /** The id was written into a wrong row, because rows were moved meanwhile. */
  | { kind: 'unnumber'; row: number; id: string; isSourceOurs: boolean }
  /** The sheet shows this revision. */
  | { kind: 'shown'; row: number | null; id: string; revision: number }
  /** A person has to put it right; the row stays as it is. It is that of the reading, or one that bears its id. */
  | { kind: 'problem'; row: number; message: string; id: string | undefined; of: 'reading' | 'row' }
  /** Somebody may still be typing. */
  | { kind: 'wait'; row: number }

/** What decisions rest upon beside the rows. */
export interface DecisionContext {
  known: ReadonlyMap<string, Known>
  /** The revisions that a batch whose arrival is being found out about has written. */
  written: ReadonlyMap<string, number>
  /** Which fields of them it writes. */
  writtenFields: ReadonlyMap<string, readonly ValueField[]>
  strayed: readonly StrayedWrite[]
  /** What rows were last seen to show, where that is no revision of the reading. */
  seen: ReadonlyMap<string, RowValues>
  /** Rows that a batch was to delete are still there: it may have deleted others, because rows were moved meanwhile. */
  hasLostDeletes: boolean
  /** Readings whose ids that batch has written. */
  numbered: ReadonlySet<string>
  /** Columns that were moved since that batch was made. */
  displaced: readonly ValueField[]
  /** Readings that should have a row and have none. */
  missing: readonly Known[]
  locale: string
  /** The spreadsheet's own. */
  timeZone: string
  /** In which rows may have been written: its own, and the one before it while not all rows have followed. */
  timeZones: readonly string[]
  now: number
  /** When people changed what is seen now, as far as that can be told. */
  editedAt: number
}

interface DecidedRows {
  decisions: Decision[]
  /** The reading's own rows, those that say the same. */
  own: RowsOfId | undefined
  /** Rows that bear the id but say something else, or that no reading is known to. */
  newRows: NewRow[]
}

/** Decides about the rows that bear one id. */
export function decideRows({ id, rows }: RowsOfId, context: DecisionContext): DecidedRows {
  const known = context.known.get(id)
  if (!known) {
    const newRows = withoutTwins(rows).map((row) => ({ ...row, id: keptId(id), bears: id, looks: enoughLooks }))
    return { decisions: [], own: undefined, newRows }
  }
  const original = originalOf(rows, known, context)
  const own = rows.filter((row) => hasSameCells(row, original) || showsRevision(row, known, context))
  const copies = rows.filter((row) => !own.includes(row))
  return {
    decisions: decideRow(original, known, context),
    own: { id, rows: own },
    newRows: copies.map((row) => ({ ...row, id: undefined, bears: id, looks: enoughLooks })),
  }
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Another instance's id is kept, what is no id is not. */
function keptId(id: string): string | undefined {
  return uuid.test(id.toLowerCase()) ? id.toLowerCase() : undefined
}

function withoutTwins(rows: readonly SheetRow[]): SheetRow[] {
  return rows.filter((row, index) => !rows.slice(0, index).some((earlier) => hasSameCells(row, earlier)))
}

/** The row that still shows what was agreed; else the one that stands where the reading stood; else the first. */
function originalOf(rows: readonly SheetRow[], known: Known, context: DecisionContext): SheetRow {
  const [first] = rows
  if (!first) throw new Error('an id without a row')
  if (rows.length === 1) return first
  const unchanged = rows.filter((row) => showsRevision(row, known, context))
  const candidates = unchanged.length > 0 ? unchanged : rows
  return candidates.find(({ row }) => row === known.sheetRow) ?? candidates[0] ?? first
}

/** Whether a row shows what the mirror has written there last, or is about to write. */
function showsRevision({ cells }: SheetRow, known: Known, { timeZones, written }: DecisionContext): boolean {
  const last = [known.revision, known.sheetRevision, written.get(known.id)]
  return [known, ...known.earlier]
    .filter(({ revision }) => last.includes(revision))
    .some((values) => fieldsNotShown(cells, values, timeZones).length === 0)
}

function hasSameCells(one: SheetRow, other: SheetRow): boolean {
  return valueFields.every((field) => (one.cells[field] ?? '') === (other.cells[field] ?? ''))
}

function decideRow(row: SheetRow, known: Known, context: DecisionContext): Decision[] {
  const isSettled = known.sheetRevision === known.revision
  if (fieldsNotShown(row.cells, known, context.timeZones).length === 0) {
    if (known.withdrawnAt === null)
      return isSettled ? [] : [{ kind: 'shown', row: row.row, id: known.id, revision: known.revision }]
    if (!isSettled) return []
  }
  const read = readRow(row, known, context)
  if ('problem' in read) return [{ kind: 'problem', row: row.row, message: read.problem, id: known.id, of: 'reading' }]
  if (context.numbered.has(known.id) && !resemble(read, known))
    return [{ kind: 'unnumber', row: row.row, id: known.id, isSourceOurs: row.cells.source === sheetSource }]
  const hasComeBack = known.withdrawnAt !== null && isSettled
  if (hasComeBack) return [amend(row, known, read, { values: read, isWithdrawn: false, outdone: undefined })]
  return decideRead(row, known, read, context)
}

/** Whether a row can be the reading's own, which a person may have edited since. */
function resemble(seen: RowValues, known: Known): boolean {
  const telling = ['timestamp', 'inverter', 'meter'] as const
  return telling.some((field) => known[field] !== null && seen[field] === known[field])
}

function decideRead(row: SheetRow, known: Known, seen: RowValues, context: DecisionContext): Decision[] {
  const owner = context.missing.find((other) => other.id !== known.id && areSame(other, seen))
  if (owner) return [{ kind: 'number', row: row.row, id: owner.id, revision: owner.sheetRevision, bears: known.id }]
  const given = {
    seen: context.seen.get(known.id),
    written: context.written.get(known.id),
    fields: context.writtenFields.get(known.id),
    displaced: context.displaced,
  }
  const agreed = agreedOf(known, seen, given)
  const corrected = agreed ? withoutMistakes(seen, known, agreed, context.strayed) : seen
  if (agreed && areSame(corrected, agreed)) return decideUnedited(row, known, agreed, seen)
  const merged = merge(known, agreed ?? known, corrected, context.editedAt)
  const isWithdrawn = known.withdrawnAt !== null
  const changesNothing = !merged.outdone && areSame(merged.values, known) && merged.isWithdrawn === isWithdrawn
  return changesNothing ? [] : [amend(row, known, seen, merged)]
}

/** A revision that has arrived is noted, whether or not there is a newer one by now. */
function decideUnedited(row: SheetRow, known: Known, agreed: RowValues, seen: RowValues): Decision[] {
  if (!areSame(agreed, seen)) return []
  const revisions = [...known.earlier, known]
  const shown = revisions.find((revision) => revision === agreed)
  if (!shown || shown.revision === known.sheetRevision || (shown === known && known.withdrawnAt !== null)) return []
  return [{ kind: 'shown', row: row.row, id: known.id, revision: shown.revision }]
}

function amend(
  { row }: SheetRow,
  { id, revision, withdrawnAt }: Known,
  seen: RowValues,
  { values, outdone, isWithdrawn }: Merged,
): Decision {
  const isShown = areSame(values, seen) && !isWithdrawn
  const amendment: Amendment = {
    id,
    revision,
    outdone: outdone && { ...outdone, withdrawnAt: null },
    values: { ...values, withdrawnAt: isWithdrawn ? withdrawnAt : null },
    isShown,
    sheetRow: row,
  }
  return { kind: 'amend', row, amendment, seen: isShown ? undefined : seen }
}

/** What a row says; where a cell shows what was there before, it means just that (an hour that occurs twice). */
export function readRow(
  row: SheetRow,
  known: Known | undefined,
  context: DecisionContext,
): RowValues | { problem: string } {
  const read = readCells(row.cells, context)
  if ('problem' in read) return read
  const values = readingValues(read.values)
  if ('problem' in values || !known) return values
  const revision = [known, ...known.earlier].find((candidate) =>
    isShown(row.cells, candidate, 'timestamp', context.timeZones),
  )
  return revision ? { ...values, timestamp: revision.timestamp } : values
}

/** A row that is no reading yet. */
export interface NewRow extends SheetRow {
  /** The id that stands there. */
  bears: string | undefined
  /** The id that it may keep. */
  id: string | undefined
  /** In how many looks in a row it has read the same. */
  looks: number
}

/** Decides about a reading whose row is gone. */
export function decideMissing(known: Known, { editedAt, now }: DecisionContext): Decision[] {
  const { id, revision, sheetRevision, timestamp, inverter, meter, source, note, at } = known
  const values = { timestamp, inverter, meter, source, note, withdrawnAt: null }
  const gone = { ...values, withdrawnAt: now }
  // Changed by one and deleted by another: the later counts, and the row is written anew where that was the change.
  const isKept = sheetRevision !== revision && at > editedAt
  const amendment: Amendment = {
    id,
    revision,
    outdone: isKept ? gone : undefined,
    values: isKept ? values : gone,
    isShown: !isKept,
    sheetRow: null,
  }
  return [{ kind: 'amend', row: null, amendment, seen: undefined }]
}
