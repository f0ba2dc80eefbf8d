import {
  type Counter,
  type CounterLimits,
  counterFields,
  mostRise,
  type Neighbours,
  type Point,
  riseBetween,
} from '../counter.ts'
import { fromThousandths } from '../reading.ts'
import { formatTimestamp } from '../timestamp.ts'
import type { Doubt } from './doubt.ts'

/** What stands around a counter's point at other instants, and what contradicts it at its own. */
export interface Surroundings extends Neighbours {
  others: readonly { source: string; value: number }[]
}

const shiftedDigits = [10, 100, 1000]

/** What speaks against a counter's value among its neighbours, which are on the same meter. */
export function doubtsOf(
  counter: Counter,
  point: Point,
  { before, after, others }: Surroundings,
  limits: CounterLimits,
): Doubt[] {
  const said = { field: counterFields[counter], value: point.value }
  const contradictions = others.map((other) => contradiction(said, other))
  const misfits = [
    ...(before ? misfit(before, point, limits, sayingAfter(said, before, limits)) : []),
    // Where the one before fits, a jump behind this point is the later one's.
    ...(after ? misfit(point, after, limits, sayingBefore(said, after, limits)) : []).filter(
      ({ code }) => code === 'counter-fell' || !before,
    ),
  ]
  const isTooLong = limits.range !== null && point.value >= limits.range
  if (misfits.length === 0 && !isTooLong) return contradictions
  return [...misfits, ...magnitude(said, point, { before, after }, limits), ...contradictions]
}

interface Said {
  field: string
  value: number
}

interface Sayings {
  fell(): string
  jumped(): string
}

function misfit(from: Point, to: Point, limits: CounterLimits, sayings: Sayings): Doubt[] {
  const rise = riseBetween(from, to, limits)
  if (rise < 0) return [{ code: 'counter-fell', message: sayings.fell() }]
  if (rise > mostRise(limits, to.timestamp - from.timestamp)) return [{ code: 'jump', message: sayings.jumped() }]
  return []
}

function sayingAfter(said: Said, before: Point, limits: CounterLimits): Sayings {
  return {
    fell: () => `${sayingOf(said)} is less than ${pointText(before)} before it.`,
    jumped: () => `${sayingOf(said)} is too far above ${pointText(before)} before it: ${limitText(limits)}.`,
  }
}

function sayingBefore(said: Said, after: Point, limits: CounterLimits): Sayings {
  return {
    fell: () => `${sayingOf(said)} is more than ${pointText(after)} after it.`,
    jumped: () => `${sayingOf(said)} is too far below ${pointText(after)} after it: ${limitText(limits)}.`,
  }
}

function contradiction(said: Said, { source, value }: Surroundings['others'][number]): Doubt {
  const message = `${sayingOf(said)} is not what ${source} says for the same instant: ${fromThousandths(value)}.`
  return { code: 'contradiction', message }
}

// A digit typed twice or left out, or a decimal comma lost: with the digits shifted it would fit.
function magnitude(said: Said, point: Point, neighbours: Neighbours, limits: CounterLimits): Doubt[] {
  const fitting = shiftedDigits
    .flatMap((factor) => [point.value / factor, point.value * factor])
    .find((value) => fits({ timestamp: point.timestamp, value }, neighbours, limits))
  if (fitting !== undefined) {
    const kind = fitting < point.value ? 'has a digit too many or has lost its decimal comma' : 'lacks a digit'
    const likely = fromThousandths(Math.round(fitting))
    return [{ code: 'magnitude', message: `${sayingOf(said)} perhaps ${kind}: about ${likely} would fit.` }]
  }
  if (limits.range === null || point.value < limits.range) return []
  return [{ code: 'magnitude', message: `${sayingOf(said)} has more digits than the site's meter shows.` }]
}

function fits(point: Point, { before, after }: Neighbours, limits: CounterLimits): boolean {
  if (!before && !after) return false
  return (!before || isNear(before, point, limits)) && (!after || isNear(point, after, limits))
}

// Near enough for a guess: a generous limit alone would let anything fit a counter that has just begun.
function isNear(from: Point, to: Point, limits: CounterLimits): boolean {
  const rise = to.value - from.value
  return rise >= 0 && rise <= from.value / 10 && rise <= mostRise(limits, to.timestamp - from.timestamp)
}

function sayingOf({ field, value }: Said): string {
  return `${field} ${fromThousandths(value)}`
}

function pointText({ timestamp, value }: Point): string {
  return `${fromThousandths(value)} at ${formatTimestamp(timestamp)}`
}

function limitText({ maxPerDay, isMaxChosen }: CounterLimits): string {
  const most = fromThousandths(maxPerDay)
  return isMaxChosen
    ? `the site's limit is ${most} a day`
    : `${most} a day is the limit of a site that names none (maxPerDay)`
}
