import { retryAfterMilliseconds } from '../../submissions/retry-delay.ts'
import type { ConnectorContext, Evidence, PollResult, RefusalCode, SendResult } from '../connector.ts'
import { refusalCodes } from '../connector.ts'
import type { Answer } from '../exchange.ts'
import type { HttpDefinition } from './http-definition.ts'
import { receiptAt, textAt } from './json-pointer.ts'

type ReadContext = Pick<ConnectorContext, 'clock' | 'scrub'>

const usualWords: Readonly<Record<string, RefusalCode>> = {
  'lower-than-last': 'less-than-previous',
  'lower-than-previous': 'less-than-previous',
  'less-than-last': 'less-than-previous',
  'duplicate-reading': 'duplicate',
  'already-exists': 'duplicate',
  'already-submitted': 'duplicate',
  validation: 'wrong-format',
  'validation-error': 'wrong-format',
  'invalid-format': 'wrong-format',
  'too-high': 'implausible',
  'window-closed': 'outside-window',
  'date-in-future': 'future-date',
  'meter-not-found': 'unknown-meter',
  forbidden: 'not-allowed',
}

/** What the answer to the request that hands the reading over means. */
export function readAnswer(answer: Answer, url: URL, definition: HttpDefinition, context: ReadContext): SendResult {
  const { status } = answer
  const { pending, success } = definition
  if (pending ? (pending.status ?? [202]).includes(status) : status === 202 && !success?.status?.includes(202))
    return readPending(answer, url, definition, context)
  if ((success?.status ?? [200, 201]).includes(status)) return readSuccess(answer, url, definition, context)
  if (status === 429 || status === 503) return notTaken(answer, context)
  const code = refusalCode(answer, definition)
  if (status === 401 || (status === 403 && code === 'other'))
    return { kind: 'person', code: 'credentials', detail: `The utility refused the credentials (${status}).` }
  // A time-out of theirs leaves open what became of the request.
  if (status >= 400 && status < 500 && status !== 408)
    return {
      kind: 'refused',
      code,
      detail: refusalDetail(answer, definition, context),
      ...(code === 'other' && mayBeUnderWay(answer, definition)),
    }
  return { kind: 'unknown', detail: unclear(answer, url, context) }
}

// draft-ietf-httpapi-idempotency-key-header, 2.7: a 409 while the first request under the key is being worked on.
function mayBeUnderWay({ status }: Answer, { idempotencyHeader }: HttpDefinition): { mayBeUnderWay?: true } {
  return status === 409 && idempotencyHeader !== undefined ? { mayBeUnderWay: true } : {}
}

/** What the answer to the question after an accepted reading means. */
export function readPoll(answer: Answer, url: URL, definition: HttpDefinition, context: ReadContext): PollResult {
  const { status } = answer
  if (status === 401 || status === 403)
    return { kind: 'person', code: 'credentials', detail: `The utility refused the credentials (${status}).` }
  if (status === 404 || status === 410)
    return { kind: 'unknown', detail: `The utility no longer knows the accepted request (${status}).` }
  if (status < 200 || status > 299 || !answer.isWhole) return notTaken(answer, context)
  const body = parseJson(answer)
  const { pending, success } = definition
  const state = pending ? textAt(body, pending.state) : null
  if (state !== null && pending?.confirmed.includes(state))
    return {
      kind: 'confirmed',
      receipt: success?.receipt === undefined ? null : scrubbed(receiptAt(body, success.receipt), context),
      detail: `The utility says: ${context.scrub(state)}.`,
      evidence: [],
    }
  if (state !== null && pending?.rejected.includes(state))
    return {
      kind: 'refused',
      code: refusalCode(answer, definition),
      detail: refusalDetail(answer, definition, context, `The utility says: ${state}.`),
    }
  return {
    kind: 'pending',
    detail: state === null ? 'The utility has not decided yet.' : `The utility says: ${context.scrub(state)}.`,
    pollUrl: url.href,
    afterMilliseconds: retryAfterMilliseconds(answer.headers['retry-after'], context.clock()),
  }
}

/** The JSON of an answer, whole numbers too large to be exact as text; undefined where it is none. */
export function parseJson({ body }: Answer): unknown {
  try {
    return JSON.parse(body, (_key: string, value: unknown, context?: { source?: string }) =>
      isInexact(value) && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value,
    )
  } catch {
    return undefined
  }
}

