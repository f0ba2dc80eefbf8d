import { localInstants, parseTimestamp, type TimestampError } from '../timestamp.ts'

/** A timestamp of a file. */
export interface Stamp {
  /** The instants that it may name: two in the hour that autumn has twice, none in the one that spring leaves out. */
  instants: readonly number[]
  /** The day that it names, in the site's zone. */
  date: Temporal.PlainDate
}

/** @param timeZone the site's; timestamps without an offset are in `zone` */
type ReadStamp = (text: string, timeZone: string, zone: string) => Stamp | undefined

const parts: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  YY: '(?<year>\\d{2})',
  MM: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  A: '(?<half>[AP]M)',
}
const unixUnits: Readonly<Record<string, number>> = { unix: 1000, 'unix-ms': 1 }

/** Reads timestamps of any of the formats; undefined where one of these names no date. */
export function timestampReader(formats: readonly string[]): ReadStamp | undefined {
  const readers: ReadStamp[] = []
  for (const format of formats) {
    const reader = readerOf(format)
    if (!reader) return undefined
    readers.push(reader)
  }
  return (text, timeZone, zone) => {
    for (const read of readers) {
      const stamp = read(text, timeZone, zone)
      if (stamp) return stamp
    }
    return undefined
  }
}

function readerOf(format: string): ReadStamp | undefined {
  if (format === 'rfc3339') return readRfc3339
  const unit = unixUnits[format]
  if (unit !== undefined)
    return (text, timeZone) => (/^\d{1,14}$/.test(text) ? stampAt(Number(text) * unit, timeZone) : undefined)
  const pattern = format.replaceAll(/YYYY|YY|MM|DD|HH|mm|ss|A|[^\w\s]/g, (part) => parts[part] ?? `\\${part}`)
  if (!['year', 'month', 'day'].every((part) => pattern.includes(`<${part}>`))) return undefined
  const whole = new RegExp(`^${pattern}$`, 'i')
  return (text, timeZone, zone) => {
    const found = whole.exec(text)?.groups
    return found && stampOf(found, timeZone, zone)
  }
}

function readRfc3339(text: string, timeZone: string, zone: string): Stamp | undefined {
  const [, date = '', hour, minute = '00', second = '00', offset] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)? ?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text) ?? []
  if (offset !== undefined) {
    const instant: number | TimestampError = parseTimestamp(text.replace(/ ?([+-]\d\d):?(\d\d)$/, '$1:$2'), timeZone)
    return typeof instant === 'number' ? stampAt(instant, timeZone) : undefined
  }
  const [year, month, day] = date.split('-')
  if (!(year && month && day)) return undefined
  return stampOf({ year, month, day, ...(hour && { hour, minute, second }) }, timeZone, zone)
}

function stampOf(found: Partial<Record<string, string>>, timeZone: string, zone: string): Stamp | undefined {
  const { year = '', month, day, hour, minute = '0', second = '0', half } = found
  const date = dateOf(year.length === 2 ? `20${year}` : year, month, day)
  if (!date) return undefined
  if (hour === undefined) return { instants: [date.toZonedDateTime({ timeZone }).epochMilliseconds], date }
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0)
  // Some write the end of a day as its 24th hour.
  const isDayEnd = hours === 24 && Number(minute) === 0 && Number(second) === 0
  if ((hours > 23 && !isDayEnd) || Number(minute) > 59 || Number(second) > 59) return undefined
  const time = { hour: hours % 24, minute: Number(minute), second: Number(second) }
  const local = (isDayEnd ? date.add({ days: 1 }) : date).toPlainDateTime(time)
  const instants = localInstants(local, zone === 'site' ? timeZone : zone)
  const [first] = instants
  if (zone !== 'site' && first !== undefined && instants.length === 1) return stampAt(first, timeZone)
  return { instants, date: local.toPlainDate() }
}

function dateOf(year: string, month: string | undefined, day: string | undefined): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    )
  } catch {
    return undefined
  }
}

function stampAt(instant: number, timeZone: string): Stamp {
  const date = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate()
  return { instants: [instant], date }
}
