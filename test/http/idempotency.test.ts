import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { admin, runService, type Service, startService } from '../support/service.ts'

for (const engine of engines)
  describe(`an Idempotency-Key on ${engine.name}`, () => {
    let service: Service
    before(async () => {
      service = await startService(engine)
    })
    after(() => service.stop())

    const post = (path: string, body: unknown, key: string, headers = {}) =>
      service.call('POST', path, body, { 'idempotency-key': key, ...headers })

    test('gives the first answer again, whatever has happened since', async () => {
      const body = { timestamp: '2026-01-01T00:00:00Z', meterValue: 1 }
      const first = await post('/records/single', body, 'one')
      assert.equal(first.status, 201)
      await service.call('DELETE', first.headers.get('location') ?? '')
      const again = await post('/records/single', body, 'one')
      assert.deepEqual(
        [again.status, again.text, again.headers.get('location')],
        [201, first.text, first.headers.get('location')],
      )
      assert.equal((await service.call('GET', first.headers.get('location') ?? '')).status, 404)
    })

    test('refuses another request under the same key', async () => {
      await post('/records/single', { timestamp: '2026-01-02T00:00:00Z', meterValue: 1 }, 'two')
      assert.equal(
        (await post('/records/single', { timestamp: '2026-01-02T00:00:00Z', meterValue: 2 }, 'two')).status,
        422,
      )
      assert.equal((await post('/records/bulk', { records: [] }, 'two')).status, 422)
    })

    test('keeps a refusal too, but not a failure to read the request', async () => {
      await service.call('POST', '/records/single', { timestamp: '2026-01-03T00:00:00Z', meterValue: 1 })
      assert.equal(
        (await post('/records/single', { timestamp: '2026-01-03T00:00:00Z', meterValue: 2 }, 'three')).status,
        409,
      )
      assert.equal(
        (await post('/records/single', { timestamp: '2026-01-03T00:00:00Z', meterValue: 2 }, 'three')).status,
        409,
      )
      assert.equal((await post('/records/single', '{', 'four')).status, 400)
      assert.equal(
        (await post('/records/single', { timestamp: '2026-01-04T00:00:00Z', meterValue: 2 }, 'four')).status,
        201,
      )
    })

    test('holds for a CSV that is streamed', async () => {
      const csv = { 'content-type': 'text/csv' }
      const lines = Array.from(
        { length: 5000 },
        (_, index) => `${new Date(Date.UTC(2020, 0, 1) + index * 60_000).toISOString()},${index}`,
      )
      const body = `Timestamp,Meter_Value\n${lines.join('\n')}\n`
      const first = await post('/records/bulk', body, 'five', csv)
      assert.equal(first.json.recorded, 5000)
      assert.equal((await post('/records/bulk', body, 'five', csv)).text, first.text)
      assert.equal((await post('/records/bulk', `${body}\n`, 'five', csv)).status, 422)
    })

    test('lets two requests at the same time have one effect', async () => {
      const body = { timestamp: '2026-01-05T00:00:00Z', meterValue: 1 }
      const answers = await Promise.all(Array.from({ length: 8 }, () => post('/records/single', body, 'six')))
      assert.ok(answers.every(({ status }) => status === 201 || status === 409))
      assert.ok(answers.some(({ status }) => status === 201))
      assert.equal((await post('/records/single', body, 'six')).status, 201)
    })

    test('gives nobody the token that another client got with the same key and the same form', async () => {
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      const basic = `Basic ${Buffer.from(`${admin.username}:${admin.password}`).toString('base64')}`
      const ask = (authorization: string) =>
        post('/auth/token', 'grant_type=client_credentials', 'shared', { ...form, authorization })
      const theirs = await ask(basic)
      assert.equal(theirs.status, 200)
      assert.equal((await ask(basic)).text, theirs.text)
      for (const stranger of ['', 'Basic bm9ib2R5Ong=']) assert.equal((await ask(stranger)).status, 401)
    })

    test('must be readable, and may be the same for two callers', async () => {
      assert.equal((await post('/records/single', { meterValue: 1 }, 'a b\tc')).status, 400)
      const token = await post('/auth/token', admin, 'one')
      assert.equal(token.status, 200)
      assert.equal((await post('/auth/token', admin, 'one')).text, token.text)
    })
  })

test('a page of another origin may read that an answer is a repeated one', async (context) => {
  const origin = 'https://app.example.com'
  const service = await startService(engines[0]!, { corsOrigins: [origin] })
  context.after(() => service.stop())
  const post = () => service.call('POST', '/records/single', { meterValue: 1 }, { 'idempotency-key': 'one', origin })
  await post()
  const { headers } = await post()
  assert.equal(headers.get('idempotent-replayed'), 'true')
  assert.match(headers.get('access-control-expose-headers') ?? '', /\bIdempotent-Replayed\b/)
})

test('an Idempotency-Key lets one request have an effect, whichever of two processes on one PostgreSQL it reaches', async (context) => {
  const [, postgres] = engines
  const location = await postgres!.createLocation()
  const both = await Promise.all([runService(location), runService(location)])
  context.after(async () => {
    await Promise.all(both.map((one) => one.stop()))
    await location.remove()
  })
  // Without a timestamp each of them would be a reading of its own.
  const post = (service: Service) =>
    service.call('POST', '/records/single', { meterValue: 1 }, { 'idempotency-key': 'one' })
  const answers = await Promise.all(Array.from({ length: 8 }, (_, number) => post(both[number % 2]!)))
  assert.ok(answers.every(({ status }) => status === 201 || status === 409))
  const [first, second] = [await post(both[0]), await post(both[1])]
  assert.deepEqual([first.status, second.status, second.text], [201, 201, first.text])
  assert.equal((await both[0].call('GET', '/readings')).json.readings.length, 1)
})