function isInexact(value: unknown): boolean {
  return typeof value === 'number' && !Number.isSafeInteger(value)
}

/** A place that an answer names, where it is on the same origin; credentials go nowhere else. */
export function sameOrigin(target: string | null | undefined, base: URL): URL | null {
  const url = target == null ? null : URL.parse(target, base)
  return url?.origin === base.origin && !url.username && !url.password ? url : null
}

/** What an answer with a status of success proves. */
export function readSuccess(answer: Answer, url: URL, definition: HttpDefinition, context: ReadContext): SendResult {
  if (!answer.isWhole) return { kind: 'unknown', detail: `The utility's answer (${answer.status}) broke off.` }
  if (/^application\/problem\+/i.test(answer.headers['content-type'] ?? '')) {
    const said = refusalDetail(answer, definition, context, 'it says no more.')
    return { kind: 'unknown', detail: `The utility answered ${answer.status}, but with a problem: ${said}` }
  }
  const location = sameOrigin(answer.headers.location, url)
  const pointer = definition.success?.receipt
  const receipt = pointer === undefined ? (answer.headers.location ?? null) : receiptAt(parseJson(answer), pointer)
  if (pointer !== undefined && receipt === null)
    return { kind: 'unknown', detail: `The utility answered ${answer.status}, but without the receipt at ${pointer}.` }
  const evidence: Evidence[] = location ? [{ kind: 'location', url: context.scrub(location.href) }] : []
  return {
    kind: 'confirmed',
    receipt: scrubbed(receipt, context),
    detail: `The utility answered ${answer.status}.`,
    evidence,
  }
}

function readPending(answer: Answer, url: URL, { pending }: HttpDefinition, context: ReadContext): SendResult {
  const poll = pending?.poll ?? 'location'
  const place = poll === 'location' ? answer.headers.location : textAt(parseJson(answer), poll)
  const pollUrl = pending ? (sameOrigin(place, url)?.href ?? null) : null
  const missing = pollUrl === null ? ' and named no place of its own to ask for the outcome' : ''
  return {
    kind: 'pending',
    detail: `The utility took it to decide later (${answer.status})${missing}.`,
    pollUrl,
    afterMilliseconds: retryAfterMilliseconds(answer.headers['retry-after'], context.clock()),
  }
}

function notTaken(answer: Answer, { clock }: ReadContext): Extract<SendResult, { kind: 'again' }> {
  const afterMilliseconds = retryAfterMilliseconds(answer.headers['retry-after'], clock())
  return { kind: 'again', detail: `The utility answered ${answer.status}.`, afterMilliseconds }
}

function unclear(answer: Answer, url: URL, { scrub }: ReadContext): string {
  const { status, headers } = answer
  if (status < 300 || status > 399)
    return `The utility answered ${status}, which leaves open whether it has the reading.`
  const target = URL.parse(headers.location ?? '', url)
  const where = target ? ` to ${scrub(target.origin)}` : ''
  return `The utility redirected${where} (${status}), which leaves open whether it has the reading; it is not followed.`
}

function refusalCode(answer: Answer, { rejection }: HttpDefinition): RefusalCode {
  const body = parseJson(answer)
  const words = [textAt(body, rejection?.code ?? '/code'), lastSegment(textAt(body, '/type'))].filter(
    (word) => word !== null,
  )
  for (const word of words) {
    const code =
      own(rejection?.codes, word) ?? own(usualWords, slug(word)) ?? refusalCodes.find((known) => known === slug(word))
    if (code) return code
  }
  return 'other'
}

function own<Value>(table: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return table && Object.hasOwn(table, key) ? table[key] : undefined
}

function refusalDetail(
  answer: Answer,
  { rejection }: HttpDefinition,
  { scrub }: ReadContext,
  otherwise = `The utility answered ${answer.status}.`,
): string {
  const body = parseJson(answer)
  return scrub(textAt(body, rejection?.detail ?? '/detail') ?? textAt(body, '/title') ?? otherwise)
}

function lastSegment(type: string | null): string | null {
  return type?.split(/[/:#]/).findLast((segment) => segment !== '') ?? null
}

function slug(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
}

function scrubbed(receipt: string | null, { scrub }: ReadContext): string | null {
  return receipt === null ? null : scrub(receipt)
}
