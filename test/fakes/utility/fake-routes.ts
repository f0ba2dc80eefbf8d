import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FakeUtility, Fault, Seen, State, TakenReading } from './fake-types.ts'

/** Answers one request to the fake, faults first. */
export async function serve(
  fake: FakeUtility,
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readText(request)
  fake.seen.push(seenOf(request, body))
  const { pathname } = new URL(request.url ?? '/', fake.url)
  if (pathname === '/oauth/token') return giveToken(fake, state, request, response, body)
  if (pathname.startsWith('/api/') && !isSignedIn(state, request))
    return answer(response, 401, { error: 'invalid_token' })
  if (pathname === '/api/readings' && request.method === 'POST')
    return takeReading(fake, state, request, response, body)
  if (pathname === '/api/readings') return listReadings(fake, state, response)
  if (pathname.startsWith('/api/decisions/'))
    return tellDecision(fake, state, pathname.split('/').at(-1) ?? '', response)
  answer(response, 404, { type: 'https://utility.example/problems/not-found' })
}

function giveToken(
  fake: FakeUtility,
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): void {
  const fault = fake.tokenFaults.shift()
  if (fault !== undefined)
    return answer(
      response,
      fault,
      { error: 'temporarily_unavailable' },
      { 'retry-after': String(fake.retryAfterSeconds) },
    )
  const pair = `Basic ${Buffer.from(`meterbridge:${encodeURIComponent(fake.clientSecret)}`).toString('base64')}`
  const isKnown = request.headers.authorization === pair
  if (!isKnown || new URLSearchParams(body).get('grant_type') !== 'client_credentials')
    return answer(response, 401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic' })
  const token = `token-${randomUUID()}`
  state.tokens.add(token)
  answer(response, 200, { access_token: token, token_type: 'Bearer', expires_in: 3600 })
}

function isSignedIn({ tokens }: State, { headers }: IncomingMessage): boolean {
  const bearer = headers.authorization?.replace(/^Bearer /, '') ?? ''
  return (
    bearer === 'api-token' ||
    headers['x-api-key'] === 'api-key' ||
    tokens.has(bearer) ||
    bearer === `Basic ${Buffer.from('ada:päss').toString('base64')}`
  )
}

const refusals: readonly Fault[] = ['refuse', 'refuse-duplicate', 'accept-then-refuse']

function takeReading(
  fake: FakeUtility,
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): void {
  const fault = fake.faults.shift() ?? 'none'
  const retryAfter = { 'retry-after': String(fake.retryAfterSeconds) }
  const key = request.headers['idempotency-key']
  const take = () => keepReading(fake, state, body, typeof key === 'string' ? key : undefined)
  const redirect = { location: `${fake.elsewhere}/stolen` }
  // Who honours a key answers a repeat of what was taken as it did the first time.
  const known = fake.isHonouringKeys && typeof key === 'string' ? state.kept.get(key) : undefined
  if (known && refusals.includes(fault)) return created(response, known)
  switch (fault) {
    case 'none':
      return created(response, take())
    case 'take-then-drop':
      take()
      return void response.destroy()
    case 'drop':
      return void response.destroy()
    case 'take-then-hang':
      return void take()
    case 'hang':
      return
    case 'take-then-500':
      take()
      return answer(response, 500, {})
    case '500':
      return answer(response, 500, {})
    case 'take-then-half-answer':
      take()
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' })
      response.write('{"receipt":')
      return void setTimeout(() => response.destroy(), 5)
    case 'take-then-huge-answer':
      return answer(response, 201, { receipt: take().id, padding: 'x'.repeat(200_000) })
    case 'take-without-receipt':
      take()
      return answer(response, 201, {})
    case '409':
    case '429':
    case '503':
      return answer(response, Number(fault), {}, retryAfter)
    case 'accept':
    case 'accept-then-refuse':
    case 'accept-without-place':
      return accept(fake, state, response, fault, take)
    case 'refuse':
      return problem(
        response,
        422,
        'lower-than-last',
        'The reading 1 is lower than the last one; token was client-secret',
      )
    case 'refuse-duplicate':
      return problem(response, 409, 'duplicate-reading', 'There is a reading of that day')
    case 'refuse-in-odd-characters':
      return problem(response, 422, 'validation', 'Z\u00e4hler \u0000 \ud800')
    case 'unauthorized':
      return answer(response, 401, {})
    case 'redirect-elsewhere':
      return answer(response, 307, {}, redirect)
    case 'take-then-redirect-elsewhere':
      take()
      return answer(response, 303, {}, redirect)
    case 'end-tokens':
      state.tokens.clear()
      return answer(response, 401, { error: 'invalid_token' })
  }
}

function keepReading(fake: FakeUtility, state: State, body: string, key: string | undefined): TakenReading {
  const first = fake.isHonouringKeys && key !== undefined ? state.kept.get(key) : undefined
  if (first) return first
  const { date, reading } = JSON.parse(body) as { date: string; reading: number }
  const id = `R-${fake.taken.length + 1}`
  const taken = { id, date, reading, key, shownFrom: state.clock() + fake.showsAfterMilliseconds }
  fake.taken.push(taken)
  if (key !== undefined) state.kept.set(key, taken)
  return taken
}

function accept(
  fake: FakeUtility,
  state: State,
  response: ServerResponse,
  fault: Fault,
  take: () => TakenReading,
): void {
  const isRefused = fault === 'accept-then-refuse'
  const receipt = isRefused ? '' : take().id
  const id = randomUUID()
  state.decisions.set(id, { polls: 0, isRefused, receipt })
  const place = fault === 'accept-without-place' ? `${fake.elsewhere}/decisions/${id}` : `/api/decisions/${id}`
  answer(response, 202, { status: 'processing' }, { location: place })
}

function tellDecision(fake: FakeUtility, state: State, id: string, response: ServerResponse): void {
  const fault = fake.pollFaults.shift()
  if (fault !== undefined) return answer(response, fault, {})
  const decision = state.decisions.get(id)
  if (!decision) return answer(response, 404, {})
  decision.polls++
  if (decision.polls <= fake.pollsBeforeDecision) return answer(response, 200, { status: 'processing' })
  if (decision.isRefused)
    return answer(response, 200, {
      status: 'refused',
      type: 'urn:utility:validation',
      detail: 'Not a number of that meter',
    })
  answer(response, 200, { status: 'done', receipt: decision.receipt })
}

function listReadings(fake: FakeUtility, state: State, response: ServerResponse): void {
  const fault = fake.lookupFaults.shift()
  if (fault === 302) return answer(response, 302, {}, { location: `${fake.elsewhere}/readings` })
  if (fault !== undefined) return answer(response, fault, {})
  const shown = fake.taken.filter(({ shownFrom }) => shownFrom <= state.clock())
  answer(response, 200, { readings: shown.map(({ id, date, reading }) => ({ id, date, reading })) })
}

function created(response: ServerResponse, { id }: TakenReading): void {
  answer(response, 201, { receipt: id }, { location: `/api/readings/${id}` })
}

function problem(response: ServerResponse, status: number, word: string, detail: string): void {
  const body = { type: `https://utility.example/problems/${word}`, title: 'Refused', status, detail }
  answer(response, status, body, { 'content-type': 'application/problem+json' })
}

/** Sends JSON. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

export async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

export function seenOf({ method = '', url = '', headers }: IncomingMessage, body: string): Seen {
  return { method, path: url, headers, body }
}
