import { numberedBy } from '../batches/batch-trace.ts'
import type { OpenBatch } from '../batches/batches-store.ts'
import type { PendingReading } from '../batches/pending-store.ts'
import { withoutShielded } from '../batches/shields.ts'
import { readSettings } from '../google/spreadsheet-settings.ts'
import { hasBeenAnswered, isRefuted, type Knowledge, type MirrorContext } from '../mirror-context.ts'
import { takeIn } from './apply-changes.ts'
import { lookAtSheet, type SheetLook } from './look-at-sheet.ts'
import type { BatchState } from './missing-rows.ts'
import { decideAll } from './read-changes.ts'
import { createTaken, type Taken } from './taken.ts'
import { undo } from './undo.ts'

/** What a look has found and taken in, and what has to be written because of it. */
export interface Findings extends Taken {
  /** Ids that were asked for. */
  sought: ReadonlySet<string>
  /** Ids of appended rows that stand in a wrong column. */
  astray: string[]
}

// Its title, the spreadsheet's settings and its size are asked for every now and then.
const looksAtOneTab = 10

interface Asked {
  open: OpenBatch | undefined
  waiting: readonly PendingReading[]
}

/** Looks at the whole sheet and takes in what people did there. @throws SheetUnclearError */
export async function findOut(
  context: MirrorContext,
  knowledge: Knowledge,
  { open, waiting }: Asked,
  signal: AbortSignal,
): Promise<Findings> {
  const written = new Map([...(open?.appended ?? []), ...(open?.changed ?? [])])
  const ids = new Set([...written.keys(), ...waiting.map(({ id }) => id), ...knowledge.unsettled])
  const strays = open ? [...open.appended.keys(), ...open.trace.astray, ...numberedBy(open.trace)] : []
  const wanted = { ids: [...ids], strays }
  // The confirming look addresses the tab anew: another may bear its name by now.
  const isTabKnown = !knowledge.isUnconfirmed && knowledge.looksAtTab < looksAtOneTab
  const tab = isTabKnown ? knowledge.tab : undefined
  knowledge.looksAtTab = tab ? knowledge.looksAtTab + 1 : 0
  const { lookedAt, isResumed } = knowledge
  const look = await lookAtSheet(context, { tab, lookedAt, wanted, isResumed }, signal)
  try {
    // What a person has typed means what the spreadsheet's settings say now.
    if (tab && look.page.changed.some(({ id }) => !ids.has(id)))
      knowledge.tab = look.tab = { ...look.tab, ...(await readSettings(context, signal)) }
    const undone = await undo(context, knowledge, look, open, signal)
    if (undone || (await mustConvert(context, knowledge, look)))
      return await findOut(context, knowledge, { open: undone ?? open, waiting }, signal)
    return { ...(await take(context, knowledge, look, { open, written })), sought: ids }
  } catch (error) {
    // What was compared but not taken in would be lost: everything is compared anew.
    await context.comparer.forget()
    knowledge.isCompared = false
    throw error
  }
}

/** With another time zone every row shows another instant: all are compared in the former one, and written anew. */
async function mustConvert({ site, batches, comparer }: MirrorContext, knowledge: Knowledge, look: SheetLook) {
  const { timeZone } = look.tab
  knowledge.timeZone ??= await batches.timeZone(site)
  if (knowledge.timeZone === undefined) await batches.saveTimeZone(site, timeZone)
  knowledge.timeZone ??= timeZone
  if (knowledge.timeZone === timeZone || look.isFirst || knowledge.isConverting) return false
  await comparer.forget()
  return true
}

/** Until these rows are seen to stand there again. */
function rewriteStill({ rewritten, found }: Taken, open: OpenBatch | undefined): void {
  for (const [id, cells] of open?.trace.rewritten ?? []) if (!found.has(id)) rewritten.set(id, cells)
}

function stateOf(knowledge: Knowledge, { tab }: SheetLook, open: OpenBatch | undefined): BatchState {
  if (!open) return { trace: undefined, hasArrived: false }
  const { answered } = knowledge
  return {
    trace: open.trace,
    hasArrived: hasBeenAnswered(knowledge, open) || tab.markers.includes(open.marker),
    isRefuted: isRefuted(knowledge, open, tab.markers),
    standing: answered?.batch === open.number ? answered.standing : undefined,
  }
}

async function take(
  context: MirrorContext,
  knowledge: Knowledge,
  look: SheetLook,
  { open, written }: { open: OpenBatch | undefined; written: ReadonlyMap<string, number> },
): Promise<Omit<Findings, 'sought'>> {
  const taken = createTaken(knowledge.texts)
  const { isResumed, seen, timeZone } = knowledge
  const shielded = new Set(knowledge.shields.keys())
  const formerTimeZone = timeZone === look.tab.timeZone ? undefined : timeZone
  const appended = open?.appended ?? new Map()
  const state = stateOf(knowledge, look, open)
  const settings = { ...state, written, appended, seen, shielded, isResumed, formerTimeZone }
  let missing: string[] = []
  const onMissing = (ids: string[]): void => {
    missing = ids
  }
  for await (const page of decideAll(context, look, { ...settings, onMissing }))
    await takeIn(context, page, taken, look.tab.timeZone)
  rewriteStill(taken, open)
  const free = withoutShielded(knowledge.shields, taken, context.clock())
  for (const id of free.stuck) {
    taken.stuck.add(id)
    taken.unsettled.add(id)
  }
  taken.problems.push(...free.problems)
  Object.assign(taken, { updates: free.updates, deletes: free.deletes })
  const isAstray = (id: string): boolean => appended.has(id) || (open?.trace.astray.includes(id) ?? false)
  const astray = look.strays.filter(({ id }) => isAstray(id))
  taken.deletes.push(...astray.map(({ id, row }) => ({ id, revision: 0, row })))
  knowledge.isConverting = formerTimeZone !== undefined && taken.updates.length > 0
  if (formerTimeZone !== undefined && !knowledge.isConverting) {
    await context.batches.saveTimeZone(context.site, look.tab.timeZone)
    knowledge.timeZone = look.tab.timeZone
  }
  const isMissing = look.isFirst || look.missing.length > 0
  const toBeWritten = new Set(taken.updates.flatMap(({ id }) => id ?? []))
  const isToChange = toBeWritten.union(new Set(taken.deletes.map(({ id }) => id)))
  Object.assign(knowledge, {
    seen: new Map([...seen, ...taken.seen].filter(([id]) => isToChange.has(id))),
    tab: look.tab,
    lookedAt: context.clock(),
    isCompared: true,
    isResumed: false,
    isUnconfirmed: taken.isUnconfirmed || isMissing,
    missing,
    loose: look.withoutId,
    problems: taken.problems.toSorted((one, other) => one.row - other.row),
    stuck: taken.stuck,
    texts: taken.texts,
    unsettled: new Set([...taken.unsettled, ...toBeWritten]),
    lastRow: Math.max(1, look.lastRow),
  } satisfies Partial<Knowledge>)
  return { ...taken, astray: astray.map(({ id }) => id) }
}
