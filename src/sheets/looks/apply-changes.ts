import type { Draft } from '../../readings/reading.ts'
import { numberRow, type RowUpdate, restoreRow, unnumberRow, updateRow } from '../batches/batch-plan.ts'
import { isEmptyRow } from '../cells/human-cells.ts'
import { fieldsNotShown, valueFields } from '../cells/row-values.ts'
import { numberFields } from '../cells/sheet-layout.ts'
import type { RowsOfId, SheetRow } from '../cells/tab-contents.ts'
import type { MirrorContext } from '../mirror-context.ts'
import type { Decision, UnreadRow } from './decision.ts'
import type { Known } from './known-store.ts'
import type { DecidedPage } from './read-changes.ts'
import type { Taken } from './taken.ts'

type Of<Kind extends Decision['kind']> = Extract<Decision, { kind: Kind }>

const sheet = { by: 'sheet', origin: 'sheet' } as const
const takenPlace = 'Another reading of this source stands at that time already; change the time or the source'

/** Carries out what was decided about a part of the sheet: in the ledger at once, in the sheet with the next batch. */
export async function takeIn(context: MirrorContext, page: DecidedPage, taken: Taken, timeZone: string): Promise<void> {
  const { site, pending, known } = context
  const { decisions } = page
  await pending.moveRows(site, movedRows(page))
  for (const { id } of page.rows) taken.found.add(id)
  for (const decision of ofKind(decisions, 'problem')) noteProblem(taken, decision)
  if (decisions.some(({ kind }) => kind === 'wait' || kind === 'restore' || kind === 'put-back'))
    taken.isUnconfirmed = true
  const numbered = ofKind(decisions, 'number')
  await markShown(context, [...ofKind(decisions, 'shown'), ...numbered])
  // Their ids are looked for from now on.
  await context.comparer.expect(numbered.map(({ id }) => id))
  taken.updates.push(...numbered.map(({ id, revision, row, source }) => numberRow(id, revision, row, source)))
  await amend(context, ofKind(decisions, 'amend'), taken)
  await record(context, ofKind(decisions, 'record'), taken)
  const changed = [...ofKind(decisions, 'amend').map(({ amendment }) => amendment), ...ofKind(decisions, 'shown')]
  const now = await known.withIds(
    site,
    changed.map(({ id }) => id),
  )
  // Until their own ids stand there, these rows change with no look.
  for (const { bears } of [...ofKind(decisions, 'record'), ...numbered])
    if (bears !== undefined) taken.unsettled.add(bears)
  const restored = ofKind(decisions, 'restore')
  taken.updates.push(...restored.map(restoreRow))
  taken.unread.push(...page.copies)
  noteMistakes(taken, decisions)
  taken.putBack.push(...ofKind(decisions, 'put-back').map(({ cells }) => cells))
  taken.updates.push(...ofKind(decisions, 'unnumber').map(({ id, row }) => unnumberRow(id, row)))
  const decided = new Set([...numbered, ...ofKind(decisions, 'unnumber'), ...restored].map(({ row }) => row))
  for (const { id, rows } of page.rows) {
    const reading = now.get(id) ?? page.known.get(id)
    if (taken.stuck.has(id)) taken.unread.push(...rows.map(({ row, cells }) => ({ id, row, cells })))
    if (!reading || taken.stuck.has(id) || rows.some(({ row }) => decided.has(row))) continue
    writeRows(reading, rows, taken, timeZone)
  }
}

/** It can be read only for what it was hit by, and is looked at until that is gone. */
function noteUnread({ unread, unsettled }: Taken, row: UnreadRow): void {
  unread.push(row)
  unsettled.add(row.id)
}

/** They stand in the sheet until the next batch has arrived, which may take more than one look. */
function noteMistakes(taken: Taken, decisions: readonly Decision[]): void {
  for (const { mistakes = [], unread } of ofKind(decisions, 'restore')) {
    for (const mistake of mistakes) taken.strayed.add(mistake)
    if (unread) noteUnread(taken, unread)
  }
  for (const { id, cells } of ofKind(decisions, 'rewrite')) taken.rewritten.set(id, cells)
  for (const { write } of ofKind(decisions, 'mistake')) taken.strayed.add(write)
  taken.crooked.push(...ofKind(decisions, 'crooked').map(({ id, revision, fields }) => ({ id, revision, fields })))
  for (const { id, owner, former, unread } of ofKind(decisions, 'misnumbered')) {
    taken.misnumbered.set(id, owner)
    if (former && !isEmptyRow(former)) taken.loose.push(former)
    if (unread) noteUnread(taken, unread)
  }
}

function writeRows(reading: Known, rows: readonly SheetRow[], taken: Taken, timeZone: string): void {
  const { id, revision, sheetRevision, withdrawnAt } = reading
  if (withdrawnAt !== null) {
    if (sheetRevision !== revision) taken.deletes.push(...rows.map(({ row }) => ({ id, revision, row })))
    return
  }
  const updates = updatesOf(reading, rows, timeZone)
  if (updates.length > 0 && !isStillTyped(reading, rows, taken, updates)) taken.updates.push(...updates)
}

