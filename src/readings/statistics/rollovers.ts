import { type CounterLimits, type Neighbours, type Point, riseBetween } from '../counter.ts'
import { type Changes, firstPoint, lastPoint } from '../meter-changes/meter-change.ts'

/** Two readings, one after the other, between which the counter passed its last digit and began at 0. */
export interface Rollover {
  before: Point
  after: Point
}

/** Looks up the neighbours of instants on the same meter. */
type LookUp = (instants: readonly number[]) => Promise<Neighbours[]>

interface Span {
  from: number
  to: number
}

const dayMilliseconds = 86_400_000
const longestStepDays = 10
const nothing: Neighbours = { before: null, after: null }

/**
 * Finds the rollovers around a span by looking at the counter in steps so short that it cannot go round in one of them,
 * and closer only where it stands lower than a step before, or higher than it can show: a wrong value must not hide the
 * rollover beside it. The steps lie at the same instants whatever the span, so that every question finds the same
 * rollovers.
 */
export async function findRollovers(
  lookUp: LookUp,
  { from, to }: Span,
  { changes, limits }: { changes: Changes; limits: CounterLimits },
): Promise<Rollover[]> {
  const step = stepOf(limits)
  const [atFrom = nothing, atTo = nothing] = await lookUp([from, to])
  // Nothing is there before the first point, nor after the last, however far a question goes.
  const first = atFrom.before ? from : atFrom.after?.timestamp
  const newest = atTo.after ? to : atTo.before?.timestamp
  if (first === undefined || newest === undefined) return []
  const begin = Math.floor(first / step) * step
  const end = Math.ceil(newest / step) * step
  const found: Rollover[] = []
  let last: Point | null = null
  const goTo = async (point: Point | null): Promise<void> => {
    if (!point || (last && point.timestamp <= last.timestamp)) return
    if (last) found.push(...(await rolloversBetween(lookUp, last, point, limits)))
    last = point
  }
  const steps = Array.from({ length: (end - begin) / step + 1 }, (_, index) => begin + index * step)
  for (const [index, { before, after }] of (await lookUp(steps)).entries()) {
    const at = begin + index * step
    const passed = changes.filter(({ timestamp }) => timestamp > Math.max(begin, at - step) && timestamp <= at)
    for (const change of passed) {
      await goTo(lastPoint(change))
      last = firstPoint(change)
    }
    await goTo(before)
    // A span may end between the two readings of a rollover; and every span has to go by the same points.
    await goTo(after)
  }
  return found
}

function stepOf({ range, maxPerDay }: CounterLimits): number {
  const days = (range ?? 0) / 2 / maxPerDay
  return Math.floor(Math.min(Math.max(days, 1), longestStepDays)) * dayMilliseconds
}

/** Halves the way until nothing lies between two points, leaving out what rises and fits the counter. */
async function rolloversBetween(lookUp: LookUp, from: Point, to: Point, limits: CounterLimits): Promise<Rollover[]> {
  const { range } = limits
  const isFall = to.value < from.value
  const outgrows = range !== null && from.value < range && to.value >= range
  if (!isFall && !outgrows) return []
  const inner = await pointBetween(lookUp, from, to)
  if (!inner) return isFall && riseBetween(from, to, limits) >= 0 ? [{ before: from, after: to }] : []
  const first = await rolloversBetween(lookUp, from, inner, limits)
  return [...first, ...(await rolloversBetween(lookUp, inner, to, limits))]
}

async function pointBetween(lookUp: LookUp, from: Point, to: Point): Promise<Point | undefined> {
  const middle = Math.floor((from.timestamp + to.timestamp) / 2)
  const [{ before, after } = nothing] = await lookUp([middle])
  if (before && before.timestamp > from.timestamp) return before
  return after && after.timestamp < to.timestamp ? after : undefined
}
