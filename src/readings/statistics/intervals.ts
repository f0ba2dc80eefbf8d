export const intervalNames = ['hour', 'day', 'month', 'year'] as const
export type IntervalName = (typeof intervalNames)[number]

export interface Range {
  from: number
  to: number
}

const hourMilliseconds = 3_600_000
const minuteMilliseconds = 60_000
const typicalHours = { hour: 1, day: 24, month: 730, year: 8766 }

/** About how many intervals a range has. */
export function countIntervals(interval: IntervalName, { from, to }: Range): number {
  return Math.ceil((to - from) / (typicalHours[interval] * hourMilliseconds))
}

/**
 * The instants at which the local hours, days, months or years of a zone (IANA) begin, from the last one up to `from` to
 * the first one not before `to`. Days have 23 or 25 hours where the clocks change, and begin when the clocks say so
 * where they skip midnight.
 */
export function boundariesOf(interval: IntervalName, { from, to }: Range, timeZone: string): number[] {
  const nextOf = interval === 'hour' ? hoursOf(from, timeZone) : datesOf(interval, from, timeZone)
  const boundaries: number[] = []
  for (const boundary of nextOf) {
    // A day that a zone skipped altogether begins where it ends.
    if (boundary !== boundaries.at(-1)) boundaries.push(boundary)
    if (boundary >= to && boundary > from) return boundaries
  }
  return boundaries
}

function* datesOf(interval: 'day' | 'month' | 'year', from: number, timeZone: string): Generator<number> {
  const date = zoned(from, timeZone).toPlainDate()
  const first = { day: date, month: date.with({ day: 1 }), year: date.with({ day: 1, month: 1 }) }[interval]
  for (let count = 0; ; count++)
    yield first.add({ [`${interval}s`]: count }).toZonedDateTime({ timeZone }).epochMilliseconds
}

function* hoursOf(from: number, timeZone: string): Generator<number> {
  const start = zoned(from, timeZone).round({ smallestUnit: 'hour', roundingMode: 'floor' })
  let at = start.epochMilliseconds
  let change = start.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY
  for (;;) {
    yield at
    at += hourMilliseconds
    if (at < change) continue
    // Clocks may change by half an hour: the next full hour is another one then.
    const local = zoned(at, timeZone)
    if (local.minute > 0) at += (60 - local.minute) * minuteMilliseconds
    change = local.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY
  }
}

function zoned(instant: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
}
