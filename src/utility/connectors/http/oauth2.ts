import { retryAfterMilliseconds } from '../../submissions/retry-delay.ts'
import type { ConnectorContext, SendResult } from '../connector.ts'
import { type Answer, exchange, NoAnswerError, NotSentError } from '../exchange.ts'
import { parseJson } from './http-answers.ts'
import { textAt } from './json-pointer.ts'

export interface ClientCredentials {
  tokenUrl: string
  scope: string | undefined
  clientAuthentication: 'basic' | 'body'
  clientId: string
  clientSecret: string
}

export type TokenResult =
  | { kind: 'token'; token: string; isFresh: boolean }
  | Extract<SendResult, { kind: 'again' | 'person' }>

const renewBeforeMilliseconds = 30_000
const unsaidLifeMilliseconds = 5 * 60_000

/** The access token of the client credentials grant (RFC 6749, 4.4), from the cache until shortly before its end. */
export async function accessToken(credentials: ClientCredentials, context: ConnectorContext): Promise<TokenResult> {
  const { clock, tokens } = context
  if (tokens.current && tokens.current.expiresAt > clock())
    return { kind: 'token', token: tokens.current.token, isFresh: false }
  try {
    return keep(await requestToken(credentials, context), context)
  } catch (error) {
    if (!(error instanceof NotSentError || error instanceof NoAnswerError)) throw error
    return { kind: 'again', detail: context.scrub(`No access token: ${error.message}`), afterMilliseconds: null }
  }
}

function requestToken(credentials: ClientCredentials, { limits }: ConnectorContext): Promise<Answer> {
  const { clientId, clientSecret, scope } = credentials
  const inBody = credentials.clientAuthentication === 'body'
  const form = new URLSearchParams({ grant_type: 'client_credentials' })
  if (scope !== undefined) form.set('scope', scope)
  if (inBody) form.set('client_id', clientId)
  if (inBody) form.set('client_secret', clientSecret)
  const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...(!inBody && { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }),
  }
  return exchange({ method: 'POST', url: new URL(credentials.tokenUrl), headers, body: form.toString() }, limits)
}

function keep(answer: Answer, { clock, tokens, scrub }: ConnectorContext): TokenResult {
  const body = parseJson(answer)
  const token = textAt(body, '/access_token')
  if (answer.status === 200 && token !== null) {
    const seconds = Number(textAt(body, '/expires_in') ?? Number.NaN)
    const life = seconds > 0 ? seconds * 1000 : unsaidLifeMilliseconds
    tokens.current = { token, expiresAt: clock() + Math.max(life / 2, life - renewBeforeMilliseconds) }
    return { kind: 'token', token, isFresh: true }
  }
  const reason = textAt(body, '/error')
  const why = reason === null ? '' : ` (${reason})`
  const detail = scrub(`The token endpoint answered ${answer.status}${why}, without an access token.`)
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408)
    return { kind: 'person', code: 'credentials', detail }
  return { kind: 'again', detail, afterMilliseconds: retryAfterMilliseconds(answer.headers['retry-after'], clock()) }
}

// RFC 6749, 2.3.1: both halves are form-encoded before they become a Basic pair.
function formEncoded(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2)
}
