import type { ConnectorContext, SendResult } from '../connector.ts'
import { type Answer, exchange, NoAnswerError, NotSentError } from '../exchange.ts'
import type { PvoutputDefinition } from './pvoutput-definition.ts'

/** Requests that an API key has in a clock hour without a donation; PVOutput's own headers say what is left of them. */
const requestsPerHour = 60
const minuteMilliseconds = 60_000
const hourMilliseconds = 60 * minuteMilliseconds

interface Answered {
  kind: 'answer'
  answer: Answer
}
type Again = Extract<SendResult, { kind: 'again' }>
type Unknown = Extract<SendResult, { kind: 'unknown' }>

export interface PvoutputClient {
  /** Sends a form, exactly once; `commit` is awaited before its first byte leaves. */
  post(
    service: string,
    form: Readonly<Record<string, string>>,
    commit: () => Promise<void>,
  ): Promise<Answered | Again | Unknown>
  /** Asks a question that changes nothing. */
  get(service: string, query: Readonly<Record<string, string>>): Promise<Answered | Again>
  /** PVOutput has said that the hour's requests are used up: nothing is sent before the next. Returns the wait. */
  exhaust(answer: Answer): number
}

/** Calls PVOutput's services within its hourly limit. https://pvoutput.org/help/api_specification.html#rate-limits */
export function createPvoutputClient(definition: PvoutputDefinition, context: ConnectorContext): PvoutputClient {
  const { clock, limits, tokens, scrub } = context
  const headers = {
    'x-pvoutput-apikey': context.secrets['apiKey'] ?? '',
    'x-pvoutput-systemid': definition.systemId,
    'x-rate-limit': '1',
  }
  const budget = () => {
    const now = clock()
    const current = tokens.budget
    return current && now < current.resetsAt ? current : { left: requestsPerHour, resetsAt: nextHour(now) }
  }
  const call = async (work: () => Promise<Answer>): Promise<Answered | Again | Unknown> => {
    const { left, resetsAt } = budget()
    if (left <= 0)
      return {
        kind: 'again',
        detail: `PVOutput's requests of this hour are used up (${requestsPerHour} an hour, unless it says otherwise).`,
        afterMilliseconds: resetsAt - clock(),
      }
    try {
      const answer = await work()
      tokens.budget = budgetOf(answer, clock()) ?? { left: left - 1, resetsAt }
      return { kind: 'answer', answer }
    } catch (error) {
      if (!(error instanceof NotSentError || error instanceof NoAnswerError)) throw error
      const detail = scrub(error.message)
      if (error instanceof NotSentError) return { kind: 'again', detail, afterMilliseconds: null }
      tokens.budget = { left: left - 1, resetsAt }
      return { kind: 'unknown', detail }
    }
  }
  return {
    post: (service, form, commit) => {
      const body = new URLSearchParams(form).toString()
      const url = new URL(`${definition.url}/${service}`)
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      return call(() => exchange({ method: 'POST', url, headers: { ...headers, ...type }, body }, limits, commit))
    },
    get: async (service, query) => {
      const url = new URL(`${definition.url}/${service}?${new URLSearchParams(query).toString()}`)
      const result = await call(() => exchange({ method: 'GET', url, headers, body: undefined }, limits))
      return result.kind === 'unknown' ? { ...result, kind: 'again', afterMilliseconds: null } : result
    },
    exhaust: (answer) => {
      const now = clock()
      const resetsAt = budgetOf(answer, now)?.resetsAt ?? nextHour(now)
      tokens.budget = { left: 0, resetsAt }
      return resetsAt - now
    },
  }
}

function budgetOf({ headers }: Answer, now: number): { left: number; resetsAt: number } | undefined {
  const left = numberOf(headers['x-rate-limit-remaining'])
  const resetsAt = numberOf(headers['x-rate-limit-reset']) * 1000
  if (Number.isNaN(left)) return undefined
  if (Number.isNaN(resetsAt)) return { left, resetsAt: nextHour(now) }
  // A clock that is wrong, theirs or ours, must neither stop us for days nor let us ask without a pause.
  const soonest = resetsAt > now ? resetsAt : now + minuteMilliseconds
  return { left, resetsAt: Math.min(soonest, now + hourMilliseconds) }
}

function numberOf(header: string | string[] | undefined): number {
  return typeof header === 'string' && /^\d{1,12}$/.test(header) ? Number(header) : Number.NaN
}

function nextHour(now: number): number {
  return (Math.floor(now / hourMilliseconds) + 1) * hourMilliseconds
}
