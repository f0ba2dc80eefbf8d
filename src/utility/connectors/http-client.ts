import type { ConnectorContext, SendResult } from '../connector.ts'
import { fill, fillJson, type Placement, PlacementError } from '../placeholders.ts'
import { type Answer, type Call, exchange } from './exchange.ts'
import { sameOrigin } from './http-answers.ts'
import type { HttpAuth } from './http-definition.ts'
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
  /** Hands over, exactly once; only a 401 to a kept access token, which was surely not taken, is tried with a fresh one. */
  submit(call: Call, placement: Placement, commit: () => Promise<void>): Promise<ClientResult>
  /** Asks a question that changes nothing; follows redirects, but never to another origin. */
  ask(call: Call, placement: Placement): Promise<ClientResult>
}

const mostRedirects = 3
const redirects = [301, 302, 303, 307, 308]

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
  return {
    authorize,
    submit: authorized,
    ask: async (call, placement) => {
      let asked = call
      for (let redirected = 0; ; redirected++) {
        const result = await authorized(asked, placement)
        if (result.kind !== 'answer' || !redirects.includes(result.answer.status)) return result
        const target = sameOrigin(result.answer.headers.location, asked.url)
        if (!target || redirected === mostRedirects) return result
        asked = { ...asked, url: target }
      }
    },
  }
}

/** Fills a template. @throws PlacementError */
export function callOf(template: CallTemplate, placement: Placement): Call {
  const url = URL.parse(fill(template.url, placement, encodeURIComponent))
  if (!url) throw new PlacementError('the address is not valid with the placeholders filled in')
  const headers: Record<string, string> = {}
  for (const [name, text] of Object.entries(template.headers ?? {}))
    headers[name.toLowerCase()] = headerValue(fill(text, placement))
  if (template.body === undefined) return { method: template.method, url, headers, body: undefined }
  const isText = typeof template.body === 'string'
  const filled = typeof template.body === 'string' ? fill(template.body, placement) : fillJson(template.body, placement)
  const body = isText ? String(filled) : JSON.stringify(filled)
  return {
    method: template.method,
    url,
    headers: { 'content-type': isText ? 'text/plain' : 'application/json', ...headers },
    body,
  }
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
          tokenUrl: fill(auth.tokenUrl ?? '', placement, encodeURIComponent),
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
  if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value))
    throw new PlacementError('a header would hold characters that headers cannot carry')
  return value
}
