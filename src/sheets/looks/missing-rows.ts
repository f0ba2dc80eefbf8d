import { setImmediate as giveWay } from 'node:timers/promises'
import { type BatchTrace, numberedBy, rowsToNumber } from '../batches/batch-trace.ts'
import type { MirrorContext } from '../mirror-context.ts'
import type { Difference } from './comparison.ts'
import { checkGone, fewestGone, shouldHaveRow } from './guards.ts'
import type { Known } from './known-store.ts'
import { enoughLooks } from './look-counts.ts'

export type ClearLook = Extract<Difference, { kind: 'clear' }>
export type MissingContext = Pick<MirrorContext, 'site' | 'known' | 'comparer'>

/** A batch whose arrival is being found out about. */
export interface BatchState {
  /** What it does to rows that are there. */
  trace: BatchTrace | undefined
  /** Whether it is known to have arrived. */
  hasArrived: boolean
  /** Whether it is known not to have. */
  isRefuted?: boolean
  /** The ids that stood in the sheet right after it, where Google has told them. */
  standing?: ReadonlySet<string> | undefined
}

const idsAPage = 4_000

/** Readings that should have a row and have none, and whether that is certain. */
export async function findMissing(
  context: MissingContext,
  look: ClearLook,
  isResumed: boolean,
): Promise<Map<Known, boolean>> {
  if (look.isFirst) return await findAbsent(context, isResumed)
  const looks = new Map(look.missing.map((each) => [each.id, each.looks]))
  const readings = await context.known.withIds(context.site, [...looks.keys()])
  const missing = [...readings.values()].filter(shouldHaveRow)
  const newly = missing.filter(({ id }) => looks.get(id) === 1).length
  if (!isResumed && newly >= fewestGone) checkGone(newly, await context.known.countInSheet(context.site))
  return new Map(missing.map((reading) => [reading, isResumed || (looks.get(reading.id) ?? 0) >= enoughLooks]))
}

/** At the first look nothing is known of the tab but what the ledger holds; what is gone is confirmed by the next. */
async function findAbsent(context: MissingContext, isResumed: boolean): Promise<Map<Known, boolean>> {
  const { site, known, comparer } = context
  const absent = await absentIds(context)
  const readings = [...(await known.withIds(site, absent)).values()].filter(shouldHaveRow)
  if (!isResumed && readings.length >= fewestGone) checkGone(readings.length, await known.countInSheet(site))
  await comparer.expect(absent)
  return new Map(readings.map((reading) => [reading, isResumed]))
}

/** The ids of readings that should stand there, as the ledger knows, and do not. */
export async function absentIds({ site, known, comparer }: MissingContext): Promise<string[]> {
  const absent: string[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const ids: string[] = await known.idsInSheet(site, after, idsAPage)
    absent.push(...(await comparer.absent(ids)))
    after = ids.length < idsAPage ? undefined : ids.at(-1)
    await giveWay()
  }
  return absent
}

/**
 * What a batch may have deleted in place of what it meant, because rows were moved meanwhile: what stood where it deleted,
 * and what has gone since from an unknown place, because rows were sorted. That all is gone that it meant says nothing: a
 * person may have been quicker. Where more of that is left than was hit so, the places are not to be believed, and all that
 * has gone comes back; but never what Google has told to stand there right after the batch, which a person has deleted since.
 * While the batch is not known to have arrived, nothing that is gone is decided about.
 */
export async function findLost(
  { comparer }: MissingContext,
  look: ClearLook,
  { trace, hasArrived, standing, lostDeletes }: BatchState & { trace: BatchTrace; lostDeletes: number },
  missing: Map<Known, boolean>,
): Promise<Known[]> {
  // A row that was to get its id was there without it.
  const wereGone = new Set(trace.missing).difference(rowsToNumber(trace))
  // An id that it has written itself may have come into another row.
  const haveGoneSince = new Set(standing).difference(numberedBy(trace))
  const readings = [...missing.keys()].filter(({ id }) => !wereGone.has(id) && !haveGoneSince.has(id))
  const gaps = new Map(look.missing.map(({ id, gap }) => [id, gap]))
  const hit = readings.filter(({ id }) => {
    const gap = gaps.get(id)
    return gap && trace.gaps.some((row) => row >= gap.first && row <= gap.last)
  })
  const unplaced = readings.filter(({ id }) => gaps.get(id) === undefined)
  const mayBeLost = hit.length < lostDeletes ? readings : [...hit, ...unplaced]
  for (const known of hasArrived ? mayBeLost : readings) missing.delete(known)
  if (hasArrived) return mayBeLost
  await comparer.askAgain(readings.map(({ id }) => id))
  return []
}
