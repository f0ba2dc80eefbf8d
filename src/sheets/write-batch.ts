import { type BatchPlan, hasWork, judge, planBatch, toRequests } from './batch-plan.ts'
import type { OpenBatch } from './batches-store.ts'
import { forgetRows, type Knowledge, type MirrorContext } from './mirror-context.ts'
import type { PendingReading, Shown } from './pending-store.ts'
import { rowsReadBack, sendBatch } from './send-batch.ts'
import { lookAtTab, openTab } from './sheet-tab.ts'
import { SheetUnclearError } from './sheets-failure.ts'

const pageSize = 4_000
const mostVanished = 2

/**
 * Writes one batch of what waits, if anything does.
 *
 * The protocol: a batch gets a number and stands in the ledger before it is sent; it is one atomic `batchUpdate` that
 * leaves a marker. After an answer that was lost the ids in the sheet decide: found, it has arrived; not found, the same
 * batch goes out again, and a refusal that names its marker means that it has arrived meanwhile.
 */
export async function writePending(
  context: MirrorContext,
  knowledge: Knowledge,
  signal: AbortSignal,
): Promise<'idle' | 'wrote'> {
  const { site, batches, pending } = context
  const open = await batches.openBatch(site)
  const waiting = await pending.list(site, pageSize)
  if (!open && waiting.length === 0) {
    knowledge.isCompared = true
    knowledge.rows = undefined
    return 'idle'
  }
  if (open) await context.sleep(open.sentAt + context.settleMilliseconds - context.clock(), signal)
  knowledge.tab ??= await openTab(context, signal)
  const isWhole = open !== undefined || needsRows(waiting, knowledge)
  const view = await lookAtTab(context, knowledge.tab, isWhole ? 1 : undefined, signal)
  knowledge.tab.columns = view.columns
  if (isWhole) knowledge.rows = view.rows
  if (open && (await resolve(context, knowledge, open, view.rows))) return 'wrote'
  const plan = planBatch(waiting, knowledge.rows, open?.appended)
  await settle(context, plan.settled)
  if (!hasWork(plan)) {
    if (open) await batches.close(site, open.number)
    return 'wrote'
  }
  await carryOut(context, knowledge, plan, open, signal)
  return 'wrote'
}

/** Whether something has to be found in the sheet, or might already stand there. */
function needsRows(waiting: readonly PendingReading[], { rows, isCompared }: Knowledge): boolean {
  return !(isCompared || rows) || waiting.some(({ id, isInSheet }) => isInSheet || rows?.has(id))
}

async function settle({ site, pending, onWritten }: MirrorContext, shown: readonly Shown[]): Promise<void> {
  if (shown.length === 0) return
  await pending.markShown(site, shown)
  onWritten({ site, readingIds: shown.map(({ id }) => id) })
}

/** Finds out by the ids in the sheet whether a batch has arrived. @returns whether its fate is known now */
async function resolve(
  context: MirrorContext,
  knowledge: Knowledge,
  { number, appended }: OpenBatch,
  rows: ReadonlyMap<string, number>,
): Promise<boolean> {
  const found = [...appended].flatMap(([id, revision]) => {
    const row = rows.get(id)
    return row === undefined ? [] : [{ id, revision, row }]
  })
  if (found.length === 0 && knowledge.vanished >= mostVanished)
    throw new SheetUnclearError(
      'Rows that Google says it has written cannot be found by their Reading_ID; check that nobody moves or clears columns, then restart',
    )
  await settle(context, found)
  if (found.length === 0 && knowledge.arrived !== number) return false
  if (found.length === 0) knowledge.vanished++
  await context.batches.close(context.site, number)
  return true
}

async function carryOut(
  context: MirrorContext,
  knowledge: Knowledge,
  plan: BatchPlan,
  open: OpenBatch | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { site, batches, pending } = context
  const { tab } = knowledge
  if (!tab) return
  const before = knowledge.rows
  const requests = await toRequests(plan, tab.sheetId, tab.columns, tab.timeZone)
  const batch = open ?? (await batches.begin(site, new Map(plan.appends.map(({ id, revision }) => [id, revision]))))
  if (open) await batches.sendAgain(site, open.number)
  const fromRow = plan.updates.length + plan.deletes.length > 0 ? 1 : knowledge.lastRow
  const answer = await sendBatch(context, knowledge, { batch, requests, fromRow, tab }, signal)
  if (answer === 'arrived') return
  const told = answer && rowsReadBack(answer, tab)
  const after = told && isTold(plan, told) ? told : (await lookAtTab(context, tab, fromRow, signal)).rows
  const { shown, missing, damaged } = judge(plan, before, after)
  if (plan.deletes.length > 0) await pending.refreshRows(site, after)
  await pending.markShown(site, damaged)
  if (damaged.length > 0) forgetRows(knowledge)
  knowledge.lastRow = after.values().reduce((last, row) => Math.max(last, row), fromRow)
  await settle(context, shown)
  if (missing.length === 0) {
    knowledge.vanished = 0
    await batches.close(site, batch.number)
    return
  }
  knowledge.vanished++
  forgetRows(knowledge)
  await batches.markAtRest(site, batch.number)
}

/** Whether Google has told the ids' places with its answer; what it has not told is read. */
function isTold({ appends, updates }: BatchPlan, told: ReadonlyMap<string, number>): boolean {
  return told.size > 0 && [...appends, ...updates.map(({ reading }) => reading)].every(({ id }) => told.has(id))
}
