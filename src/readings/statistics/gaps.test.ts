import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { engines } from '../../../test/support/databases.ts'
import { type Service, startService } from '../../../test/support/service.ts'

async function record(service: Service, values: Record<string, number>, extra: object = {}): Promise<void> {
  const records = Object.entries(values).map(([timestamp, meterValue]) => ({ timestamp, meterValue, ...extra }))
  const { json, text } = await service.call('POST', '/records/bulk', { records })
  assert.equal(json?.recorded, records.length, text)
}

for (const engine of engines)
  describe(`questions about an instant and about gaps on ${engine.name}`, () => {
    test('an instant is answered with the value, whether it is interpolated, and how far away the readings are', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await record(service, { '2026-01-01T00:00:00Z': 100, '2026-01-01T10:00:00Z': 120 }, { inverterKwh: 7 })
      const at = async (timestamp: string) =>
        (await service.call('GET', `/readings/at?timestamp=${encodeURIComponent(timestamp)}`)).json
      assert.deepEqual(await at('2026-01-01T02:30:00Z'), {
        site: 'home',
        timestamp: '2026-01-01T02:30:00.000Z',
        inverterKwh: {
          value: 7,
          interpolated: true,
          before: { timestamp: '2026-01-01T00:00:00.000Z', value: 7, hours: 2.5 },
          after: { timestamp: '2026-01-01T10:00:00.000Z', value: 7, hours: 7.5 },
        },
        meterValue: {
          value: 105,
          interpolated: true,
          before: { timestamp: '2026-01-01T00:00:00.000Z', value: 100, hours: 2.5 },
          after: { timestamp: '2026-01-01T10:00:00.000Z', value: 120, hours: 7.5 },
        },
      })
      const exact = await at('2026-01-01T11:00:00+01:00')
      assert.deepEqual([exact.meterValue.value, exact.meterValue.interpolated], [120, false])
      const plain = await service.call('GET', '/readings/at?timestamp=2026-01-01T11:00:00+01:00')
      assert.deepEqual(plain.json, exact)
      assert.equal((await at('2026-01-02T00:00:00Z')).meterValue, null)
      assert.equal((await service.call('GET', '/readings/at')).status, 400)
    })

    test('gaps list where readings are missing, until now, and follow what comes late', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      const gaps = async (query = '') => (await service.call('GET', `/readings/gaps?${query}`)).json
      await record(service, {
        '2026-01-01T00:00:00Z': 1,
        '2026-01-01T01:20:00Z': 1,
        '2026-01-01T02:00:00Z': 1,
        '2026-01-01T06:00:00Z': 1,
        '2026-01-01T06:00:30Z': 1,
      })
      assert.deepEqual(await gaps(), { site: 'home', expectEveryHours: null, gaps: [] })
      await service.call('PATCH', '/sites/home', { expectEveryHours: 1 })
      const first = { from: '2026-01-01T02:00:00.000Z', to: '2026-01-01T06:00:00.000Z', hours: 4 }
      const range = 'from=2026-01-01T00:00:00Z&to=2026-01-01T08:00:30Z'
      assert.deepEqual(await gaps(range), {
        site: 'home',
        expectEveryHours: 1,
        gaps: [first, { from: '2026-01-01T06:00:30.000Z', to: '2026-01-01T08:00:30.000Z', hours: 2 }],
      })
      assert.deepEqual((await gaps('from=2026-01-01T05:00:00Z&to=2026-01-01T06:30:00Z')).gaps, [first])
      assert.equal((await gaps()).gaps.at(-1).from, '2026-01-01T06:00:30.000Z')
      await record(service, { '2026-01-01T03:00:00Z': 1, '2026-01-01T04:00:00Z': 1, '2026-01-01T05:00:00Z': 1 })
      assert.equal((await gaps(range)).gaps.length, 1)
    })
  })
