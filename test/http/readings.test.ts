import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { type Service, startService } from '../support/service.ts'

const hour = 3600_000
const start = Date.UTC(2026, 0, 1)

for (const engine of engines)
  describe(`asking for readings over HTTP on ${engine.name}`, () => {
    let service: Service
    before(async () => {
      service = await startService(engine)
    })
    after(() => service.stop())

    test('there is no current reading before the first', async () => {
      const { status, json } = await service.call('GET', '/readings/current')
      assert.equal(status, 404)
      assert.match(json.detail, /home has no reading yet/)
      assert.equal((await service.call('GET', '/readings/current?site=nowhere')).status, 404)
    })

    test('the current reading tells the newest of each counter, and is not sent twice', async () => {
      await service.call('POST', '/records/single', {
        timestamp: new Date(start).toISOString(),
        inverterKwh: 5,
        meterValue: 50,
      })
      await service.call('POST', '/records/single', {
        timestamp: new Date(start + hour).toISOString(),
        meterValue: 51,
        source: 'phone',
      })
      const { json, headers } = await service.call('GET', '/readings/current')
      assert.equal(json.reading.meterValue, 51)
      assert.deepEqual(json.latest, {
        inverterKwh: { value: 5, timestamp: new Date(start).toISOString(), source: 'admin' },
        meterValue: { value: 51, timestamp: new Date(start + hour).toISOString(), source: 'phone' },
      })
      const tag = headers.get('etag') ?? ''
      const unchanged = await service.call('GET', '/readings/current', undefined, { 'if-none-match': tag })
      assert.deepEqual([unchanged.status, unchanged.text], [304, ''])
      await service.call('POST', '/records/single', {
        timestamp: new Date(start + 2 * hour).toISOString(),
        meterValue: 52,
      })
      const changed = await service.call('GET', '/readings/current', undefined, { 'if-none-match': tag })
      assert.deepEqual([changed.status, changed.json.reading.meterValue], [200, 52])
    })

    test('pages hold every reading once, newest first, also where many share an instant', async () => {
      const records = Array.from({ length: 60 }, (_, index) => ({
        timestamp: new Date(start - hour * (1 + Math.floor(index / 20))).toISOString(),
        meterValue: index,
        source: `source ${index}`,
      }))
      await service.call('POST', '/records/bulk', { records })
      const range = `from=${new Date(start - 10 * hour).toISOString()}&to=${new Date(start).toISOString()}`
      const seen: { timestamp: string; meterValue: number }[] = []
      let cursor: string | null = ''
      do {
        const { json } = await service.call('GET', `/readings?${range}&limit=7${cursor ? `&cursor=${cursor}` : ''}`)
        seen.push(...json.readings)
        cursor = json.nextCursor
      } while (cursor)
      assert.equal(new Set(seen.map(({ meterValue }) => meterValue)).size, 60)
      assert.equal(seen.length, 60)
      assert.deepEqual(
        seen.map(({ timestamp }) => timestamp),
        seen
          .map(({ timestamp }) => timestamp)
          .sort()
          .reverse(),
      )
      const ofOne = await service.call('GET', `/readings?${range}&source=source%207`)
      assert.deepEqual(
        ofOne.json.readings.map(({ meterValue }: { meterValue: number }) => meterValue),
        [7],
      )
    })

    test('the range includes its beginning and not its end', async () => {
      const iso = (offset: number) => new Date(start + offset).toISOString()
      const { json } = await service.call('GET', `/readings?from=${iso(0)}&to=${iso(hour)}`)
      assert.deepEqual(
        json.readings.map(({ timestamp }: { timestamp: string }) => timestamp),
        [iso(0)],
      )
    })

    test('a range whose end comes before its beginning is refused, whoever is asked', async () => {
      const backwards = 'from=2026-02-01&to=2026-01-31'
      for (const path of ['', '/export?format=csv', '/statistics?interval=day', '/gaps']) {
        const url = `/readings${path}${path.includes('?') ? '&' : '?'}`
        const { status, json } = await service.call('GET', url + backwards)
        assert.deepEqual([status, json.errors?.[0].path], [400, '/to'], path)
        assert.equal((await service.call('GET', `${url}from=2026-02-01&to=2026-02-01`)).status, 200, path)
      }
    })

    test('the stream tells of recordings and corrections as they happen', async () => {
      const aborting = new AbortController()
      const { headers } = await service.call('GET', '/health')
      assert.ok(headers)
      const token = (
        await service.call('POST', '/auth/token', { username: 'admin', password: 'correct horse battery' })
      ).json.access_token
      const response = await fetch(`${service.url}/readings/stream`, {
        headers: { authorization: `Bearer ${token}` },
        signal: aborting.signal,
      })
      assert.equal(response.headers.get('content-type'), 'text/event-stream')
      const events = eventsOf(response)
      const { json } = await service.call('POST', '/records/single', {
        timestamp: new Date(start + 5 * hour).toISOString(),
        meterValue: 70,
      })
      const recorded = (await events.next()).value
      assert.deepEqual([recorded?.event, recorded?.data.reading.meterValue], ['reading', 70])
      await service.call('PATCH', `/records/${json.reading.id}`, { meterValue: 71 })
      const corrected = (await events.next()).value
      assert.deepEqual([corrected?.event, corrected?.data.reading.meterValue], ['correction', 71])
      await service.call('DELETE', `/records/${json.reading.id}`)
      assert.equal((await events.next()).value?.data.withdrawn, true)
      aborting.abort()
    })

    test('the API describes itself and shows its description', async () => {
      const { json } = await service.call('GET', '/openapi.json')
      for (const path of [
        '/auth/token',
        '/readings/current',
        '/records/single',
        '/records/bulk',
        '/utility/push',
        '/health',
      ])
        assert.ok(json.paths[path], `${path} is missing`)
      assert.equal((await service.call('GET', '/docs/')).status, 200)
    })

    test('health tells of the ledger, the sheet and the utility', async () => {
      const { status, json } = await service.call('GET', '/health')
      assert.equal(status, 200)
      assert.equal(json.status, 'healthy')
      assert.deepEqual(
        [json.checks.ledger.state, json.checks.sheet.state, json.checks.utility.state],
        ['ok', 'off', 'off'],
      )
    })
  })

async function* eventsOf(
  response: Response,
): AsyncGenerator<{ event: string; data: { reading: { meterValue: number }; withdrawn?: boolean } }> {
  let text = ''
  for await (const bytes of response.body ?? []) {
    text += Buffer.from(bytes).toString()
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? []
      if (event && data) yield { event, data: JSON.parse(data) }
    }
  }
}
