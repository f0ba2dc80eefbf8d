import type { CellValue } from './model.ts'

/** What is known when a person types. */
export interface Typing {
  /** The spreadsheet's, as Google writes it: `de_DE`. */
  locale: string
  now: number
}

interface Typed {
  value: CellValue
  /** The format that the cell takes on where it had none of that kind. */
  numberFormat?: { type: string; pattern: string }
}

const millisecondsPerDay = 86_400_000
const epoch = Date.UTC(1899, 11, 30)
const isoPattern = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/
const truths = new Map([
  ['true', true],
  ['false', false],
])

/**
 * What Sheets makes of text that is typed into a cell: formulas, booleans, numbers and dates as they are written in the
 * spreadsheet's locale (ISO dates in every one); whatever is none of them stays text, and so does what follows a `'`.
 * After https://support.google.com/docs/answer/58515 and `USER_ENTERED` in
 * https://developers.google.com/workspace/sheets/api/reference/rest/v4/ValueInputOption
 */
export function parseTyped(text: string, typing: Typing): Typed {
  if (text === '') return { value: {} }
  if (text.startsWith("'")) return { value: { stringValue: text.slice(1) } }
  if (text.startsWith('=')) return { value: { formulaValue: text } }
  const truth = truths.get(text.trim().toLowerCase())
  if (truth !== undefined) return { value: { boolValue: truth } }
  const number = parseNumber(text.trim(), typing.locale)
  if (number !== undefined) return { value: { numberValue: number } }
  const date = parseDate(text.trim(), typing)
  if (!date) return { value: { stringValue: text } }
  const hasTime = /:/.test(text)
  return {
    value: { numberValue: date },
    numberFormat: { type: hasTime ? 'DATE_TIME' : 'DATE', pattern: hasTime ? 'yyyy-mm-dd hh:mm:ss' : 'yyyy-mm-dd' },
  }
}

function parseNumber(text: string, locale: string): number | undefined {
  const parts = new Intl.NumberFormat(locale.replace('_', '-')).formatToParts(-1234567.8)
  const decimal = parts.find(({ type }) => type === 'decimal')?.value ?? '.'
  const group = parts.find(({ type }) => type === 'group')?.value ?? ','
  const pattern = new RegExp(
    `^[+-]?(?:\\d{1,3}(?:${quote(group)}\\d{3})+|\\d+)(?:${quote(decimal)}\\d*)?(?:e[+-]?\\d+)?%?$`,
    'i',
  )
  if (!pattern.test(text)) return undefined
  const plain = text
    .replaceAll(new RegExp(quote(group), 'g'), '')
    .replace(decimal, '.')
    .replace('%', '')
  return text.endsWith('%') ? Number(plain) / 100 : Number(plain)
}

function parseDate(text: string, typing: Typing): number | undefined {
  const iso = isoPattern.exec(text)
  if (iso) return serialOf(iso.slice(1).map((part) => Number(part ?? 0)))
  const [date = '', time = ''] = text.split(/\s+/, 2)
  const fields = inOrder(date, typing)
  const clock = /^(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(time)
  if (!(fields && clock)) return undefined
  return serialOf([...fields, ...clock.slice(1).map((part) => Number(part ?? 0))])
}

/** Year, month and day of a date that is written in the locale's order; without a year it is this year's. */
function inOrder(date: string, { locale, now }: Typing): number[] | undefined {
  const parts = new Intl.DateTimeFormat(locale.replace('_', '-')).formatToParts(now)
  const order = parts.flatMap(({ type }) => (type === 'day' || type === 'month' || type === 'year' ? [type] : []))
  const separator = parts.find(({ type }) => type === 'literal')?.value.trim() ?? '/'
  if (!new RegExp(`^\\d{1,4}${quote(separator)}\\d{1,2}(?:${quote(separator)}\\d{0,4})?$`).test(date)) return undefined
  const numbers = date.split(separator).filter((part) => part !== '')
  const named = numbers.length === 2 ? order.filter((type) => type !== 'year') : order
  const given = new Map(named.map((type, index) => [type, Number(numbers[index])]))
  const year = given.get('year') ?? new Date(now).getUTCFullYear()
  return [wholeYear(year), given.get('month') ?? 0, given.get('day') ?? 0]
}

// Two digits mean 1930 to 2029.
function wholeYear(year: number): number {
  if (year >= 100) return year
  return year < 30 ? 2000 + year : 1900 + year
}

function serialOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[]): number | undefined {
  const instant = Date.UTC(year, month - 1, day, hour, minute, second)
  const isReal = new Date(instant).getUTCMonth() === month - 1 && new Date(instant).getUTCDate() === day && hour < 24
  return isReal ? (instant - epoch) / millisecondsPerDay : undefined
}

function quote(separator: string): string {
  // Between thousands, people type a common space where the locale has a narrow one.
  return /\s/.test(separator) ? '\\s' : separator.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
