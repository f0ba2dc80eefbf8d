import { locale } from '../texts/language.ts'
import { lazily } from './lazily.ts'

const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
const relative = lazily(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
/** The zone (IANA) of this device. */
export const deviceZone = lazily(() => new Intl.DateTimeFormat().resolvedOptions().timeZone)
const formats = new Map<string, (at: Date) => string>()

/** Date and time of day in a zone (IANA), which is named where it is not this device's. */
export function instantText(timestamp: string | number, timeZone = deviceZone()): string {
  const format = formats.get(timeZone) ?? formatIn(timeZone)
  formats.set(timeZone, format)
  return format(new Date(timestamp))
}

function formatIn(timeZone: string): (at: Date) => string {
  const time = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium', timeStyle: 'short' })
  if (timeZone === deviceZone()) return (at) => time.format(at)
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' })
  const zoneName = (at: Date) => zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
  return (at) => `${time.format(at)} ${zoneName(at)}`
}

/** The label of a time or day in a zone (IANA), which is named where it is not this device's. */
export function labelInZone(label: string, timeZone: string): string {
  return timeZone === deviceZone() ? label : `${label} (${timeZone})`
}

/** How long ago, such as "5 minutes ago". */
export function ageText(timestamp: string, now: number): string {
  const seconds = (new Date(timestamp).getTime() - now) / 1000
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 0]
  return length === 0 ? relative().format(0, 'second') : relative().format(Math.trunc(seconds / length), unit)
}

/** How long, in its largest whole unit, such as "3 days". */
export function spanText(seconds: number): string {
  const [unit, length] = steps.find(([, size]) => seconds >= size) ?? ['second', 1]
  const whole = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' })
  return whole.format(Math.floor(seconds / length))
}

/** As inputs of date and time take it, in a zone (IANA). */
export function localTimeText(instant: number, timeZone = deviceZone()): string {
  // Swedes write dates and times as the inputs do.
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return format.format(instant).replace(' ', 'T')
}
