import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { type Service, startService } from '../support/service.ts'

interface Seen {
  method: string | undefined
  path: string | undefined
  type: string | undefined
  body: string
}

type Reply = [status: number, body?: unknown, headers?: Record<string, string>]

const taken = (): Reply => [201, { receipt: 'R-1' }]

/** A utility that answers as the test says, whatever it is asked. */
async function startUtility() {
  const seen: Seen[] = []
  const utility = { url: '', seen, reply: taken as (request: Seen) => Reply, close: async () => undefined }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const one = { method: request.method, path: request.url, type: request.headers['content-type'], body }
    seen.push(one)
    const [status, json = {}, headers = {}] = utility.reply(one)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json))
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  utility.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  utility.close = async () => {
    server.closeAllConnections()
    server.close()
  }
  return utility
}

describe('a connector, over HTTP alone', () => {
  let service: Service
  let utility: Awaited<ReturnType<typeof startUtility>>
  let meter = 123_456
  before(async () => {
    utility = await startUtility()
    service = await startService(engines[0] ?? assert.fail('no engine'))
  })
  after(async () => {
    await service.stop()
    await utility.close()
  })
  beforeEach(() => {
    utility.seen.length = 0
    utility.reply = taken
  })

  const put = async (name: string, changes: Record<string, unknown> = {}): Promise<void> => {
    const request = { method: 'POST', url: `${utility.url}/readings`, body: { reading: '{{reading}}' } }
    const connector = { type: 'http', request, success: { receipt: '/receipt' }, ...changes }
    const { status, text } = await service.call('PUT', `/utility/connectors/${name}`, connector)
    assert.ok(status === 200 || status === 201, text)
  }
  const record = async (): Promise<string> => {
    const timestamp = new Date(Date.now() - 3_600_000 + ++meter).toISOString()
    const { json, text } = await service.call('POST', '/records/single', { timestamp, meterValue: meter })
    assert.ok(json.reading, text)
    return json.reading.id
  }
  const push = (body: Record<string, unknown>) => service.call('POST', '/utility/push', body, { prefer: 'wait=20' })
  const submit = async (connector: string) => {
    const { json, text } = await push({ connector, readingId: await record() })
    return json.submission ?? assert.fail(text)
  }

  test('the metrics tell how many wait, and how many came to each state', async () => {
    await put('counted')
    assert.equal((await submit('counted')).state, 'confirmed')
    const later = Temporal.Now.plainDateISO().add({ days: 3 }).day
    await put('waiting', { window: { fromDay: later, toDay: later } })
    const waiting = { connector: 'waiting', readingId: await record() }
    assert.equal((await service.call('POST', '/utility/push', waiting)).json.submission.state, 'queued')
    const { text } = await service.call('GET', '/metrics')
    assert.match(text, /^meterbridge_submissions\{state="queued"\} 1$/m)
    assert.doesNotMatch(text, /^meterbridge_submissions\{state="confirmed"\}/m)
    assert.match(text, /^meterbridge_submission_changes_total\{state="confirmed"\} 1$/m)
  })

  test('a redirect that asks for the same request on its own origin is followed', async () => {
    await put('city')
    utility.reply = ({ path }) =>
      path === '/readings' ? [307, {}, { location: '/v2/readings' }] : [201, { receipt: 'R-2' }]
    const { state, receipt, detail } = await submit('city')
    assert.deepEqual([state, receipt], ['confirmed', 'R-2'], detail)
    const [first, second] = utility.seen
    assert.deepEqual([second?.method, second?.path, second?.body], ['POST', '/v2/readings', first?.body])
  })

  test('a redirect to another page proves what its receipt proves, and a page without one nothing', async () => {
    await put('city')
    utility.reply = ({ method }) =>
      method === 'POST' ? [303, {}, { location: '/readings/7' }] : [200, { receipt: 'R-7' }]
    const { state, receipt, detail } = await submit('city')
    assert.deepEqual([state, receipt], ['confirmed', 'R-7'], detail)
    utility.reply = ({ method }) => (method === 'POST' ? [302, {}, { location: '/login' }] : [200, { page: 'Sign in' }])
    const unclear = await submit('city')
    assert.deepEqual([unclear.state, unclear.code], ['needs-attention', 'outcome-unknown'], unclear.detail)
    assert.equal(utility.seen.filter(({ method }) => method === 'POST').length, 2)
  })

  test('what is filled into a form is encoded', async () => {
    const request = {
      method: 'POST',
      url: `${utility.url}/form`,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'time={{time|HH:mm}}&key={{secret.key}}&reading={{reading}}',
    }
    await put('city', { request, secrets: { key: 'a&b=c ü' } })
    const { state, value } = await submit('city')
    assert.equal(state, 'confirmed')
    const form = Object.fromEntries(new URLSearchParams(utility.seen[0]?.body))
    assert.deepEqual([form['key'], form['reading']], ['a&b=c ü', String(value)])
    assert.match(form['time'] ?? '', /^\d\d:\d\d$/)
  })

  test('fields for digits say how many the meter has, where the site does not', async () => {
    const body = { one: '{{reading|digits:0:3}}', two: '{{reading|digits:3:7}}' }
    await put('city', { request: { method: 'POST', url: `${utility.url}/readings`, body } })
    const { state, value, detail } = await submit('city')
    assert.equal(state, 'confirmed', detail)
    const { one, two } = JSON.parse(utility.seen[0]?.body ?? '{}')
    assert.equal(one + two, String(value).padStart(7, '0'))
  })

  test('a reading goes to one place once, whichever connector leads there', async () => {
    await put('city')
    await put('city-again', { portal: 'https://portal.example/' })
    const readingId = await record()
    const first = await push({ connector: 'city', readingId })
    assert.equal(first.json.submission.state, 'confirmed', first.text)
    const second = await push({ connector: 'city-again', readingId })
    assert.equal(second.status, 409, second.text)
    assert.match(second.json.detail, /through the connector city/)
    assert.equal(second.headers.get('location'), `/utility/submissions/${first.json.submission.id}`)
    assert.equal(utility.seen.length, 1)
    const elsewhere = await startUtility()
    await put('other', { request: { method: 'POST', url: `${elsewhere.url}/readings`, body: {} } })
    const third = await push({ connector: 'other', readingId })
    assert.equal(third.json.submission?.state, 'confirmed', third.text)
    await elsewhere.close()
  })

  test('what waits for its window goes when the window is opened', async () => {
    const today = Temporal.Now.zonedDateTimeISO('Europe/Berlin')
    const [fromDay, toDay] = [today.add({ days: 3 }).day, today.add({ days: 4 }).day]
    await put('city', { window: { fromDay, toDay } })
    const waiting = await service.call('POST', '/utility/push', { connector: 'city', readingId: await record() })
    const { id, state, nextAttemptAt } = waiting.json.submission
    assert.deepEqual([waiting.status, state], [202, 'queued'])
    const opening = today.add({ days: 3 }).startOfDay()
    assert.equal(Date.parse(nextAttemptAt), opening.epochMilliseconds)
    await put('city')
    await confirmed(id)
  })

  async function confirmed(id: string): Promise<void> {
    for (let state = ''; state !== 'confirmed'; )
      ({ state } = (await service.call('GET', `/utility/submissions/${id}`)).json.submission)
  }
})
