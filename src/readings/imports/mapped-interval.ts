import { Problem } from '../../problem.ts'
import type { Range } from '../statistics/intervals.ts'
import type { MappedRow } from './mapped-cells.ts'
import type { Stamp } from './mapped-timestamp.ts'
import type { WholeMap } from './read-map.ts'

/** From where to where a row's energy goes, for an instant that its timestamp names. */
export type SpanOf = (stamp: Stamp, at: number) => Range

const hourMilliseconds = 3_600_000
const dayHours = 24

/** @param first the file's first rows, which tell the interval where the map does not. @throws Problem 400 */
export function spansOf(map: WholeMap, first: readonly MappedRow[], timeZone: string): SpanOf {
  const duration = map.interval === undefined ? between(first) : Temporal.Duration.from(map.interval)
  const { years, months, weeks, days } = duration
  const isCalendar = years + months + weeks + days > 0
  const back = duration.negated()
  if (!isCalendar) {
    const length = duration.total('milliseconds')
    return (_stamp, at) => (map.stamps === 'start' ? { from: at, to: at + length } : { from: at - length, to: at })
  }
  // Days begin when the zone says so, whatever hour an export writes beside them.
  const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone }).epochMilliseconds
  return ({ date }) =>
    map.stamps === 'start'
      ? { from: midnight(date), to: midnight(date.add(duration)) }
      : { from: midnight(date.add(back)), to: midnight(date) }
}

/** What lies between the first rows: the least of it, since rows may be missing. */
function between(rows: readonly MappedRow[]): Temporal.Duration {
  const instants = rows.flatMap(({ stamp }) => stamp.instants[0] ?? [])
  const steps = instants.slice(1).map((at, index) => Math.abs(at - (instants[index] ?? at)))
  const least = Math.min(...steps.filter((step) => step > 0))
  if (!Number.isFinite(least))
    throw new Problem(400, 'The rows do not tell how long an interval is; let the map say so: "interval": "P1D".', {
      type: 'import-map',
      errors: [{ path: '/map/interval', message: 'is required for this file, such as PT15M or P1D' }],
    })
  const days = Math.round(least / hourMilliseconds / dayHours)
  if (least / hourMilliseconds < dayHours - 1) return Temporal.Duration.from({ milliseconds: least })
  if (days >= 365) return Temporal.Duration.from({ years: 1 })
  if (days >= 28) return Temporal.Duration.from({ months: 1 })
  // Nobody exports every second day: some are missing.
  return Temporal.Duration.from({ days: days === 7 ? 7 : 1 })
}