function updatesOf(reading: Known, rows: readonly SheetRow[], timeZone: string): RowUpdate[] {
  return rows.flatMap(({ row, cells }) => {
    const fields = fieldsNotShown(cells, reading, [timeZone])
    return fields.length === 0 ? [] : [updateRow(reading, { row, cells }, fields, timeZone)]
  })
}

/** Where text that can be read is only to become a number, nobody waits for it: first whoever types there comes to rest. */
function isStillTyped(
  { id, revision, sheetRevision }: Known,
  rows: readonly SheetRow[],
  taken: Taken,
  updates: readonly RowUpdate[],
): boolean {
  if (sheetRevision !== revision || !updates.every((update) => isOnlyForm(update, rows))) return false
  const text = JSON.stringify(rows.map(({ cells }) => valueFields.map((field) => cells[field] ?? '')))
  if (taken.textsBefore.get(id) === text) return false
  taken.texts.set(id, text)
  taken.unsettled.add(id)
  taken.isUnconfirmed = true
  return true
}

function isOnlyForm({ row, cells: written }: RowUpdate, rows: readonly SheetRow[]): boolean {
  const cells = rows.find((candidate) => candidate.row === row)?.cells
  const texts = numberFields.filter(
    (field) => field in written && typeof cells?.[field] === 'string' && cells[field] !== '',
  )
  return texts.length === Object.keys(written).length
}

function ofKind<Kind extends Decision['kind']>(decisions: readonly Decision[], kind: Kind): Of<Kind>[] {
  return decisions.filter((decision): decision is Of<Kind> => decision.kind === kind)
}

function movedRows({ rows, known, moved }: DecidedPage): (readonly [string, number])[] {
  return [
    ...moved,
    ...rows.flatMap(({ id, rows: [first, ...others] }: RowsOfId) => {
      const reading = known.get(id)
      const hasMoved = first && others.length === 0 && reading?.sheetRow != null && reading.sheetRow !== first.row
      return hasMoved ? [[id, first.row] as const] : []
    }),
  ]
}

function noteProblem(taken: Taken, { row, message, id, of }: Omit<Of<'problem'>, 'kind'>): void {
  taken.problems.push({ row, message })
  if (id === undefined) return
  taken.unsettled.add(id)
  if (of === 'reading') taken.stuck.add(id)
}

async function markShown(
  { site, pending, onWritten }: MirrorContext,
  shown: readonly (Of<'shown'> | Of<'number'>)[],
): Promise<void> {
  await pending.markShown(site, shown)
  const readingIds = shown.filter(({ kind, row }) => kind === 'shown' && row !== null).map(({ id }) => id)
  if (readingIds.length > 0) onWritten({ site, readingIds })
}

async function amend(
  { site, readings }: MirrorContext,
  decisions: readonly Of<'amend'>[],
  taken: Taken,
): Promise<void> {
  if (decisions.length === 0) return
  const outcomes = await readings.amend(
    site,
    decisions.map(({ amendment }) => amendment),
    sheet,
  )
  for (const [index, { id, kind }] of outcomes.entries()) {
    const { row = 0, seen } = decisions[index] ?? {}
    if (kind === 'done' && seen) taken.seen.set(id, seen)
    if (kind === 'conflict') noteProblem(taken, { row: row ?? 0, id, message: takenPlace, of: 'reading' })
    // Somebody else has changed it at the same moment: the next look decides anew.
    if (kind === 'stale') {
      taken.unsettled.add(id)
      taken.stuck.add(id)
      taken.isUnconfirmed = true
    }
  }
}

async function record(context: MirrorContext, decisions: readonly Of<'record'>[], taken: Taken): Promise<void> {
  if (decisions.length === 0) return
  const { site, readings, pending } = context
  const drafts = decisions.map(({ id, values }): Draft => ({ site, id, ...values }))
  const outcomes = await readings.record({ drafts, ...sheet, onConflict: 'reject', stores: 'each' })
  const recorded: { id: string; revision: number; row: number; source: string | undefined }[] = []
  const again: Of<'record'>[] = []
  for (const [index, { kind, reading }] of outcomes.entries()) {
    const decision = decisions[index]
    if (!decision) continue
    const source = decision.namesSource ? undefined : reading.source
    if (kind === 'recorded') recorded.push({ id: reading.id, revision: reading.revision, row: decision.row, source })
    // The id belongs to another reading.
    else if (kind === 'conflict' && decision.id !== undefined) again.push({ ...decision, id: undefined })
    else taken.isUnconfirmed = true
  }
  await pending.markShown(site, recorded)
  await context.comparer.expect(recorded.map(({ id }) => id))
  taken.updates.push(...recorded.map(({ id, revision, row, source }) => numberRow(id, revision, row, source)))
  await record(context, again, taken)
}
