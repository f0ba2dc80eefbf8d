import type { InputError } from '../../problem.ts'
import type { BulkRow } from '../bulk/bulk.ts'
import { type Counter, counterFields, counters } from '../counter.ts'
import { toThousandths } from '../reading.ts'
import type { Range } from '../statistics/intervals.ts'
import { formatTimestamp } from '../timestamp.ts'
import type { Amount, MappedRow } from './mapped-cells.ts'
import type { SpanOf } from './mapped-interval.ts'
import type { Stamp } from './mapped-timestamp.ts'
import type { WholeMap } from './read-map.ts'

/** Where a counter of a source stands at an instant, in thousandths, as far as the ledger knows; else 0. */
export type CounterBefore = (place: { counter: Counter; source: string; at: number }) => Promise<number>

/** Makes of each row the readings that it stands for. */
export type CountRow = (row: MappedRow | InputError[]) => Promise<BulkRow[]>

/** A counter's value, in thousandths and fractions of them. */
interface Value {
  counter: Counter
  value: number
}

/** A sum on its way, and the instant up to which it goes. */
interface Running extends Value {
  end: number
}

const hourMilliseconds = 3_600_000
const nearMilliseconds = 2 * hourMilliseconds

/** Rows that hold what a meter shows: each is a reading. */
export function countersAsTheyAre({ timestamp }: WholeMap): CountRow {
  const lastStamps = new Map<string, number>()
  return async (row) => {
    if (Array.isArray(row)) return [{ errors: row }]
    const { stamp, source, amounts } = row
    const at = stamp.instants.length === 1 ? stamp.instants[0] : nextInstant(stamp, lastStamps.get(source))
    if (at === undefined) return [{ errors: [clocksChanged(stamp, timestamp.zone)] }]
    lastStamps.set(source, at)
    const values = counters.flatMap((counter) => {
      const amount = amounts[counter]
      return amount === undefined ? [] : [{ counter, value: amount.value }]
    })
    return [reading(at, source, values)]
  }
}

/**
 * Rows that hold the energy of intervals: each adds to a sum, which is the reading at its interval's end. Where an
 * interval does not begin where the one before ends, there is one at its beginning too, so that no energy gets into the
 * gap. After a row that cannot be read nothing more is summed up: what follows would have to be corrected later.
 */
export function countersFromEnergy(map: WholeMap, spanOf: SpanOf, counterBefore: CounterBefore): CountRow {
  const running = new Map<string, Running>()
  const lastStamps = new Map<string, number>()
  let count = 0
  let broken: number | undefined
  const refuse = (errors: InputError[]): BulkRow[] => {
    broken ??= count
    count++
    return [{ errors }]
  }
  const begun = async (counter: Counter, source: string, at: number): Promise<Running> => {
    const known = running.get(`${counter} ${source}`)
    if (known) return known
    const startValue = map[counterFields[counter]]?.startValue
    const value = startValue === undefined ? await counterBefore({ counter, source, at }) : toThousandths(startValue)
    const made = { counter, value, end: Number.NEGATIVE_INFINITY }
    running.set(`${counter} ${source}`, made)
    return made
  }
  const add = async ({ source, amounts }: MappedRow, { from, to }: Range): Promise<BulkRow[]> => {
    const sums: Running[] = []
    for (const counter of counters) if (amounts[counter] !== undefined) sums.push(await begun(counter, source, from))
    if (sums.some(({ end }) => end > from))
      return refuse([{ path: '/timestamp', message: 'lies within the interval of the row before it' }])
    count++
    const beginning = sums.filter(({ end }) => end < from)
    const opening = { ...reading(from, source, beginning), opens: true }
    for (const sum of sums) {
      sum.value += energyOf(amounts[sum.counter], to - from)
      sum.end = to
    }
    return [...(beginning.length > 0 ? [opening] : []), reading(to, source, sums)]
  }
  return async (row) => {
    if (broken !== undefined)
      return refuse([{ path: '', message: `is not summed up: record ${broken} cannot be read` }])
    if (Array.isArray(row)) return refuse(row)
    const last = lastStamps.get(row.source) ?? Number.NEGATIVE_INFINITY
    // In the hour that comes twice the order of the rows tells which is which.
    const at = row.stamp.instants.find((instant) => instant > last)
    if (at === undefined) return isNothing(row) ? [] : refuse([outOfOrder(row.stamp, map.timestamp.zone)])
    lastStamps.set(row.source, at)
    return add(row, spanOf(row.stamp, at))
  }
}

// In the hour that comes twice a row just before it tells which is meant.
function nextInstant({ instants }: Stamp, last: number | undefined): number | undefined {
  const [first = 0] = instants
  const isAmongOthers = last !== undefined && Math.abs(first - last) <= nearMilliseconds
  return isAmongOthers ? instants.find((instant) => instant > last) : undefined
}

function reading(at: number, source: string, values: readonly Value[]): { value: object } {
  const record: Record<string, unknown> = { timestamp: formatTimestamp(at), source }
  for (const { counter, value } of values) record[counterFields[counter]] = Math.round(value) / 1000
  return { value: record }
}

function energyOf(amount: Amount | undefined, milliseconds: number): number {
  const { value, isPower } = amount ?? { value: 0, isPower: false }
  return isPower ? (value * milliseconds) / hourMilliseconds : value
}

// Some fill the hour that spring leaves out with zeros.
function isNothing({ stamp, amounts }: MappedRow): boolean {
  return stamp.instants.length === 0 && Object.values(amounts).every(({ value }) => value === 0)
}

function outOfOrder(stamp: Stamp, zone: string | undefined): InputError {
  if (stamp.instants.length === 0) return clocksChanged(stamp, zone)
  return { path: '/timestamp', message: 'does not come after the row before it; sort the file by time' }
}

function clocksChanged({ instants, date }: Stamp, zone = 'site'): InputError {
  const occurs = instants.length === 0 ? 'never' : 'twice'
  const where = zone === 'site' ? "the site's zone" : zone
  return {
    path: '/timestamp',
    message: `occurs ${occurs} on ${date.toString()} in ${where}, because the clocks change`,
  }
}
