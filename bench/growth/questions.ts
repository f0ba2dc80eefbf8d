import type { Request } from '../load.ts'
import { historyBegins, type Ledger, recentBegins } from './ledgers.ts'

/** Something that is asked of every ledger alike. */
export interface Question {
  title: string
  /** What has to be 2xx; each call makes the next request. */
  next(): Omit<Request, 'token'>
}

const day = 24 * 3_600_000
const iso = (instant: number): string => new Date(instant).toISOString()

/** The questions to one ledger. Writes go on from what the ones before them wrote. */
export function questionsTo(ledger: Ledger, now: number): Question[] {
  const recentFrom = recentBegins(now)
  const monthBegins = recentFrom + 30 * day
  const get = (title: string, path: string): Question => ({ title, next: () => ({ method: 'GET', path }) })
  return [
    get('current reading', '/readings/current'),
    get('page of 100 readings', '/readings?limit=100'),
    get('page of 100 readings, a month back', `/readings?limit=100&to=${iso(monthBegins + 30 * day)}`),
    get(
      'statistics of 30 days by days',
      `/readings/statistics?interval=day&from=${iso(monthBegins)}&to=${iso(monthBegins + 30 * day)}`,
    ),
    get('counters at an instant', `/readings/at?timestamp=${iso(monthBegins + 12_345_678)}`),
    { title: 'single write, newest', next: newestWrites(now) },
    { title: 'single write, somewhere in the past', next: lateWrites(ledger, recentFrom) },
    get('health', '/health'),
    get('metrics', '/metrics'),
  ]
}

function newestWrites(now: number): Question['next'] {
  let count = 0
  // The past weeks end five minutes before now at the latest; each write is a second later than the one before.
  return () => record({ timestamp: iso(now + ++count * 10), source: 'newest', inverterKwh: 4_000_000 + count / 1000 })
}

function lateWrites({ valueAt }: Ledger, recentFrom: number): Question['next'] {
  return () => {
    const instant = Math.floor(historyBegins + Math.random() * (recentFrom - day - historyBegins))
    return record({ timestamp: iso(instant), source: 'late', meterValue: valueAt(instant) / 1000 })
  }
}

function record(reading: object): Omit<Request, 'token'> {
  return { method: 'POST', path: '/records/single', body: JSON.stringify(reading) }
}
