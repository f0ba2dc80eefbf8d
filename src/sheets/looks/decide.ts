import type { Amendment } from '../../readings/recording/amendment.ts'
import { readCells } from '../cells/human-cells.ts'
import {
  areSame,
  fieldsNotShown,
  isShown,
  type RowValues,
  readingValues,
  valueFields,
  withFields,
} from '../cells/row-values.ts'
import type { RowsOfId, SheetRow } from '../cells/tab-contents.ts'
import type { Decision, DecisionContext, NewRow, UnreadRow } from './decision.ts'
import type { Known } from './known-store.ts'
import { enoughLooks } from './look-counts.ts'
import { fieldsRestoredIn, findHitRows } from './loose-rows.ts'
import { agreedOf, type Merged, merge } from './merge.ts'
import { decideMisnumbered, decideUnreadMisnumbered } from './misnumbered.ts'
import { type CrookedRow, type Straight, straighten } from './straighten.ts'
import { mistakesIn, type StrayedWrite, withoutMistakes } from './strayed-writes.ts'
import {
  hasSameCells,
  hitCopiesOf,
  lostCopies,
  mistakeInTwin,
  originalOf,
  showsAnyRevision,
  showsRevision,
  untouched,
  withoutTwins,
} from './twins.ts'

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
  // What bears its id is a copy then.
  if (context.displacedOwners.some((owner) => owner.id === id) && !context.numbered.has(id))
    return { decisions: [], own: undefined, newRows: copiesOf(rows, id, context) }
  const hit = hitCopiesOf(rows, known, context)
  const others = rows.filter((row) => !hit.includes(row))
  const original = originalOf(others, known, context)
  const hitTwins = others.flatMap((row): Extract<Decision, { kind: 'mistake' }>[] => {
    const write = row === original ? undefined : mistakeInTwin(row, known, context)
    return write ? [{ kind: 'mistake', row: row.row, write }] : []
  })
  const isTwin = ({ row }: SheetRow): boolean => hitTwins.some((twin) => twin.row === row)
  const own = others.filter((row) => hasSameCells(row, original) || showsRevision(row, known, context) || isTwin(row))
  // One that shows what the reading once was has been left behind; no person has made another reading of it.
  const copies = others.filter((row) => !(own.includes(row) || showsAnyRevision(row, known, context)))
  const crooked = context.crooked.get(id)
  const decisions = crooked ? decideCrooked(original, known, crooked, context) : decideRow(original, known, context)
  const twins = own.filter((row) => row !== original)
  return {
    decisions: [
      ...decisions,
      ...twins.flatMap(({ row }) => problemsAt(row, decisions)),
      ...hitTwins,
      ...lostCopies(rows, known, context).map((cells): Decision => ({ kind: 'put-back', cells })),
    ],
    own: { id, rows: own },
    newRows: copiesOf([...copies, ...hit], id, context),
  }
}

/** What is wrong with a row is wrong with a copy that reads the same. */
function problemsAt(row: number, decisions: readonly Decision[]): Decision[] {
  return decisions.flatMap((decision) => (decision.kind === 'problem' ? [{ ...decision, row }] : []))
}

