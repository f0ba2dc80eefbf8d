import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { engines } from '../../../test/support/databases.ts'
import { type Service, startService } from '../../../test/support/service.ts'

/** A day of the real house; energy in tenths of a kWh, as its export has it. */
interface HouseDay {
  stamp: string
  solar: number
  grid: number
}

interface ShownInterval {
  from: string
  to: string
  produced: { kilowattHours: number; measuredShare: number } | null
  imported: { kilowattHours: number; measuredShare: number } | null
}

const csv = { 'content-type': 'text/csv' }
const hour = 3_600_000

/** The daily export that the running sums of the household's file were made of. */
function dailyExport(): HouseDay[] {
  const text = readFileSync(new URL('../../../test/data/household-2020-2023.csv', import.meta.url), 'utf8')
  const rows = text.trim().split(/\r?\n/).slice(1)
  let [solarSum, gridSum] = [0, 0]
  return rows.map((row) => {
    const [stamp = '', ...counters] = row.split(',')
    const [solarNow = 0, gridNow = 0] = counters.map((counter) => Math.round(Number(counter) * 10))
    const day = { stamp, solar: solarNow - solarSum, grid: gridNow - gridSum }
    ;[solarSum, gridSum] = [solarNow, gridNow]
    return day
  })
}

function sumsBy(days: readonly HouseDay[], column: 'solar' | 'grid', dateCharacters: number): Map<string, number> {
  const sums = new Map<string, number>()
  for (const day of days) {
    const key = day.stamp.slice(0, dateCharacters)
    sums.set(key, (sums.get(key) ?? 0) + day[column])
  }
  return sums
}

for (const engine of engines)
  describe(`statistics over years and in odd zones on ${engine.name}`, () => {
    let service: Service
    before(async () => {
      service = await startService(engine)
    })
    after(() => service.stop())

    const statistics = async (query: string): Promise<ShownInterval[]> => {
      const { status, json, text } = await service.call('GET', `/readings/statistics?${query}`)
      assert.equal(status, 200, text)
      return json.intervals
    }

    test('of the real house, imported as its daily export, are the sums of the days that stand in it', async () => {
      await service.call('POST', '/sites', { site: 'house', timeZone: 'America/Los_Angeles' })
      const days = dailyExport()
      const rows = days.map(({ stamp, solar, grid }) => `${stamp},${solar / 10},${grid / 10}`)
      const file = ['Date time,Solar Energy (kWh),From Grid (kWh)', ...rows].join('\n')
      const { json, text } = await service.call('POST', '/records/bulk?site=house&map=tesla-powerwall', file, csv)
      assert.deepEqual([json.received, json.recorded, json.warnings], [1340, 1341, []], text.slice(0, 500))
      for (const [interval, dateCharacters, count] of [
        ['day', 10, 1340],
        ['month', 7, 44],
        ['year', 4, 4],
      ] as const)
        for (const [kind, column] of [
          ['produced', 'solar'],
          ['imported', 'grid'],
        ] as const) {
          const shown = await statistics(`site=house&interval=${interval}`)
          const expected = [...sumsBy(days, column, dateCharacters).values()].map((tenths) => tenths / 10)
          assert.equal(shown.length, count)
          // Before its first day nothing is known, so neither is all of 2020.
          if (interval === 'year') {
            assert.equal(shown.shift()?.[kind], null)
            expected.shift()
          }
          assert.deepEqual(
            shown.map((each) => each[kind]?.kilowattHours),
            expected,
          )
          assert.ok(shown.every((each) => each[kind]?.measuredShare === 1))
        }
    })

    test('have days as long as the clocks of the zone make them', async () => {
      await service.call('POST', '/sites', { site: 'steady', timeZone: 'UTC' })
      const [begin, end] = ['2010-01-01T00:00:00Z', '2026-06-01T00:00:00Z']
      const meterValue = (Date.parse(end) - Date.parse(begin)) / hour
      const records = [
        { timestamp: begin, meterValue: 0 },
        { timestamp: end, meterValue },
      ]
      assert.equal((await service.call('POST', '/records/bulk', { site: 'steady', records })).json.recorded, 2)
      for (const [timeZone, from, to, lengths] of [
        // Midnight is left out.
        ['America/Sao_Paulo', '2018-11-03', '2018-11-06', [24, 23, 24]],
        ['Africa/Cairo', '2023-04-27', '2023-04-30', [24, 23, 24]],
        // The 30th is left out.
        ['Pacific/Apia', '2011-12-29', '2012-01-02', [24, 24, 24]],
        ['Australia/Lord_Howe', '2026-04-04', '2026-04-07', [24, 24.5, 24]],
        ['Asia/Kathmandu', '2026-04-04', '2026-04-06', [24, 24]],
        ['Europe/Berlin', '2025-10-25', '2025-10-28', [24, 25, 24]],
      ] as const) {
        await service.call('PATCH', '/sites/steady', { timeZone })
        const query = `site=steady&from=${from}&to=${to}`
        const shown = await statistics(`${query}&interval=day`)
        assert.deepEqual(
          shown.map((day) => (Date.parse(day.to) - Date.parse(day.from)) / hour),
          lengths,
          timeZone,
        )
        assert.deepEqual(
          shown.map(({ imported }) => imported?.kilowattHours),
          lengths,
          timeZone,
        )
        const hours = await statistics(`${query}&interval=hour`)
        const sum = hours.reduce((total, { imported }) => total + (imported?.kilowattHours ?? 0), 0)
        assert.equal(
          sum,
          lengths.reduce((total: number, length) => total + length, 0),
          timeZone,
        )
      }
    })
  })
