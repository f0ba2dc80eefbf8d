import { retryAfterMilliseconds } from '../../submissions/retry-delay.ts'
import type {
  Connector,
  ConnectorContext,
  ConnectorType,
  Job,
  LookupResult,
  RehearsalStep,
  SendResult,
} from '../connector.ts'
import { NoAnswerError, NotSentError } from '../exchange.ts'
import { graceOf } from '../grace.ts'
import { type Placement, PlacementError } from '../placeholders.ts'
import { parseJson, readAnswer, readPoll, readSuccess, sameOrigin } from './http-answers.ts'
import { type CallTemplate, callOf, createHttpClient, type HttpClient } from './http-client.ts'
import { checkHttp, type HttpDefinition } from './http-definition.ts'
import { keepAnswer } from './http-evidence.ts'
import { findInList } from './http-lookup.ts'

/** Hands readings to a utility's HTTP API. */
export const httpConnector: ConnectorType = {
  type: 'http',
  check: checkHttp,
  placeOf: (definition) => new URL((definition as unknown as HttpDefinition).request.url).origin,
  open: (definition, context) => openHttp(definition as unknown as HttpDefinition, context),
}

interface Parts {
  definition: HttpDefinition
  context: ConnectorContext
  client: HttpClient
}

function openHttp(definition: HttpDefinition, given: ConnectorContext): Connector {
  const scrub = (text: string) => given.scrub(withoutToken(text, given.tokens.current?.token))
  const context = { ...given, scrub }
  const parts = { definition, context, client: createHttpClient(definition.auth ?? { type: 'none' }, context) }
  return {
    canLookUp: definition.lookup !== undefined,
    canRepeat: definition.idempotencyHeader !== undefined,
    ...graceOf(definition.lookup),
    send: (job, commit) => send(parts, job, commit),
    poll: async (job, pollUrl) => {
      const url = new URL(pollUrl)
      const result = await ask(parts, job, { method: 'GET', url: url.href })
      return result.kind === 'answer' ? readPoll(result.answer, result.url, definition, context) : result
    },
    lookUp: (job) => lookUp(parts, job),
    rehearse: (job) => rehearse(parts, job),
  }
}

async function send(parts: Parts, job: Job, commit: () => Promise<void>): Promise<SendResult> {
  const { definition, context, client } = parts
  const { placement } = job
  try {
    const call = callOf(withIdempotency(definition), placement)
    const result = await client.submit(call, placement, commit)
    if (result.kind !== 'answer') return result
    const read = readAnswer(result.answer, result.url, definition, context)
    const outcome = read.kind === 'unknown' ? ((await receiptElsewhere(parts, job, result)) ?? read) : read
    const kept = await keepAnswer(result.answer, placement.submission, context)
    return { ...outcome, evidence: [...kept, ...(outcome.evidence ?? [])] }
  } catch (error) {
    if (error instanceof PlacementError) return { kind: 'impossible', detail: impossible(error, context) }
    const detail = error instanceof Error ? context.scrub(error.message) : ''
    if (error instanceof NotSentError) return { kind: 'again', detail, afterMilliseconds: null }
    if (error instanceof NoAnswerError) return { kind: 'unknown', detail }
    throw error
  }
}

const toAnotherPage = [301, 302, 303]

// A page that the answer leads to proves something only by the receipt on it: it may as well ask to sign in.
async function receiptElsewhere(
  parts: Parts,
  job: Job,
  { answer, url }: Extract<Asked, { kind: 'answer' }>,
): Promise<SendResult | undefined> {
  const { request, success } = parts.definition
  const target = toAnotherPage.includes(answer.status) ? sameOrigin(answer.headers.location, url) : null
  if (!target || success?.receipt === undefined) return undefined
  const template = { method: 'GET', url: target.href, ...(request.headers && { headers: request.headers }) }
  const shown = await ask(parts, job, template)
  if (shown.kind !== 'answer' || shown.answer.status !== 200) return undefined
  const read = readSuccess(shown.answer, shown.url, parts.definition, parts.context)
  return read.kind === 'confirmed' ? read : undefined
}

