import { type DatePart, type LocaleStyle, plain, withoutDots } from './human-locale.ts'
import { toSerial } from './sheet-rows.ts'

interface Day {
  year: number
  month: number
  day: number
}

const wholeDate = /^(\d{1,4}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{1,4})\.?$/
const timeForm = /^(\D*?) ?(\d{1,2})([:.])(\d\d)(?:\3(\d\d)(?:[.,](\d{1,9}))?)? ?(\D*)$/
// Where the date ends or begins: the longest run of digits, separators and the blanks around these.
const dateFirst = /^(\d{1,4} ?[./-] ?\d{1,2} ?[./-] ?\d{1,4}\.?)(?:(?:, ?| |t)(.+))?$/
const dateLast = /^(.+?),? (\d{1,4}[./-]\d{1,2}[./-]\d{1,4})$/
// Google Sheets, like others, takes 0 to 29 for this century.
const firstOfLastCentury = 30

/**
 * Reads a date, with or without a time, as people write it in the locale, or as ISO 8601 without an offset.
 *
 * @returns the serial number, or nothing where it cannot be decided
 */
export function parseDate(text: string, style: LocaleStyle): number | undefined {
  const written = plain(text.trim(), style.digits).replaceAll('،', ',')
  const first = dateFirst.exec(written)
  const last = first ? null : dateLast.exec(written)
  const date = first?.[1] ?? last?.[2] ?? ''
  const day = parseDay(date, style)
  // After a date without dots as Italians write it, though their locale has colons.
  const mayBeDotted = style.timeSeparator === '.' || !date.includes('.')
  const time = parseTime(first ? first[2] : last?.[1], style, mayBeDotted)
  if (!day || time === undefined) return undefined
  return toSerial(Date.UTC(day.year, day.month - 1, day.day) + time, 'UTC')
}

function parseDay(text: string, style: LocaleStyle): Day | undefined {
  const [, one = '', , two = '', three = ''] = wholeDate.exec(text) ?? []
  const order = orderOf([one, two, three], style)
  if (!order) return undefined
  const written = Object.fromEntries(order.map((part, index) => [part, [one, two, three][index] ?? ''])) as Record<
    DatePart,
    string
  >
  const year = yearOf(written.year, style)
  if (year === undefined || written.day.length > 2) return undefined
  const found = { year, month: Number(written.month), day: Number(written.day) }
  return isOnCalendar(found) ? found : undefined
}

/** A year of four digits that comes first is followed by month and day; else the locale decides. */
function orderOf([one = '', , three = '']: readonly string[], { order }: LocaleStyle): readonly DatePart[] | undefined {
  const isYearFirst = one.length === 4
  if (isYearFirst) return order[0] === 'year' ? order : ['year', 'month', 'day']
  return three.length === 4 && order[2] !== 'year' ? undefined : order
}

function yearOf(written: string, { isGregorian }: LocaleStyle): number | undefined {
  if (written.length === 4) return Number(written)
  if (written.length !== 2 || !isGregorian) return undefined
  const year = Number(written)
  return year + (year < firstOfLastCentury ? 2000 : 1900)
}

function isOnCalendar({ year, month, day }: Day): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCFullYear() === year && date.getUTCMonth() + 1 === month && date.getUTCDate() === day
}

/** Milliseconds since midnight; without a time, midnight. */
function parseTime(text: string | undefined, style: LocaleStyle, mayBeDotted: boolean): number | undefined {
  if (text === undefined) return 0
  const match = timeForm.exec(text)
  if (!match || (match[3] === '.' && !mayBeDotted)) return undefined
  const [, before = '', hourText, , minute, second = '0', fraction = '', after = ''] = match
  const hour = hourOfDay(Number(hourText), withoutDots(before + after), style)
  if (hour === undefined || Number(minute) > 59 || Number(second) > 59) return undefined
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  return ((hour * 60 + Number(minute)) * 60 + Number(second)) * 1000 + milliseconds
}

function hourOfDay(hour: number, half: string, { halves }: LocaleStyle): number | undefined {
  if (half === '') return hour < 24 ? hour : undefined
  const named = halves.get(half)
  if (!named || hour < 1 || hour > 12) return undefined
  return (hour % 12) + (named === 'pm' ? 12 : 0)
}
