import { locale } from '../texts/language.ts'

interface FromToday {
  years?: number
  months?: number
  days?: number
  isFirstOfMonth?: boolean
}

/** Today in a zone (IANA), as the service takes days: 2026-05-31. */
function today(timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const found = Object.fromEntries(parts.formatToParts(new Date()).map(({ type, value }) => [type, value]))
  return `${found['year']}-${found['month']}-${found['day']}`
}

/** The midnight with which a day begins on this device, or one so many days later; as the service takes instants. */
export function midnightText(day: string, daysLater: number): string {
  const date = new Date(`${day}T00:00`)
  date.setDate(date.getDate() + daysLater)
  return date.toISOString()
}

/** A day of a zone's calendar (IANA), so many years, months and days from today: 2026-05-31. */
export function dayFromToday(
  timeZone: string,
  { years = 0, months = 0, days = 0, isFirstOfMonth = false }: FromToday = {},
): string {
  const [year = 0, month = 0, day = 0] = today(timeZone).split('-').map(Number)
  return isoDay(year + years, month - 1 + months, isFirstOfMonth ? 1 : day + days)
}

/** The day after one, such as 2026-06-01. */
export function dayAfter(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return isoDay(year, month - 1, date + 1)
}

function isoDay(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 'yyyy-mm-dd'.length)
}

/** How days and months of a site are called, in its zone (IANA). */
export function dayNames(timeZone: string) {
  const named = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone })
    return (from: string): string => format.format(new Date(from))
  }
  return {
    /** Such as 31 May. */
    day: named({ day: 'numeric', month: 'short' }),
    month: named({ month: 'short' }),
    monthAndYear: named({ month: 'long', year: 'numeric' }),
  }
}