function withIdempotency({ request, idempotencyHeader }: HttpDefinition): CallTemplate {
  if (idempotencyHeader === undefined) return request
  const others = Object.entries(request.headers ?? {}).filter(
    ([name]) => name.toLowerCase() !== idempotencyHeader.toLowerCase(),
  )
  return { ...request, headers: { ...Object.fromEntries(others), [idempotencyHeader]: '{{submission}}' } }
}

type Asked = Awaited<ReturnType<HttpClient['ask']>>

async function ask({ context, client }: Parts, { placement }: Job, template: CallTemplate): Promise<Asked> {
  try {
    return await client.ask(callOf(template, placement), placement)
  } catch (error) {
    const isKnown = error instanceof PlacementError || error instanceof NotSentError || error instanceof NoAnswerError
    if (!isKnown) throw error
    return { kind: 'again', detail: context.scrub(error.message), afterMilliseconds: null }
  }
}

async function lookUp(parts: Parts, job: Job): Promise<LookupResult> {
  const { lookup } = parts.definition
  if (!lookup) throw new Error('this connector has no look-up')
  const result = await ask(parts, job, { ...lookup, method: lookup.method ?? 'GET' })
  if (result.kind !== 'answer') return result
  const { status, headers, isWhole } = result.answer
  if (status === 401 || status === 403)
    return {
      kind: 'person',
      code: 'credentials',
      detail: `The utility refused the credentials in the look-up (${status}).`,
    }
  if (status === 200 && isWhole) {
    const found = findInList(parseJson(result.answer), lookup, job, await job.receiptsOfOthers())
    if (found.kind === 'absent' && /rel="?next\b/i.test(String(headers['link'] ?? '')))
      return { kind: 'again', detail: 'The list goes on on another page.', afterMilliseconds: null }
    return found.kind === 'found' && found.receipt !== null
      ? { ...found, receipt: parts.context.scrub(found.receipt) }
      : found
  }
  const afterMilliseconds = retryAfterMilliseconds(headers['retry-after'], parts.context.clock())
  return {
    kind: 'again',
    detail: `The look-up answered ${status}${isWhole ? '' : ' and broke off'}.`,
    afterMilliseconds,
  }
}

async function rehearse(parts: Parts, job: Job): Promise<RehearsalStep[]> {
  const steps = [rehearseFilling(parts, job.placement)]
  if (steps.every(({ ok }) => ok)) steps.push(await rehearseSigningIn(parts, job.placement))
  if (!parts.definition.lookup) return steps
  if (steps.every(({ ok }) => ok)) steps.push(await rehearseLookup(parts, job))
  return steps
}

function rehearseFilling({ definition, context }: Parts, placement: Placement): RehearsalStep {
  try {
    const { method, url } = callOf(withIdempotency(definition), placement)
    return { step: 'fill', ok: true, detail: context.scrub(`The request would be ${method} ${url.href}.`) }
  } catch (error) {
    if (error instanceof PlacementError) return { step: 'fill', ok: false, detail: impossible(error, context) }
    throw error
  }
}

async function rehearseSigningIn({ definition, context, client }: Parts, placement: Placement): Promise<RehearsalStep> {
  const type = definition.auth?.type ?? 'none'
  try {
    const result = await client.authorize(placement)
    if (result.kind === 'person') return { step: 'authorize', ok: false, code: result.code, detail: result.detail }
    if (result.kind !== 'headers') return { step: 'authorize', ok: false, detail: result.detail }
    const detail = type === 'oauth2' ? 'The token endpoint gave an access token.' : 'The credentials are there.'
    return { step: 'authorize', ok: true, detail: type === 'none' ? 'No credentials are needed.' : detail }
  } catch (error) {
    if (error instanceof PlacementError) return { step: 'authorize', ok: false, detail: impossible(error, context) }
    throw error
  }
}

async function rehearseLookup(parts: Parts, job: Job): Promise<RehearsalStep> {
  const result = await lookUp(parts, job)
  return { step: 'look-up', ok: result.kind !== 'again' && result.kind !== 'person', detail: result.detail }
}

function impossible({ message }: PlacementError, { scrub }: ConnectorContext): string {
  return scrub(`The reading cannot be put into the request: ${message}.`)
}

function withoutToken(text: string, token: string | undefined): string {
  return token === undefined ? text : text.replaceAll(token, '***')
}
