const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|z|[+-]\d\d:\d\d)?$/
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
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), milliseconds)
  if (!isCalendarTime(utc, Number(month), Number(day), Number(hour), Number(minute), Number(second)))
    return { message: `names a date or time that does not exist; right is for example ${example}` }
  if (offset === undefined) return localInstant(utc, timeZone)
  const shift = offsetMinutes(offset)
  return shift === undefined ? { message: `has an offset that does not exist: ${offset}` } : utc - shift * minuteMilliseconds
}

/** An instant as RFC 3339 in UTC. */
export function formatTimestamp(instant: number): string {
  return new Date(instant).toISOString()
}

function isCalendarTime(utc: number, month: number, day: number, hour: number, minute: number, second: number): boolean {
  const date = new Date(utc)
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
}

function offsetMinutes(offset: string): number | undefined {
  if (offset === 'Z' || offset === 'z') return 0
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(4, 6))
  if (hours > 23 || minutes > 59) return undefined
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

function localInstant(localAsUtc: number, timeZone: string): number | TimestampError {
  const local = Temporal.Instant.fromEpochMilliseconds(localAsUtc).toZonedDateTimeISO('UTC').toPlainDateTime()
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(timeZone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return earlier.epochMilliseconds
  const occurs = earlier.toPlainDateTime().equals(local) ? 'twice' : 'never'
  return { message: `occurs ${occurs} in ${timeZone} because the clocks change; add the offset, as in ${example}` }
}
