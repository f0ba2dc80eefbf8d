import type { ConnectorContext, SendResult } from '../connector.ts'
import { type Answer, type Call, exchange } from '../exchange.ts'
import { fill, fillJson, type Placement, PlacementError } from '../placeholders.ts'
import { encodeForUrl } from '../url-encoding.ts'
import { sameOrigin } from './http-answers.ts'
import { type HttpAuth, isHeaderValue } from './http-definition.ts'
import { accessToken } from './oauth2.ts'

/** A request as a connector's definition writes it, with placeholders. */
export interface CallTemplate {
  method: string
  url: string
  headers?: Readonly<Record<string, string>>
  body?: unknown
}

type Authorization = { kind: 'headers'; headers: Record<string, string>; isCached: boolean } | NotAuthorized
type NotAuthorized = Extract<SendResult, { kind: 'again' | 'person' }>
type ClientResult = { kind: 'answer'; answer: Answer; url: URL } | NotAuthorized

export interface HttpClient {
  /** The credentials as headers; fetches an access token where one is needed. */
  authorize(placement: Placement): Promise<Authorization>
  /**
   * Hands over, exactly once; only a 401 to a kept access token, which was surely not taken, is tried with a fresh one.
   * A redirect that asks for the same request elsewhere has not taken it, and is followed on the same origin.
   */
  submit(call: Call, placement: Placement, commit: () => Promise<void>): Promise<ClientResult>
  /** Asks a question that changes nothing; follows redirects, but never to another origin. */
  ask(call: Call, placement: Placement): Promise<ClientResult>
}

const mostRedirects = 3
const repeating = [307, 308]
const redirects = [301, 302, 303, ...repeating]

/** Sends calls with a connector's credentials. */
export function createHttpClient(auth: HttpAuth, context: ConnectorContext): HttpClient {
  const authorize = (placement: Placement) => authorization(auth, placement, context)
  const authorized = async (
    call: Call,
    placement: Placement,
    beforeSending?: () => Promise<void>,
  ): Promise<ClientResult> => {
    const first = await authorize(placement)
    if (first.kind !== 'headers') return first
    const answer = await exchange(withHeaders(call, first.headers), context.limits, beforeSending)
    if (answer.status !== 401 || !first.isCached) return { kind: 'answer', answer, url: call.url }
    context.tokens.current = undefined
    const second = await authorize(placement)
    if (second.kind !== 'headers') return second
    const again = await exchange(withHeaders(call, second.headers), context.limits, beforeSending)
    return { kind: 'answer', answer: again, url: call.url }
  }
  const followed = async (
    call: Call,
    placement: Placement,
    statuses: readonly number[],
    beforeSending?: () => Promise<void>,
  ): Promise<ClientResult> => {
    let result = await authorized(call, placement, beforeSending)
    for (let redirected = 0; redirected < mostRedirects && result.kind === 'answer'; redirected++) {
      const { answer, url: from } = result
      const target = statuses.includes(answer.status) ? sameOrigin(answer.headers.location, from) : null
      if (!target) return result
      result = await authorized({ ...call, url: target }, placement)
    }
    return result
  }
  return {
    authorize,
    submit: (call, placement, commit) => followed(call, placement, repeating, commit),
    ask: (call, placement) => followed(call, placement, redirects),
  }
}

/** Fills a template. @throws PlacementError */
export function callOf(template: CallTemplate, placement: Placement): Call {
  const url = URL.parse(fill(template.url, placement, encodeForUrl))
  if (!url) throw new PlacementError('the address is not valid with the placeholders filled in')
  const headers: Record<string, string> = {}
  for (const [name, text] of Object.entries(template.headers ?? {}))
    headers[name.toLowerCase()] = headerValue(fill(text, placement))
  if (template.body === undefined) return { method: template.method, url, headers, body: undefined }
  const { body: given } = template
  const type = headers['content-type'] ?? (typeof given === 'string' ? 'text/plain' : 'application/json')
  const body = typeof given === 'string' ? textBody(given, type, placement) : JSON.stringify(fillJson(given, placement))
  return { method: template.method, url, headers: { ...headers, 'content-type': type }, body }
}

function textBody(text: string, type: string, placement: Placement): string {
  const isForm = type.toLowerCase().startsWith('application/x-www-form-urlencoded')
  return isForm ? fill(text, placement, encodeForUrl) : fill(text, placement)
}

function withHeaders(call: Call, headers: Readonly<Record<string, string>>): Call {
  return { ...call, headers: { ...call.headers, ...headers } }
}

async function authorization(auth: HttpAuth, placement: Placement, context: ConnectorContext): Promise<Authorization> {
  const credential = (field: 'username' | 'password' | 'token' | 'key' | 'clientId' | 'clientSecret') =>
    fill(auth[field] ?? `{{secret.${field}}}`, placement)
  const given = (name: string, value: string): Authorization => ({
    kind: 'headers',
    headers: { [name]: headerValue(value) },
    isCached: false,
  })
  switch (auth.type) {
    case 'none':
      return { kind: 'headers', headers: {}, isCached: false }
    case 'basic':
      return given('authorization', basic(credential('username'), credential('password')))
    case 'bearer':
      return given('authorization', `Bearer ${credential('token')}`)
    case 'header':
      return given((auth.name ?? '').toLowerCase(), credential('key'))
    case 'oauth2': {
      const result = await accessToken(
        {
          tokenUrl: fill(auth.tokenUrl ?? '', placement, encodeForUrl),
          scope: auth.scope === undefined ? undefined : fill(auth.scope, placement),
          clientAuthentication: auth.clientAuthentication ?? 'basic',
          clientId: credential('clientId'),
          clientSecret: credential('clientSecret'),
        },
        context,
      )
      if (result.kind !== 'token') return result
      return {
        kind: 'headers',
        headers: { authorization: headerValue(`Bearer ${result.token}`) },
        isCached: !result.isFresh,
      }
    }
  }
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

function headerValue(value: string): string {
  if (!isHeaderValue(value)) throw new PlacementError('a header would hold characters that headers cannot carry')
  return value
}
