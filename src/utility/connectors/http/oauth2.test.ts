import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, beforeEach, describe, test } from 'node:test'
import { contextFor } from '../../../../test/fakes/utility/connector-context.ts'
import type { ConnectorContext } from '../connector.ts'
import { accessToken, type ClientCredentials, type TokenResult } from './oauth2.ts'

interface TokenRequest {
  authorization: string | undefined
  form: Record<string, string>
}

const secrets = { clientId: 'ada', clientSecret: 'a b%+:ä' }
const limits = { milliseconds: 300, bytes: 10_000 }
const minute = 60_000

describe('an access token', () => {
  let server: Server
  let answer: (response: ServerResponse) => void
  let asked: TokenRequest[]
  let now: number
  let context: ConnectorContext

  before(async () => {
    const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const form = Object.fromEntries(new URLSearchParams(await text(request)))
      asked.push({ authorization: request.headers.authorization, form })
      answer(response)
    }
    server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => server.close())
  beforeEach(() => {
    asked = []
    now = 1_800_000_000_000
    context = contextFor({ secrets, clock: () => now, limits })
  })

  const answers = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    answer = (response) => {
      response.writeHead(status, { connection: 'close', ...headers })
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    }
  }
  const ask = (changes: Partial<ClientCredentials> = {}): Promise<TokenResult> => {
    const tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`
    return accessToken({ tokenUrl, scope: undefined, clientAuthentication: 'basic', ...secrets, ...changes }, context)
  }

  test('is asked for with both halves of the pair form-encoded, as RFC 6749 has it', async () => {
    answers(200, { access_token: 'first' })
    assert.deepEqual(await ask(), { kind: 'token', token: 'first', isFresh: true })
    const pair = Buffer.from('ada:a+b%25%2B%3A%C3%A4').toString('base64')
    assert.deepEqual(asked, [{ authorization: `Basic ${pair}`, form: { grant_type: 'client_credentials' } }])
  })

  test('is asked for in the body where the utility wants that, with its scope', async () => {
    answers(200, { access_token: 'first' })
    await ask({ clientAuthentication: 'body', scope: 'meter write' })
    const form = { grant_type: 'client_credentials', scope: 'meter write', client_id: 'ada', client_secret: 'a b%+:ä' }
    assert.deepEqual(asked, [{ authorization: undefined, form }])
  })

  const lives: [what: string, expiresIn: unknown, milliseconds: number][] = [
    ['until half a minute before its end', 600, 10 * minute - 30_000],
    ['for half of a short life', '40', 20_000],
    ['for five minutes less half of one where its end is not told', undefined, 5 * minute - 30_000],
    ['for as long where its end is nonsense', 'soon', 5 * minute - 30_000],
  ]
  for (const [what, expiresIn, milliseconds] of lives)
    test(`is used again ${what}`, async () => {
      answers(200, { access_token: 'first', expires_in: expiresIn })
      await ask()
      answers(200, { access_token: 'second' })
      now += milliseconds - 1
      assert.deepEqual(await ask(), { kind: 'token', token: 'first', isFresh: false })
      now += 1
      assert.deepEqual(await ask(), { kind: 'token', token: 'second', isFresh: true })
      assert.equal(asked.length, 2)
    })

  const refusals: [what: string, status: number, body: unknown, result: Omit<TokenResult, 'token' | 'isFresh'>][] = [
    ['a wrong password', 401, { error: 'invalid_client' }, person('401 (invalid_client)')],
    ['a request that the utility does not take', 400, '<p>no</p>', person('400')],
    ['a success that brings none', 200, { token: 'first' }, again('200')],
    ['a success of another kind', 201, { access_token: 'first' }, again('201')],
    ['a page in place of an answer', 200, '<html>Welcome</html>', again('200')],
    ['a utility that is closed', 503, {}, again('503')],
  ]
  for (const [what, status, body, result] of refusals)
    test(`is missing after ${what}`, async () => {
      answers(status, body)
      assert.deepEqual(await ask(), result)
      assert.equal(context.tokens.current, undefined)
    })

  test('is asked for again when the utility says so', async () => {
    answers(429, {}, { 'retry-after': '7' })
    assert.deepEqual(await ask(), { ...again('429'), afterMilliseconds: 7000 })
  })

  test('is missing where nobody answers, and the words hold no secret', async () => {
    answer = () => undefined
    const silent = await ask()
    assert.ok(silent.kind === 'again' && silent.detail.startsWith('No access token: '), JSON.stringify(silent))
    answers(400, { error: `unknown secret ${secrets.clientSecret}` })
    const echoed = await ask()
    assert.ok(echoed.kind === 'person' && !echoed.detail.includes(secrets.clientSecret), JSON.stringify(echoed))
  })
})

function person(status: string) {
  return { kind: 'person' as const, code: 'credentials', detail: detailOf(status) }
}

function again(status: string) {
  return { kind: 'again' as const, detail: detailOf(status), afterMilliseconds: null }
}

function detailOf(status: string): string {
  return `The token endpoint answered ${status}, without an access token.`
}
