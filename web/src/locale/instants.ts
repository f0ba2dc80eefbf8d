import { locale } from '../texts/language.ts'

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
const dateAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })

/** Date and time of day, in this device's time zone. */
export function instantText(timestamp: string | number): string {
  return dateAndTime.format(new Date(timestamp))
}

/** How long ago, such as "5 minutes ago". */
export function ageText(timestamp: string, now: number): string {
  const seconds = (new Date(timestamp).getTime() - now) / 1000
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 0]
  return length === 0 ? relative.format(0, 'second') : relative.format(Math.trunc(seconds / length), unit)
}

/** How long, in its largest whole unit, such as "3 days". */
export function spanText(seconds: number): string {
  const [unit, length] = steps.find(([, size]) => seconds >= size) ?? ['second', 1]
  const whole = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' })
  return whole.format(Math.floor(seconds / length))
}

/** As inputs of date and time take it, in this device's time zone. */
export function localTimeText(instant: number): string {
  const offset = new Date(instant).getTimezoneOffset() * 60_000
  return new Date(instant - offset).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)
}
