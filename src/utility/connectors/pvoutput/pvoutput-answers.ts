import { retryAfterMilliseconds } from '../../submissions/retry-delay.ts'
import type { LookupResult, PersonCode, RefusalCode, SendResult } from '../connector.ts'
import type { Answer } from '../exchange.ts'
import type { Placement } from '../placeholders.ts'
import type { PvoutputKey, PvoutputParts } from './pvoutput-parts.ts'

type Refusal = Extract<SendResult, { kind: 'refused' | 'person' }>
/** `later` is a date that has yet to come; `limited` an hour whose requests are used up. */
type ErrorClass = Refusal | { kind: 'later' | 'limited' | 'not-taken' | 'unknown'; detail: string }

// The texts of https://pvoutput.org/help/api_specification.html as of July 2026, of every service that is called here,
// and those that it had before and that clients have met: "Date is in the future", "lower than previously recorded value",
// "too far in the past", "Value number cannot exceed 250,000Wh", "Could not read …".
const donation = /donation/i
const meanings: readonly [RegExp, RefusalCode | 'later'][] = [
  [donation, 'not-allowed'],
  [/future|too new/i, 'later'],
  [/older than|too far in the past|too old/i, 'outside-window'],
  [/lower than previously recorded/i, 'less-than-previous'],
  [/too high|cannot exceed|moon powered/i, 'implausible'],
  [/could not read|missing|invalid|format/i, 'wrong-format'],
]
/** "Method Not Allowed 405: POST or GET only", or a service that is not at that address any more. */
const notTheirs = [404, 405, 410]

/** What an answer other than 200 means: wait, configuration (a person), permanent (refused), or later. */
export function classifyError({ status, body }: Answer, scrub: (text: string) => string): ErrorClass {
  const text = body.trim().slice(0, 200)
  const detail = scrub(text === '' ? `PVOutput answered ${status}.` : `PVOutput answered: ${text}`)
  if (status === 403 && /exceeded .*requests/i.test(text)) return { kind: 'limited', detail }
  const person = personCodeOf(status, text)
  if (person) return { kind: 'person', code: person, detail }
  if (status === 429 || status === 503) return { kind: 'not-taken', detail }
  if (status < 400 || status === 408 || status >= 500) return { kind: 'unknown', detail }
  const code = meanings.find(([pattern]) => pattern.test(text))?.[1] ?? 'other'
  return code === 'later' ? { kind: 'later', detail } : { kind: 'refused', code, detail }
}

// A 403 is about the key, but for what only donors may do.
function personCodeOf(status: number, text: string): PersonCode | undefined {
  if (notTheirs.includes(status)) return 'layout-changed'
  const isOfKey = status === 401 || (status === 403 && !donation.test(text))
  return isOfKey || (status < 500 && /system id|api key/i.test(text)) ? 'credentials' : undefined
}

/** What an answer other than 200 makes of a reading that was handed over. */
export function sendError(parts: PvoutputParts, answer: Answer, placement: Placement): SendResult {
  const { clock, scrub } = parts.context
  const error = classifyError(answer, scrub)
  const { detail } = error
  switch (error.kind) {
    case 'limited':
      return { kind: 'again', detail, afterMilliseconds: parts.client.exhaust(answer) }
    case 'not-taken':
      return {
        kind: 'again',
        detail,
        afterMilliseconds: retryAfterMilliseconds(answer.headers['retry-after'], clock()),
      }
    case 'later':
      return { kind: 'again', detail, afterMilliseconds: Math.max(0, placement.readingAt - clock()) || null }
    case 'unknown':
      return { kind: 'unknown', detail }
    default:
      return error
  }
}

/** What an answer other than 200 to a question means. */
export function lookUpError(parts: PvoutputParts, answer: Answer, placement: Placement): LookupResult {
  if (answer.status === 400 && /no (status|outputs?) found/i.test(answer.body))
    return { kind: 'absent', detail: 'PVOutput does not have it.' }
  const result = sendError(parts, answer, placement)
  if (result.kind === 'person' || result.kind === 'again') return result
  return { kind: 'again', detail: result.detail, afterMilliseconds: null }
}

type RowOutcome = 'stored' | 'not-stored' | 'unclear'

// PVOutput rounds a time to the nearest status interval of its system, which has 5 to 15 minutes; 23:58 to the next day.
const longestIntervalMinutes = 15

/**
 * What became of each row of a batch, in the order of the keys. PVOutput answers 200 although it left rows out: a row
 * ends in 1 where it was added (in 2, which is not documented, where one was updated) and in 0 where it was not.
 */
export function readRows(body: string, keys: readonly PvoutputKey[]): RowOutcome[] {
  const rows = body
    .split(/[;\r\n]+/)
    .map((row) => row.trim().split(','))
    .filter(([date = '']) => date !== '')
  return keys.map((key, index) => {
    const own = rows.length === keys.length ? rows[index] : undefined
    const exact = [own, ...rows].find((row) => minutesApart(row, key) === 0)
    return outcomeOf(exact ?? (minutesApart(own, key) < longestIntervalMinutes ? own : undefined))
  })
}

function outcomeOf(row: readonly string[] | undefined): RowOutcome {
  const flag = row?.[2]
  if (flag === '1' || flag === '2') return 'stored'
  return flag === '0' ? 'not-stored' : 'unclear'
}

function minutesApart(row: readonly string[] | undefined, key: PvoutputKey): number {
  const [date = '', time = ''] = row ?? []
  const apart = Math.abs(minuteOf({ date, time }) - minuteOf(key))
  return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart
}

function minuteOf({ date, time }: PvoutputKey): number {
  return Date.parse(`${date.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')}T${time}Z`) / 60_000
}
