import type { Habits } from '../table-file/file-guess.ts'
import { locale } from '../texts/language.ts'

/** How numbers and dates are written where the person lives. */
export const habits: Habits = { dateFormat: dateFormat(), decimalSign: decimalSign() }

function dateFormat(): Habits['dateFormat'] {
  const parts = new Intl.DateTimeFormat(locale).formatToParts().map(({ type }) => type)
  const [first] = parts.filter((type) => type === 'year' || type === 'month' || type === 'day')
  if (first === 'year') return 'ymd'
  return first === 'month' ? 'mdy' : 'dmy'
}

function decimalSign(): Habits['decimalSign'] {
  const parts = new Intl.NumberFormat(locale).formatToParts(0.5)
  return parts.some(({ type, value }) => type === 'decimal' && value === ',') ? ',' : '.'
}
