import { noRawRows } from '../cells/raw-rows.ts'
import { areSameColumns } from '../cells/sheet-layout.ts'
import { isRangeRefusal, SheetUnclearError } from '../google/sheets-failure.ts'
import { type Findings, findOut } from '../looks/take-look.ts'
import { forgetTab, isRefuted, type Knowledge, type MirrorContext } from '../mirror-context.ts'
import { hasColumns, lookAtTab, type Tab } from '../sheet-tab.ts'
import { type BatchPlan, hasWork, judgeAppends, noRowWork, planBatch, toRequests } from './batch-plan.ts'
import { isTraced } from './batch-trace.ts'
import type { BatchContent, OpenBatch } from './batches-store.ts'
import type { PendingReading, Shown } from './pending-store.ts'
import { resolveBatch } from './resolve-batch.ts'
import { type Parcel, readBackOf, sendBatch } from './send-batch.ts'
import { asRefused, joinTraces, type Picture, traceOf, withMissing } from './trace-batch.ts'

const pageSize = 4_000
const nowhere = 0
// Ids that Google reads back are parsed on the thread that answers HTTP.
const mostReadBack = 20_000
// A row that Google shows otherwise than it was written is not written for ever.
const mostTries = 3

/** `wrote`: there may be more to write. `changed`: what was written has yet to be seen in the sheet. */
type Turn = 'idle' | 'wrote' | 'changed'

/**
 * Looks at the sheet where that is due, takes in what people did, and writes one batch of what waits, if anything does.
 *
 * The protocol: a batch gets a number and stands in the ledger before it is sent; it is one atomic `batchUpdate` that
 * leaves a marker. A batch that only appends is settled by the ids that Google reads back in the same step. One that
 * changes rows, or whose answer was lost, stays open until the next look has found in the sheet what became of it; not
 * found, the same batch goes out again, if with nothing but its marker, and a refusal that names that means that it has
 * arrived meanwhile.
 */
export async function takeTurn(
  context: MirrorContext,
  knowledge: Knowledge,
  isLookDue: boolean,
  signal: AbortSignal,
): Promise<Turn> {
  const { site, batches, pending } = context
  const open = await batches.openBatch(site)
  const waiting = await listWaiting(context, knowledge)
  const isLookNeeded = open !== undefined || !(knowledge.isCompared && knowledge.tab)
  const mustLook = isLookDue || isLookNeeded || waiting.some(({ isInSheet }) => isInSheet)
  if (!mustLook && waiting.length === 0) return 'idle'
  if (open) {
    const { settleMilliseconds } = context
    // A clock that was set back must not make it wait for longer.
    await context.sleep(Math.min(settleMilliseconds, open.sentAt + settleMilliseconds - context.clock()), signal)
  }
  const areColumnsKnown = !mustLook && (await lookAtHeader(context, knowledge, signal))
  const found = areColumnsKnown ? undefined : await findOut(context, knowledge, { open, waiting }, signal)
  const isKnown = open !== undefined && found !== undefined && (await resolveBatch(context, knowledge, open, found))
  const left = withWhatIsGone(knowledge, open)
  const again = isKnown ? undefined : left
  const plan = planBatch(
    found ? await pending.list(site, pageSize + knowledge.stuck.size) : waiting,
    found ? { ...found, updates: withoutVain(found, knowledge) } : noRowWork,
    again?.appended,
  )
  await settle(context, plan.settled)
  if (hasWork(plan)) return await carryOut(context, knowledge, { plan, open: again, found }, signal)
  return left ? await finish(context, knowledge, { open: left, isKnown, found }, signal) : 'idle'
}

/** What is gone while the batch is known not to have arrived is gone by a person's hand, whichever of its tries arrives yet. */
function withWhatIsGone(knowledge: Knowledge, open: OpenBatch | undefined): OpenBatch | undefined {
  if (!(open && isRefuted(knowledge, open, knowledge.tab?.markers ?? []))) return open
  return { ...open, trace: withMissing(open.trace, knowledge.missing) }
}

