import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startFakePvoutput } from '../../../test/fakes/pvoutput/fake-pvoutput.ts'
import { startUtilityService, type UtilityService } from '../../../test/fakes/utility/utility-service.ts'
import { engines } from '../../../test/support/databases.ts'
import type { Written } from '../connectors/placeholders.ts'

const exactly = 12_345_678

for (const engine of engines)
  describe(`the preview of a push on ${engine.name}`, () => {
    let service: UtilityService
    before(async () => {
      service = await startUtilityService(engine)
    })
    after(() => service.close())

    const preview = (query: Record<string, string>) =>
      service.call('GET', `/utility/preview?${new URLSearchParams(query)}`)
    const request = (body: Record<string, string>) => ({
      method: 'POST',
      url: `${service.fake.url}/api/readings`,
      body: { date: '{{date|YYYY-MM-DD}}', reading: '{{reading}}', ...body },
    })

    for (const [rule, value, written] of [
      [{ field: 'meterValue', decimals: 0, rounding: 'down' }, 12_345, ['12345', '123', '12345,0']],
      [{ field: 'meterValue', decimals: 0, rounding: 'nearest' }, 12_346, ['12346', '123', '12346,0']],
      [{ field: 'meterValue', decimals: 1, rounding: 'nearest' }, 12_345.7, ['12345.7', '123', '12345,7']],
      [{ field: 'meterValue', decimals: 3, rounding: 'down' }, 12_345.678, ['12345.678', '123', '12345,6']],
    ] as const)
      test(`shows to the letter what then arrives, with ${rule.decimals} decimals rounded ${rule.rounding}`, async () => {
        await service.put({
          value: rule,
          request: request({ left: '{{reading|digits:0:3}}', comma: '{{reading|decimal:,:1}}' }),
        })
        const readingId = service.addReading({ meter: exactly })
        const { status, json } = await preview({ readingId })
        assert.equal(status, 200)
        assert.deepEqual([json.counterValue, json.value, json.problem, json.state], [12_345.678, value, null, 'queued'])
        const texts = (json.written as Written[]).map(({ text }) => text)
        assert.deepEqual(texts, written)
        assert.deepEqual(await submissions(), [], 'nothing is stored by looking')
        const { submission } = (await service.pushAndWait({ readingId })).json
        assert.deepEqual([submission.state, submission.value], ['confirmed', json.value])
        const body = JSON.parse(service.fake.seen.at(-1)?.body ?? '{}')
        assert.deepEqual([body.reading, body.left, body.comma], [value, texts[1], texts[2]])
        await service.database.sql.deleteFrom('submissions').execute()
      })

    const submissions = async () => (await service.call('GET', '/utility/submissions')).json.submissions

    test('says what would keep it back: a doubt, a window that is shut, a value that cannot be written', async () => {
      const readingId = service.addReading({ meter: exactly })
      service.doubts.set(readingId, 'It is too much.')
      const { json } = await preview({ readingId })
      assert.deepEqual([json.state, json.code, json.detail], ['needs-attention', 'doubtful-reading', 'It is too much.'])
      service.doubts.clear()
      const later = new Date(Date.now() + 5 * 24 * 3_600_000).getUTCDate()
      await service.put({ window: { fromDay: later, toDay: later } })
      assert.ok(Date.parse((await preview({ readingId })).json.nextAttemptAt) > Date.now() + 24 * 3_600_000)
      await service.put({ request: request({ left: '{{reading|digits:0:3}}' }) })
      const tooLong = await preview({ readingId: service.addReading({ meter: 1_234_567_000 }) })
      assert.match(tooLong.json.problem, /more than the meter's 5 digits/)
      assert.deepEqual(tooLong.json.written, [])
    })

    test('names the connectors that a push may go through, and nothing else of them', async () => {
      await service.put({ enabled: false })
      const { json } = await service.call('GET', '/utility/push')
      assert.deepEqual(json, { connectors: [{ name: 'city', type: 'http', enabled: false }] })
      assert.equal((await service.call('GET', '/utility/push?site=none')).status, 404)
    })

    test('is refused where the push would be', async () => {
      await service.put()
      assert.equal((await preview({ readingId: 'none' })).status, 404)
      assert.equal((await preview({ connector: 'none' })).status, 404)
      assert.equal((await preview({ colour: 'red' })).status, 400)
      const without = await preview({ readingId: service.addReading({ meter: null, inverter: 5 }) })
      assert.match(without.json.type, /value-missing$/)
      const readingId = service.addReading()
      const { json } = await service.pushAndWait({ readingId })
      const again = await preview({ readingId })
      assert.deepEqual(
        [again.status, again.headers.get('location')],
        [409, `/utility/submissions/${json.submission.id}`],
      )
      const viewer = await service.call('GET', '/utility/preview', undefined, { authorization: 'readings:read' })
      assert.equal(viewer.status, 403)
    })

    test('shows watt-hours where they go to PVOutput', async () => {
      const fake = await startFakePvoutput(Date.now, 'Europe/Berlin')
      const roof = { type: 'pvoutput', systemId: fake.systemId, url: fake.url, secrets: { apiKey: fake.apiKey } }
      const value = { field: 'inverterKwh', decimals: 3 }
      await service.call('PUT', '/utility/connectors/roof', { ...roof, value })
      const readingId = service.addReading({ timestamp: Date.now() - 3_600_000, inverter: exactly, meter: null })
      const { json } = await preview({ readingId, connector: 'roof' })
      assert.deepEqual(json.written, [{ as: 'Wh, lifetime', text: '12345678' }])
      const { submission } = (await service.pushAndWait({ readingId, connector: 'roof' })).json
      assert.equal(submission.state, 'confirmed')
      assert.deepEqual([...fake.statuses.values()], [{ v1: exactly, v3: null }])
      await service.call('PUT', '/utility/connectors/days', { ...roof, value, kind: 'output' })
      const days = await preview({ readingId, connector: 'days' })
      assert.match(days.json.problem, /energy is not known/)
      await fake.close()
    })
  })
