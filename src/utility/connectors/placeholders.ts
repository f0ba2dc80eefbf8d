import type { InputError } from '../../problem.ts'
import { decimalText, roundThousandths, type ValueRule } from '../submissions/value.ts'

/** What the placeholders of a connector stand for while one reading is handed over. */
export interface Placement {
  /** The value to send, in thousandths, already rounded to `rule.decimals`. */
  value: number
  rule: ValueRule
  /** How many whole digits the meter shows; null where neither the site says so nor the fields for digits do. */
  meterDigits: number | null
  /** When the reading was taken; milliseconds, UTC. */
  readingAt: number
  timeZone: string
  site: string
  submission: string
  secrets: Readonly<Record<string, string>>
}

/** This reading cannot be put into this connector's texts, however often it is tried. */
export class PlacementError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PlacementError'
  }
}

type Place = (placement: Placement) => string

const placeholder = /\{\{([^{}]*)\}\}/g
const knownPlaceholders =
  '{{reading}}, {{reading|digits:0:3}}, {{reading|decimal:,:1}}, {{date|YYYY-MM-DD}}, {{time|HH:mm}}, {{secret.NAME}}, {{site}}, {{submission}}'

/** Fills the placeholders of one text; `encode` is laid over each filled-in value, for URLs. @throws PlacementError */
export function fill(text: string, placement: Placement, encode: (value: string) => string = String): string {
  return text.replaceAll(placeholder, (whole, inside: string) => {
    const place = parse(inside)
    if (!place) throw new PlacementError(`${whole} is no known placeholder`)
    return encode(place(placement))
  })
}

/** Fills every string of a JSON value; a string that is nothing but `{{reading}}` becomes a number. @throws PlacementError */
export function fillJson(value: unknown, placement: Placement): unknown {
  if (typeof value === 'string') return value === '{{reading}}' ? placement.value / 1000 : fill(value, placement)
  if (Array.isArray(value)) return value.map((item) => fillJson(item, placement))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillJson(item, placement)]))
}

/** So many digits the `digits` placeholders of a JSON value ask for together; null where there are none. */
export function digitsAskedFor(value: unknown): number | null {
  const ends = [...JSON.stringify(value).matchAll(/\{\{reading\|digits:\d+:(\d+)\}\}/g)].map(([, end]) => Number(end))
  return ends.length === 0 ? null : Math.max(...ends)
}

/** How a value is written into what is sent. */
export interface Written {
  /** The placeholder, or the unit. */
  as: string
  text: string
}

/** How every placeholder for the reading in a JSON value is filled, each once. @throws PlacementError */
export function writtenReadings(value: unknown, placement: Placement): Written[] {
  const places = textsIn(value).flatMap((text) => text.match(/\{\{reading(?:\|[^{}]*)?\}\}/g) ?? [])
  return [...new Set(places)].map((place) => ({ as: place, text: fill(place, placement) }))
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** What is wrong with the placeholders anywhere in a JSON value, by place. */
export function checkPlaceholders(value: unknown, path: string, secretNames: readonly string[]): InputError[] {
  if (typeof value === 'string') return checkText(value, path, secretNames)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    checkPlaceholders(item, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, secretNames),
  )
}

function checkText(text: string, path: string, secretNames: readonly string[]): InputError[] {
  const errors: InputError[] = []
  const rest = text.replaceAll(placeholder, (whole, inside: string) => {
    const secret = secretName(inside)
    if (!parse(inside))
      errors.push({ path, message: `${whole} is no known placeholder; known are ${knownPlaceholders}` })
    else if (secret !== undefined && !secretNames.includes(secret))
      errors.push({ path, message: `${whole} names a secret that is not stored; give it in secrets` })
    return ''
  })
  if (rest.includes('{{')) errors.push({ path, message: 'holds a {{ that does not end in }}' })
  return errors
}

function secretName(inside: string): string | undefined {
  return /^secret\.([A-Za-z0-9_-]{1,64})$/.exec(inside)?.[1]
}

function parse(inside: string): Place | undefined {
  const secret = secretName(inside)
  if (secret !== undefined) return ({ secrets }) => secrets[secret] ?? missing(`the secret ${secret} is not stored`)
  const [name = '', ...rest] = inside.split('|')
  const filter = rest.length === 0 ? undefined : rest.join('|')
  if (name === 'reading') return filter === undefined ? plainReading : parseReadingFilter(filter)
  if (name === 'date' || name === 'time') return parseMoment(filter ?? (name === 'date' ? 'YYYY-MM-DD' : 'HH:mm'))
  if (filter !== undefined) return undefined
  if (name === 'site') return ({ site }) => site
  return name === 'submission' ? ({ submission }) => submission : undefined
}

const plainReading: Place = ({ value, rule }) => decimalText(value, rule.decimals)

function parseReadingFilter(filter: string): Place | undefined {
  const digits = /^digits:(\d{1,2}):(\d{1,2})$/.exec(filter)
  if (digits) {
    const [from, to] = [Number(digits[1]), Number(digits[2])]
    return from < to ? (placement) => paddedDigits(placement, to).slice(from, to) : undefined
  }
  const decimal = /^decimal:([^\d|]):([0-3])$/.exec(filter)
  const [, separator = '', decimals] = decimal ?? []
  if (!decimal) return undefined
  return ({ value, rule: { rounding } }) => {
    const rule = { decimals: Number(decimals), rounding }
    return decimalText(roundThousandths(value, rule), rule.decimals, separator)
  }
}

// Wrong digits in the right fields would be a wrong reading, so what does not fit is refused.
function paddedDigits({ value, rule, meterDigits }: Placement, needed: number): string {
  if (meterDigits === null) missing('the site does not say how many digits its meter has')
  const whole = decimalText(value, 0).padStart(meterDigits, '0')
  if (whole.length > meterDigits) missing(`the value has more than the meter's ${meterDigits} digits`)
  const digits = whole + decimalText(value, rule.decimals, '').slice(decimalText(value, 0).length)
  return digits.length >= needed ? digits : missing(`the value has fewer than ${needed} digits`)
}

const momentToken = /YYYY|YY|MM|DD|HH|mm|ss/g

function parseMoment(format: string): Place | undefined {
  const rest = format.replaceAll(momentToken, '')
  if (rest === format || /[^-./:,_ T]/.test(rest)) return undefined
  return ({ readingAt, timeZone }) => {
    const local = Temporal.Instant.fromEpochMilliseconds(readingAt).toZonedDateTimeISO(timeZone)
    const year = String(local.year)
    const parts: Record<string, string> = {
      YYYY: year,
      YY: year.slice(-2),
      MM: twoDigits(local.month),
      DD: twoDigits(local.day),
      HH: twoDigits(local.hour),
      mm: twoDigits(local.minute),
      ss: twoDigits(local.second),
    }
    return format.replaceAll(momentToken, (token) => parts[token] ?? token)
  }
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

function missing(message: string): never {
  throw new PlacementError(message)
}
