import { Problem } from '../problem.ts'
import type { Range } from './statistics/intervals.ts'
import { parseTimestamp } from './timestamp.ts'

const date = /^\d{4}-\d\d-\d\d$/
// In a query a plus that is not percent-encoded means a space.
const lostPlus = /(?<=:\d\d(?:\.\d+)?) (?=\d\d:\d\d$)/

/** An instant that a query names; a date alone is the beginning of that day in the site's zone. @throws Problem 400 */
export function queryInstant(name: string, given: string, timeZone: string): number {
  const text = given.replace(lostPlus, '+')
  const instant = date.test(text) ? startOfDay(text, timeZone) : parseTimestamp(text, timeZone)
  if (typeof instant === 'number') return instant
  const errors = [{ path: `/${name}`, message: instant.message }]
  throw new Problem(400, `${name} ${instant.message}.`, { type: 'invalid-input', errors })
}

/** The range that a query names by `from` and `to`, of which either may be left out. @throws Problem 400 */
export function queryRange({ from, to }: { from?: string; to?: string }, timeZone: string): Partial<Range> {
  const range: Partial<Range> = {
    ...(from !== undefined && { from: queryInstant('from', from, timeZone) }),
    ...(to !== undefined && { to: queryInstant('to', to, timeZone) }),
  }
  if (range.from === undefined || range.to === undefined || range.from <= range.to) return range
  throw new Problem(400, 'to must not come before from.', {
    type: 'invalid-input',
    errors: [{ path: '/to', message: 'must not come before from' }],
  })
}

function startOfDay(text: string, timeZone: string): ReturnType<typeof parseTimestamp> {
  const midday = parseTimestamp(`${text}T12:00:00Z`, timeZone)
  if (typeof midday !== 'number') return midday
  return Temporal.PlainDate.from(text).toZonedDateTime({ timeZone }).epochMilliseconds
}
