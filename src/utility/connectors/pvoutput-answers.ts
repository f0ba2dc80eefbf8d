import type { LookupResult, RefusalCode, SendResult } from '../connector.ts'
import type { Placement } from '../placeholders.ts'
import { retryAfterMilliseconds } from '../retry-delay.ts'
import type { Answer } from './exchange.ts'
import type { PvoutputKey, PvoutputParts } from './pvoutput-parts.ts'

type Refusal = Extract<SendResult, { kind: 'refused' | 'person' }>
/** `later` is a date that has yet to come; `limited` an hour whose requests are used up. */
type ErrorClass = Refusal | { kind: 'later' | 'limited' | 'not-taken' | 'unknown'; detail: string }

// The texts of https://pvoutput.org/help/api_specification.html, of every service that is called here.
const badRequests: readonly [RegExp, RefusalCode | 'later'][] = [
  [/in the future|invalid future date|too new/i, 'later'],
  [/older than|too far in the past|too old/i, 'outside-window'],
  [/lower than previously recorded/i, 'less-than-previous'],
  [/too high|cannot exceed|moon powered/i, 'implausible'],
  [/could not read|missing|invalid|format/i, 'wrong-format'],
]
const forbidden: readonly [RegExp, RefusalCode][] = [[/donation/i, 'not-allowed']]

/** What an answer other than 200 means: wait, configuration (a person), permanent (refused), or later. */
export function classifyError({ status, body }: Answer, scrub: (text: string) => string): ErrorClass {
  const text = body.trim().slice(0, 200)
  const detail = scrub(text === '' ? `PVOutput answered ${status}.` : `PVOutput answered: ${text}`)
  if (status === 403 && /exceeded .*requests/i.test(text)) return { kind: 'limited', detail }
  if (status === 401 || (status < 500 && /system id|api key/i.test(text)))
    return { kind: 'person', code: 'credentials', detail }
  if (status === 403) {
    const code = codeOf(forbidden, text)
    return code ? { kind: 'refused', code, detail } : { kind: 'person', code: 'credentials', detail }
  }
  if (status === 429 || status === 503) return { kind: 'not-taken', detail }
  if (status < 400 || status === 408 || status >= 500) return { kind: 'unknown', detail }
  const code = codeOf(badRequests, text) ?? 'other'
  return code === 'later' ? { kind: 'later', detail } : { kind: 'refused', code, detail }
}

function codeOf<Code>(table: readonly [RegExp, Code][], text: string): Code | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1]
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

// PVOutput may round a status to the interval of its system, which is 5, 10 or 15 minutes.
const longestIntervalMinutes = 15

/**
 * What became of each row of a batch, in the order of the keys. PVOutput answers 200 although it left rows out: a row
 * ends in 1 where it was added (2 where one was updated) and in 0 where it was not.
 */
export function readRows(body: string, keys: readonly PvoutputKey[]): RowOutcome[] {
  const rows = body
    .split(/[;\r\n]+/)
    .map((row) => row.trim().split(','))
    .filter(([date = '']) => date !== '')
  return keys.map((key, index) => {
    const exact = rows.find(([date, time]) => date === key.date && time === key.time)
    return outcomeOf(exact ?? (rows.length === keys.length ? rounded(rows[index], key) : undefined))
  })
}

function outcomeOf(row: readonly string[] | undefined): RowOutcome {
  const flag = row?.[2]
  if (flag === '1' || flag === '2') return 'stored'
  return flag === '0' ? 'not-stored' : 'unclear'
}

function rounded(row: readonly string[] | undefined, key: PvoutputKey): readonly string[] | undefined {
  const [date, time = ''] = row ?? []
  const isNear = Math.abs(minutesOf(time) - minutesOf(key.time)) < longestIntervalMinutes
  return date === key.date && isNear ? row : undefined
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? Number.NaN) * 60 + (minutes ?? Number.NaN)
}