/** Nothing is left to be written. */
async function finish(
  context: MirrorContext,
  knowledge: Knowledge,
  { open, isKnown, found }: { open: OpenBatch; isKnown: boolean; found: Findings | undefined },
  signal: AbortSignal,
): Promise<Turn> {
  const mayArrive = !isKnown && open.sentAt > 0
  if (mayArrive && !(await forestall(context, knowledge, open, signal))) return 'changed'
  if (hasNoMistakes(found)) await context.batches.close(context.site)
  return 'idle'
}

/**
 * Nothing of the batch is to be done any more, as where a person has deleted the row that it corrects, and it may be under way
 * still. With its marker taken, Google refuses it when it arrives. @returns whether it has not arrived before
 */
async function forestall(
  context: MirrorContext,
  knowledge: Knowledge,
  batch: OpenBatch,
  signal: AbortSignal,
): Promise<boolean> {
  const { site, batches } = context
  const { tab, lastRow } = knowledge
  if (!tab) return false
  await batches.sendAgain(site, batch.number, batch)
  const again = { batch, traceIfRefused: batch.trace, sentBefore: batch.sentAt }
  const nothing = { plan: planBatch([], noRowWork), requests: [], fromRow: lastRow, tab }
  const answer = await sendBatch(context, knowledge, { ...again, ...nothing }, signal)
  if (answer === 'arrived' || answer === 'shielded') return false
  await batches.markAtRest(site, batch.number)
  return true
}

async function listWaiting({ site, pending }: MirrorContext, { stuck }: Knowledge): Promise<PendingReading[]> {
  const waiting = await pending.list(site, pageSize + stuck.size)
  return waiting.filter(({ id }) => !stuck.has(id))
}

/** @returns whether the columns are known now; where the tab's name is another by now, only a look finds it */
async function lookAtHeader(context: MirrorContext, knowledge: Knowledge, signal: AbortSignal): Promise<boolean> {
  const { tab } = knowledge
  if (!tab) return false
  try {
    tab.columns = (await lookAtTab(context, tab, undefined, signal)).columns
    return true
  } catch (error) {
    if (!(error instanceof SheetUnclearError || isRangeRefusal(error))) throw error
    forgetTab(knowledge)
    return false
  }
}

function withoutVain({ updates }: Findings, knowledge: Knowledge): Findings['updates'] {
  const counts = updates.map((update) => [tryOf(update), knowledge.tries.get(tryOf(update)) ?? 0] as const)
  knowledge.tries = new Map(counts)
  return updates.filter((update) => (knowledge.tries.get(tryOf(update)) ?? 0) < mostTries)
}

function countTries({ updates }: BatchPlan, { tries }: Knowledge): void {
  // A reading with copies has several rows to write at each try.
  for (const each of new Set(updates.map(tryOf))) tries.set(each, (tries.get(each) ?? 0) + 1)
}

function tryOf({ id, revision, row }: Findings['updates'][number]): string {
  return `${id ?? row} ${revision}`
}

async function settle({ site, pending, onWritten }: MirrorContext, shown: readonly Shown[]): Promise<void> {
  if (shown.length === 0) return
  await pending.markShown(site, shown)
  onWritten({ site, readingIds: shown.map(({ id }) => id) })
}

