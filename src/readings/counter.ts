/** The two counters of a reading. */
export const counters = ['inverter', 'meter'] as const
export type Counter = (typeof counters)[number]

/** What the outside calls them. */
export const counterFields = { inverter: 'inverterKwh', meter: 'meterValue' } as const
export type CounterField = (typeof counterFields)[Counter]

/** A counter's value at an instant: milliseconds since the epoch, thousandths. */
export interface Point {
  timestamp: number
  value: number
}

/** What is known of a counter around an instant: the last point up to it and the first one after it. */
export interface Neighbours {
  before: Point | null
  after: Point | null
}

/** What can be true of a site's counters; quantities in thousandths, null where the site says nothing. */
export interface SiteLimits {
  meterDigits?: number | null
  meterMaxPerDay?: number | null
  inverterMaxPerDay?: number | null
  /** How often a reading is expected. */
  expectEveryMilliseconds?: number | null
}

/** What can be true of one counter, in thousandths. */
export interface CounterLimits {
  /** Where the counter begins at 0 again; null where that is not known. */
  range: number | null
  maxPerDay: number
  isMaxChosen: boolean
}

const dayMilliseconds = 86_400_000
/** More than a household's main fuse lets through in practice; a site with more says so in its limits. */
const generousMaxPerDay = 500_000

export function limitsOf(counter: Counter, site: SiteLimits): CounterLimits {
  const digits = counter === 'meter' ? (site.meterDigits ?? null) : null
  const maxPerDay = (counter === 'meter' ? site.meterMaxPerDay : site.inverterMaxPerDay) ?? null
  return {
    range: digits === null ? null : 10 ** digits * 1000,
    maxPerDay: maxPerDay ?? generousMaxPerDay,
    isMaxChosen: maxPerDay !== null,
  }
}

/** The most that the counter can have risen in a time; less than a day may hold a whole day's energy. */
export function mostRise({ maxPerDay }: CounterLimits, milliseconds: number): number {
  return maxPerDay * Math.max(1, milliseconds / dayMilliseconds)
}

/**
 * How far the counter went from one point to the next. A fall is a rollover where the way over the last digit is one
 * that can be true and shorter than half the range; any other fall stays one.
 */
export function riseBetween(from: Point, to: Point, limits: CounterLimits): number {
  const rise = to.value - from.value
  const { range } = limits
  if (rise >= 0 || range === null || from.value >= range) return rise
  const wrapped = rise + range
  return wrapped < range / 2 && wrapped <= mostRise(limits, to.timestamp - from.timestamp) ? wrapped : rise
}
