const rfc3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:\.(\d{1,9}))?)?(Z|z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/
const example = '2026-11-22T07:30:00+01:00'
const minuteMilliseconds = 60_000

/** What is wrong with a timestamp, as a sentence that follows its name. */
export interface TimestampError {
  message: string
}

/**
 * Reads an RFC 3339 timestamp; without an offset it is local time in `timeZone` (IANA), where an hour that occurs
 * twice or never is refused, since it names no single instant.
 *
 * @returns milliseconds since the epoch, UTC
 */
export function parseTimestamp(text: string, timeZone: string): number | TimestampError {
  const match = rfc3339.exec(text)
  if (!match) return { message: `is no RFC 3339 timestamp such as ${example}` }
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset] = match
  if (second === '60') return { message: 'has second 60; leap seconds are not taken, use 59' }
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  const utc = instantOf(
    [Number(year), Number(month) - 1, Number(day)],
    [Number(hour), Number(minute), Number(second), milliseconds],
  )
  if (!isCalendarDate(utc, Number(month), Number(day)))
    return { message: `names a date that does not exist; right is for example ${example}` }
  return offset === undefined ? localInstant(utc, timeZone) : utc - offsetMinutes(offset) * minuteMilliseconds
}

/** An instant as RFC 3339 in UTC. */
export function formatTimestamp(instant: number): string {
  return new Date(instant).toISOString()
}

// Date.UTC takes the years 0 to 99 for those of the twentieth century.
function instantOf(date: [year: number, month: number, day: number], time: [number, number, number, number]): number {
  const instant = new Date(0)
  instant.setUTCFullYear(...date)
  return instant.setUTCHours(...time)
}

// Date takes 30 February for 2 March.
function isCalendarDate(utc: number, month: number, day: number): boolean {
  const date = new Date(utc)
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day
}

function offsetMinutes(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))
  return offset.startsWith('-') ? -minutes : minutes
}

function localInstant(localAsUtc: number, timeZone: string): number | TimestampError {
  const local = Temporal.Instant.fromEpochMilliseconds(localAsUtc).toZonedDateTimeISO('UTC').toPlainDateTime()
  const [first, second] = localInstants(local, timeZone)
  if (first !== undefined && second === undefined) return first
  const occurs = first === undefined ? 'never' : 'twice'
  return { message: `occurs ${occurs} in ${timeZone} because the clocks change; add the offset, as in ${example}` }
}

/** The instants at which clocks in a zone (IANA) show a local time: one as a rule, two or none where they change. */
export function localInstants(local: Temporal.PlainDateTime, timeZone: string): number[] {
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return [earlier.epochMilliseconds]
  return earlier.toPlainDateTime().equals(local) ? [earlier.epochMilliseconds, later.epochMilliseconds] : []
}