async function carryOut(
  context: MirrorContext,
  knowledge: Knowledge,
  { plan, open, found }: { plan: BatchPlan; open: OpenBatch | undefined; found: Findings | undefined },
  signal: AbortSignal,
): Promise<Turn> {
  const { site, batches } = context
  const { tab } = knowledge
  if (!tab) return 'wrote'
  const requests = await toRequests(plan, tab.sheetId, tab.columns, tab.timeZone)
  const content = await contentOf(context, pictureOf(knowledge, found), plan, tab)
  const batch = open ?? (await batches.begin(site, content))
  const trace = joinTraces(open?.trace, content.trace)
  if (open) await batches.sendAgain(site, open.number, { ...content, trace })
  const traceIfRefused = asRefused(trace, open?.trace)
  const isWholeRead = plan.deletes.length > 0 && knowledge.lastRow <= mostReadBack
  const fromRow = isWholeRead ? 1 : knowledge.lastRow
  const parcel: Parcel = { batch, traceIfRefused, sentBefore: open?.sentAt ?? 0, plan, requests, fromRow, tab }
  const answer = await sendBatch(context, knowledge, parcel, signal)
  if (answer === 'arrived' || answer === 'shielded') return 'changed'
  countTries(plan, knowledge)
  const told = answer && readBackOf(answer, tab)
  const isAsMeant = !told || hasColumns(told.header, tab.columns)
  const standing = isWholeRead && isAsMeant && told ? new Set(told.rows.keys()) : undefined
  knowledge.answered = { batch: batch.number, standing }
  if (isAsMeant && content.changed.size === 0 && !isTraced(content.trace))
    return await confirmAppends(context, knowledge, { plan, batch, told: told?.rows }, signal)
  await batches.markAtRest(site, batch.number)
  return 'changed'
}

/** What a batch has written into rows that cannot be changed now must not be taken for people's later. */
function hasNoMistakes(found: Findings | undefined): boolean {
  return found === undefined || found.strayed.size + found.crooked.length + found.misnumbered.size === 0
}

function pictureOf({ missing, loose }: Knowledge, found: Findings | undefined): Omit<Picture, 'raw'> {
  const misnumbered = (found?.loose ?? []).map((cells) => ({ row: nowhere, cells }))
  return {
    missing,
    loose: [...loose, ...misnumbered],
    unread: found?.unread ?? [],
    strayed: [...(found?.strayed ?? [])],
    crooked: found?.crooked ?? [],
    astray: found?.astray ?? [],
    misnumbered: found?.misnumbered ?? new Map(),
  }
}

async function contentOf(
  { comparer }: MirrorContext,
  picture: Omit<Picture, 'raw'>,
  plan: BatchPlan,
  { columns }: Tab,
): Promise<BatchContent> {
  const { appends, updates, deletes } = plan
  const raw = updates.length > 0 ? await comparer.rawRows(updates.map(({ row }) => row)) : noRawRows
  return {
    trace: traceOf(plan, columns, { ...picture, raw }),
    appended: new Map(appends.map(({ id, revision }) => [id, revision])),
    changed: new Map(
      [...updates, ...deletes].flatMap(({ id, revision }) => (id === undefined ? [] : [[id, revision]])),
    ),
  }
}

interface Sent {
  plan: BatchPlan
  batch: OpenBatch
  told: ReadonlyMap<string, number> | undefined
}

/** What Google has not told with its answer is read. */
async function confirmAppends(
  context: MirrorContext,
  knowledge: Knowledge,
  { plan: { appends }, batch, told }: Sent,
  signal: AbortSignal,
): Promise<Turn> {
  const { site, batches, comparer } = context
  const tab = knowledge.tab as Tab
  const isTold = told !== undefined && appends.every(({ id }) => told.has(id))
  const view = isTold ? { rows: told, columns: tab.columns } : await lookAtTab(context, tab, knowledge.lastRow, signal)
  if (!areSameColumns(view.columns, tab.columns)) {
    await batches.markAtRest(site, batch.number)
    return 'changed'
  }
  const { rows } = view
  const { shown, missing } = judgeAppends(appends, rows)
  await settle(context, shown)
  await comparer.expect(shown.map(({ id }) => id))
  knowledge.lastRow = rows.values().reduce((last, row) => Math.max(last, row), knowledge.lastRow)
  if (missing.length === 0) {
    knowledge.vanished = 0
    await batches.close(site)
    return 'wrote'
  }
  forgetTab(knowledge)
  await batches.markAtRest(site, batch.number)
  return 'changed'
}
