import type { CurrentReadingJson } from '../../../src/readings/reading-schemas.ts'
import type { StatisticsJson } from '../../../src/readings/statistics/statistics-routes.ts'

type Intervals = StatisticsJson['intervals']
/** What statistics call the energy of a counter. */
export type Flow = 'produced' | 'imported'

const counterOf = { produced: 'inverterKwh', imported: 'meterValue' } as const

/** Energy in kWh; null where it is not known. */
export interface EnergySoFar {
  today: number | null
  month: number | null
  /** This month against the same days of last year, such as 0.12. */
  change: number | null
}

interface Known {
  /** The latest days, today last. */
  days: Intervals
  /** The days of this month a year ago, from its first. */
  lastYear: Intervals
  latest: CurrentReadingJson['latest']
  dayOfMonth: number
}

/** The energy of today and of this month; the service tells that of whole days only, what is left is the counter's rise. */
export function energySoFar(flow: Flow, { days, lastYear, latest, dayOfMonth }: Known): EnergySoFar {
  const today = todaySoFar(flow, days, latest)
  const thisMonth = days.slice(-dayOfMonth).slice(0, -1)
  const whole = thisMonth.map((day) => day[flow]?.kilowattHours)
  const sameDays = whole.flatMap((amount, index) => {
    const before = lastYear[index]?.[flow]?.kilowattHours
    return amount === undefined || before === undefined ? [] : [{ amount, before }]
  })
  const before = sum(sameDays.map((day) => day.before))
  const known = [...whole.filter((amount) => amount !== undefined), ...(today === null ? [] : [today])]
  return {
    today,
    month: known.length === 0 ? null : sum(known),
    change: before > 0 ? sum(sameDays.map(({ amount }) => amount)) / before - 1 : null,
  }
}

function todaySoFar(flow: Flow, days: Intervals, latest: Known['latest']): number | null {
  const today = days.at(-1)
  const atMidnight = days.at(-2)?.[flow]?.endValue
  const now = latest[counterOf[flow]]
  if (!today || !now || atMidnight === undefined) return null
  if (new Date(now.timestamp) < new Date(today.from) || now.value < atMidnight) return null
  return now.value - atMidnight
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

/** The energy of each interval; that of the running one is what is known so far. */
export function amountsOf(flow: Flow, intervals: Intervals, soFar: number | null): (number | null)[] {
  return intervals.map((interval, index) =>
    index === intervals.length - 1 ? soFar : (interval[flow]?.kilowattHours ?? null),
  )
}
