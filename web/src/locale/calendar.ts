import { locale } from '../texts/language.ts'

const dayAndMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const month = new Intl.DateTimeFormat(locale, { month: 'short' })
const monthAndYear = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' })

/** A day of this device's calendar, so many years, months and days from today. */
export function dayFromToday({ years = 0, months = 0, days = 0, isFirstOfMonth = false }): Date {
  const today = new Date()
  const day = isFirstOfMonth ? 1 : today.getDate() + days
  return new Date(today.getFullYear() + years, today.getMonth() + months, day)
}

/** As the service takes days: 2026-05-31. */
export function isoDay(day: Date): string {
  const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()]
  return parts.map((part) => String(part).padStart(2, '0')).join('-')
}

/** The midnight with which a day begins on this device, or one so many days later; as the service takes instants. */
export function midnightText(day: string, daysLater: number): string {
  const date = new Date(`${day}T00:00`)
  date.setDate(date.getDate() + daysLater)
  return date.toISOString()
}

/** Such as 31 May. The instant may be a site's midnight, so its noon is what names the day. */
export function dayText(from: string): string {
  return dayAndMonth.format(noonAfter(from))
}

export function monthText(from: string): string {
  return month.format(noonAfter(from))
}

export function monthAndYearText(from: string): string {
  return monthAndYear.format(noonAfter(from))
}

function noonAfter(from: string): Date {
  return new Date(new Date(from).getTime() + 43_200_000)
}
