export const intervalNames = ['hour', 'day', 'month', 'year'] as const
export type IntervalName = (typeof intervalNames)[number]

export interface Range {
  from: number
  to: number
}

const hourMilliseconds = 3_600_000
const typicalHours = { hour: 1, day: 24, month: 730, year: 8766 }

/** About how many intervals a range has. */
export function countIntervals(interval: IntervalName, { from, to }: Range): number {
  return Math.ceil((to - from) / (typicalHours[interval] * hourMilliseconds))
}

/**
 * The instants at which the local hours, days, months or years of a zone (IANA) begin, from the last one up to `from` to
 * the first one not before `to`. Days have 23 or 25 hours where the clocks change. Where the clocks skip midnight or a
 * full hour, what would begin with it begins as they change.
 */
export function boundariesOf(interval: IntervalName, { from, to }: Range, timeZone: string): number[] {
  const nextOf = interval === 'hour' ? hoursOf(from, timeZone) : datesOf(interval, from, timeZone)
  const boundaries: number[] = []
  for (const boundary of nextOf) {
    // Where clocks are set back over midnight, the day before comes again while the next one has begun.
    if (boundary <= from) boundaries.length = 0
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
  let at = beginOfHour(from, timeZone)
  let offset = offsetAt(at, timeZone)
  let change = nextChange(at, timeZone)
  yield at
  for (;;) {
    at = Math.min(at - sinceFullHour(at, offset) + hourMilliseconds, change)
    if (at === change) {
      const before = offset
      offset = offsetAt(at, timeZone)
      change = nextChange(at, timeZone)
      if (!beginsHour(at, before, offset)) continue
    }
    yield at
  }
}

function beginOfHour(at: number, timeZone: string): number {
  const offset = offsetAt(at, timeZone)
  const full = at - sinceFullHour(at, offset)
  const change = zoned(at + 1, timeZone).getTimeZoneTransition('previous')?.epochMilliseconds
  if (change === undefined || full >= change) return full
  return beginsHour(change, offsetAt(change - 1, timeZone), offset) ? change : beginOfHour(change - 1, timeZone)
}

// Clocks that are set forward by half an hour, or at half past, show the middle of an hour that had not begun; set back
// in that way, of one that has.
function beginsHour(change: number, offsetBefore: number, offsetAfter: number): boolean {
  const past = sinceFullHour(change, offsetAfter)
  return past === 0 || past <= offsetAfter - offsetBefore
}

function sinceFullHour(at: number, offset: number): number {
  const past = (at + offset) % hourMilliseconds
  return past < 0 ? past + hourMilliseconds : past
}

function offsetAt(at: number, timeZone: string): number {
  return zoned(at, timeZone).offsetNanoseconds / 1_000_000
}

function nextChange(at: number, timeZone: string): number {
  return zoned(at, timeZone).getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY
}

function zoned(instant: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone)
}