/** Somebody may be about to make another reading of a copy, cell by cell. */
function copiesOf(rows: readonly SheetRow[], bears: string, { twinLooks }: DecisionContext): NewRow[] {
  return rows.map((row) => ({ ...row, id: undefined, bears, looks: twinLooks.get(row.row) ?? enoughLooks }))
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

/** Another instance's id is kept, what is no id is not. */
function keptId(id: string): string | undefined {
  return uuid.test(id.toLowerCase()) ? id.toLowerCase() : undefined
}

/** A row whose values may stand under wrong headers, and which may have been hit by what was meant for another. */
function decideCrooked(row: SheetRow, known: Known, crooked: CrookedRow, context: DecisionContext): Decision[] {
  const { straight, mistakes } = straightenHit(row, known, crooked, context)
  const decisions = [...decideRow(straight.row, known, context), ...mistakes]
  if (straight.fields.length > 0) decisions.push({ kind: 'crooked', row: row.row, ...crooked, fields: straight.fields })
  return decisions
}

/** Reads such a row as it was meant, without what it was hit by. */
export function straightenHit(
  row: SheetRow,
  known: Known,
  crooked: CrookedRow,
  { timeZones, strayed }: DecisionContext,
): { straight: Straight; mistakes: Decision[] } {
  const isNews = ({ fields, values }: StrayedWrite): boolean =>
    fields.every((field) => isShown(row.cells, values, field, timeZones)) &&
    fields.some((field) => !isShown(row.cells, known, field, timeZones))
  const hit = strayed.find((write) => write.id !== known.id && isNews(write))
  const emptied = Object.fromEntries((hit?.fields ?? []).map((field) => [field, '']))
  const straight = straighten(
    { ...row, cells: { ...row.cells, ...emptied } },
    known,
    { ...crooked, fields: [...crooked.fields, ...(hit?.fields ?? [])] },
    timeZones,
  )
  return { straight, mistakes: hit ? [{ kind: 'mistake', row: row.row, write: hit }] : [] }
}

function decideRow(row: SheetRow, known: Known, context: DecisionContext): Decision[] {
  const isSettled = known.sheetRevision === known.revision
  if (fieldsNotShown(row.cells, known, context.timeZones).length === 0) {
    if (known.withdrawnAt === null)
      return isSettled ? [] : [{ kind: 'shown', row: row.row, id: known.id, revision: known.revision }]
    if (!isSettled) return []
  }
  const read = readRow(row, known, context)
  if ('problem' in read) return decideUnread(row, known, read.problem, context)
  const misnumbered = decideMisnumbered(row, known, read, context)
  if (misnumbered) return misnumbered
  const hasComeBack = known.withdrawnAt !== null && isSettled
  if (hasComeBack) return [amend(row, known, read, { values: read, isWithdrawn: false, outdone: undefined })]
  return decideRead(row, known, read, context)
}

/** What was written into such a row by mistake has to go from there all the same. */
function decideUnread(row: SheetRow, known: Known, message: string, context: DecisionContext): Decision[] {
  const misnumbered = decideUnreadMisnumbered(row, known, context)
  if (misnumbered) return misnumbered
  const before = context.unread.flatMap(({ id, cells, isCopy }) => (id === known.id && !isCopy ? [cells] : []))
  const strayed = context.strayed.filter(({ id }) => id !== known.id)
  const hit = findHitRows([row], { ...context, loose: before, strayed })
  const restored = before.length === 0 ? [] : hit.map((each): Decision => ({ kind: 'restore', ...each }))
  return [...restored, { kind: 'problem', row: row.row, message, id: known.id, of: 'reading' }]
}

function decideRead(row: SheetRow, known: Known, seen: RowValues, context: DecisionContext): Decision[] {
  const given = {
    seen: context.seen.get(known.id),
    written: context.written.get(known.id),
    fields: context.writtenFields.get(known.id),
    // Where some were moved, one that stands where it stood may have been moved twice.
    displaced: context.displaced.length > 0 ? valueFields : [],
  }
  const agreed = agreedOf(known, seen, given)
  const settled = untouched(row, known, context)
  const restored = fieldsRestoredIn(row, context.restored)
  const strayed = [...context.strayed, ...restored.map((field) => ({ id: '', fields: [field], values: seen }))]
  const mistakes = agreed ? mistakesIn(seen, { id: known.id, agreed, settled }, strayed) : []
  const corrected = agreed ? withoutMistakes(withFields(seen, settled, agreed), mistakes, agreed) : seen
  const unread = context.unread.find(({ id, isCopy }) => id === known.id && !isCopy)
  // What a problem kept from being put right may be in the picture already.
  const isSince = mistakes.some(({ fields }) => fields.some((field) => row.cells[field] !== unread?.cells[field]))
  if (unread && isSince) return [restoreUnread(row, unread, mistakes)]
  const noted = mistakes.map((write): Decision => ({ kind: 'mistake', row: row.row, write }))
  if (agreed && areSame(corrected, agreed)) return [...noted, ...decideUnedited(row, known, agreed, seen)]
  const merged = merge(known, agreed ?? known, corrected, context.editedAt)
  const isWithdrawn = known.withdrawnAt !== null
  const changesNothing = !merged.outdone && areSame(merged.values, known) && merged.isWithdrawn === isWithdrawn
  return changesNothing ? noted : [...noted, amend(row, known, seen, merged)]
}

/** The ledger does not have what stood there, because it could not be read. */
function restoreUnread(row: SheetRow, { id, cells: before }: UnreadRow, mistakes: readonly StrayedWrite[]): Decision {
  const fields = mistakes.flatMap((mistake) => mistake.fields)
  const cells = Object.fromEntries(fields.map((field) => [field, before[field] ?? '']))
  return { kind: 'restore', row: row.row, cells, mistakes, unread: { ...row, id } }
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
