/** How people of one locale write numbers, dates and times. */
export interface LocaleStyle {
  decimal: string
  group: string
  /** Whether thousands are grouped as in India: 12,34,567. */
  hasPairs: boolean
  /** The order of the parts of a date. */
  order: readonly DatePart[]
  /** Between hours and minutes, beside the colon. */
  timeSeparator: string
  /** What `AM` and `PM` are called; words that are used before and after noon are left out. */
  halves: ReadonlyMap<string, 'am' | 'pm'>
  isGregorian: boolean
  /** The locale's own digits, 0 first. */
  digits: string
}

export type DatePart = 'day' | 'month' | 'year'

const styles = new Map<string, LocaleStyle>()
const hoursPerDay = 24
const dateParts: ReadonlySet<string> = new Set(['day', 'month', 'year'])

/** The style of a locale as Google names it (`de_DE`); of one that nobody knows, that of the United States. */
export function styleOf(locale: string): LocaleStyle {
  const known = styles.get(locale)
  if (known) return known
  const style = learn(supported(locale.replaceAll('_', '-')))
  styles.set(locale, style)
  return style
}

function supported(tag: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag)[0] ?? 'en-US'
  } catch {
    return 'en-US'
  }
}

function learn(tag: string): LocaleStyle {
  const digits = Array.from({ length: 10 }, (_, digit) => new Intl.NumberFormat(tag).format(digit)).join('')
  const clean = (text: string): string => plain(text, digits)
  const numberParts = new Intl.NumberFormat(tag, { useGrouping: 'always' }).formatToParts(123_456_789.5)
  const part = (type: string): string => clean(numberParts.find((candidate) => candidate.type === type)?.value ?? '')
  const dates = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'numeric', day: 'numeric' })
  return {
    decimal: part('decimal'),
    group: part('group'),
    hasPairs: numberParts.filter(({ type, value }) => type === 'integer' && clean(value).length === 2).length > 1,
    order: dates
      .formatToParts(0)
      .map(({ type }) => type)
      .filter((type): type is DatePart => dateParts.has(type)),
    timeSeparator: timeSeparatorOf(tag),
    halves: learnHalves(tag, clean),
    isGregorian: dates.resolvedOptions().calendar === 'gregory',
    digits,
  }
}

function timeSeparatorOf(tag: string): string {
  const times = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(0)
  const hour = times.findIndex(({ type }) => type === 'hour')
  return times[hour + 1]?.value.trim() === '.' ? '.' : ':'
}

function learnHalves(tag: string, clean: (text: string) => string): Map<string, 'am' | 'pm'> {
  const times = new Intl.DateTimeFormat(tag, { hour: 'numeric', hour12: true, timeZone: 'UTC' })
  const halves = new Map<string, 'am' | 'pm'>([
    ['am', 'am'],
    ['pm', 'pm'],
  ])
  const shared = new Set<string>()
  for (let hour = 0; hour < hoursPerDay; hour++) {
    const parts = times.formatToParts(Date.UTC(2026, 0, 1, hour))
    const word = withoutDots(clean(parts.find(({ type }) => type === 'dayPeriod')?.value ?? ''))
    const half = hour < hoursPerDay / 2 ? 'am' : 'pm'
    if (word !== '' && (halves.get(word) ?? half) !== half) shared.add(word)
    if (word !== '') halves.set(word, half)
  }
  for (const word of shared) halves.delete(word)
  return halves
}

/** The name of a half of the day without what makes no difference: `a. m.` is `am`. */
export function withoutDots(word: string): string {
  return word.replaceAll(/[.\s]/g, '')
}

/** Lower case, digits of the West, plain blanks, hyphens and apostrophes, no invisible marks. */
export function plain(text: string, digits: string): string {
  return text
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\p{Nd}/gu, (digit) => {
      const value = [...digits].indexOf(digit)
      return value < 0 ? digit : String(value)
    })
    .replaceAll(/\s+/g, ' ')
    .replaceAll('−', '-')
    .replaceAll('’', "'")
    .toLowerCase()
}
