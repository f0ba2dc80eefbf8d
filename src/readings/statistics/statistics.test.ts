import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { engines } from '../../../test/support/databases.ts'
import { type Service, startService } from '../../../test/support/service.ts'

const hour = 3_600_000
const household = readFileSync(new URL('../../../test/data/household-2020-2023.csv', import.meta.url), 'utf8')

interface ShownInterval {
  from: string
  to: string
  readings: number
  produced: { kilowattHours: number; startValue: number; endValue: number; measuredShare: number } | null
  imported: { kilowattHours: number; startValue: number; endValue: number; measuredShare: number } | null
}

async function statistics(service: Service, query: string): Promise<ShownInterval[]> {
  const { status, json, text } = await service.call('GET', `/readings/statistics?${query}`)
  assert.equal(status, 200, text)
  return json.intervals
}

async function record(service: Service, values: Record<string, number>, extra: object = {}): Promise<void> {
  const records = Object.entries(values).map(([timestamp, meterValue]) => ({ timestamp, meterValue, ...extra }))
  const { json, text } = await service.call('POST', '/records/bulk', { records })
  assert.equal(json?.recorded, records.length, text)
}

const kilowattHours = (intervals: ShownInterval[], kind: 'produced' | 'imported') =>
  intervals.map((interval) => interval[kind]?.kilowattHours ?? null)

for (const engine of engines)
  describe(`statistics on ${engine.name}`, () => {
    test('tell energy, counter values, the measured share and how many readings there are', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await record(service, {
        '2026-03-01T00:00:00+01:00': 100,
        '2026-03-01T12:00:00+01:00': 106,
        '2026-03-02T00:00:00+01:00': 110.5,
        '2026-03-02T18:00:00+01:00': 118,
        '2026-03-03T06:00:00+01:00': 124,
      })
      const { json } = await service.call(
        'GET',
        '/readings/statistics?interval=day&from=2026-03-01T05:00:00&to=2026-03-03T01:00:00',
      )
      assert.deepEqual(json, {
        site: 'home',
        timeZone: 'Europe/Berlin',
        interval: 'day',
        intervals: [
          {
            from: '2026-02-28T23:00:00.000Z',
            to: '2026-03-01T23:00:00.000Z',
            readings: 2,
            produced: null,
            imported: { kilowattHours: 10.5, startValue: 100, endValue: 110.5, measuredShare: 1 },
          },
          {
            from: '2026-03-01T23:00:00.000Z',
            to: '2026-03-02T23:00:00.000Z',
            readings: 2,
            produced: null,
            imported: { kilowattHours: 10.5, startValue: 110.5, endValue: 121, measuredShare: 0.75 },
          },
          {
            from: '2026-03-02T23:00:00.000Z',
            to: '2026-03-03T23:00:00.000Z',
            readings: 1,
            produced: null,
            imported: null,
          },
        ],
      })
    })

    test('have days of 23 and 25 hours, hours that come twice, and no interval without readings on both sides', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await record(service, { '2026-03-28T23:00:00Z': 0, '2026-10-30T23:00:00Z': 5184 })
      const [spring] = await statistics(service, 'interval=day&from=2026-03-29&to=2026-03-30')
      const autumn = await statistics(service, 'interval=day&from=2026-10-24&to=2026-10-27')
      const lengths = autumn.map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / hour)
      assert.equal(spring?.imported?.kilowattHours, 23)
      assert.deepEqual(lengths, [24, 25, 24])
      assert.deepEqual(kilowattHours(autumn, 'imported'), [24, 25, 24])
      const hours = await statistics(service, 'interval=hour&from=2026-10-25&to=2026-10-26')
      assert.equal(hours.length, 25)
      assert.ok(hours.every(({ imported }) => imported?.kilowattHours === 1 && imported.measuredShare === 0))
      const months = await statistics(service, 'interval=month&from=2026-01-01&to=2026-12-31')
      assert.equal(months.length, 12)
      assert.deepEqual(
        months.flatMap(({ imported }, index) => (imported ? [index + 1] : [])),
        [4, 5, 6, 7, 8, 9],
      )
      assert.deepEqual(kilowattHours(await statistics(service, 'interval=year'), 'imported'), [null])
    })

    test('of the real house are, to the last digit, those of its own export', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await service.call('PATCH', '/sites/home', { timeZone: 'America/Los_Angeles' })
      const answer = await service.call('POST', '/records/bulk', household, { 'content-type': 'text/csv' })
      assert.equal(answer.json.recorded, 1340)
      assert.deepEqual(answer.json.warnings, [])
      assert.deepEqual((await service.call('GET', '/readings?doubtful=true')).json.readings, [])
      for (const interval of ['month', 'year']) {
        const shown = (await statistics(service, `interval=${interval}&from=2020-06-01&to=2023-12-31`)).filter(
          ({ produced }) => produced,
        )
        const bounds = shown.map(({ from, to }) => [Date.parse(from), Date.parse(to)] as const)
        assert.ok(shown.length >= 2)
        for (const [kind, column] of [
          ['produced', 1],
          ['imported', 2],
        ] as const)
          assert.deepEqual(
            kilowattHours(shown, kind),
            bounds.map(([from, to]) => houseValue(to, column) - houseValue(from, column)).map((wh) => wh / 1000),
          )
      }
      const days = await statistics(service, 'interval=day&from=2020-06-01&to=2023-12-01')
      const months = await statistics(service, 'interval=month&from=2020-06-01&to=2023-12-01')
      assert.equal(sum(days, 'produced'), sum(months, 'produced'))
      assert.equal(sum(days, 'imported'), sum(months, 'imported'))
    })

    test('go on over a rollover and a meter change, also one that is recorded afterwards', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await record(service, {
        '2026-01-01T00:00:00+01:00': 9980,
        '2026-01-02T00:00:00+01:00': 9990,
        '2026-01-03T00:00:00+01:00': 4,
        '2026-01-04T00:00:00+01:00': 10,
        '2026-01-05T00:00:00+01:00': 3002,
        '2026-01-06T00:00:00+01:00': 3010,
      })
      const query = 'interval=day&from=2026-01-01&to=2026-01-06'
      assert.deepEqual(kilowattHours(await statistics(service, query), 'imported'), [10, -9986, 6, 2992, 8])
      const doubtful = async () =>
        (await service.call('GET', '/readings?doubtful=true')).json.readings.map(
          ({ meterValue }: { meterValue: number }) => meterValue,
        )
      assert.deepEqual(await doubtful(), [3002, 4])
      await service.call('PATCH', '/sites/home', { meter: { digits: 4 } })
      assert.deepEqual(await doubtful(), [3002])
      assert.deepEqual(kilowattHours(await statistics(service, query), 'imported'), [10, 14, 6, 2992, 8])
      const change = {
        timestamp: '2026-01-04T12:00:00+01:00',
        finalValue: 13,
        initialValue: 3000,
        note: 'a new meter',
      }
      const made = await service.call('POST', '/sites/home/meter-changes', change)
      assert.equal(made.status, 201, made.text)
      assert.equal((await service.call('POST', '/sites/home/meter-changes', change)).status, 200)
      assert.equal((await service.call('POST', '/sites/home/meter-changes', { ...change, finalValue: 12 })).status, 409)
      assert.deepEqual((await service.call('GET', '/sites/home/meter-changes')).json, { meterChanges: [made.json] })
      assert.deepEqual(await doubtful(), [])
      const days = await statistics(service, query)
      assert.deepEqual(kilowattHours(days, 'imported'), [10, 14, 6, 5, 8])
      assert.equal(sum(days, 'imported'), 43_000)
      const [month] = await statistics(service, 'interval=month&from=2026-01-02&to=2026-01-03')
      assert.equal(month?.imported, null)
      await service.call('DELETE', `/sites/home/meter-changes/${made.json.id}`)
      assert.deepEqual(kilowattHours(await statistics(service, query), 'imported'), [10, 14, 6, 2992, 8])
      const inverter = await service.call('POST', '/sites/home/meter-changes', { ...change, counter: 'inverterKwh' })
      assert.equal(inverter.json.counter, 'inverterKwh')
    })

    test('refuse what is no range, and more intervals than can be shown', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      const status = async (query: string) => (await service.call('GET', `/readings/statistics?${query}`)).status
      assert.equal(await status('interval=week'), 400)
      assert.equal(await status('interval=day&from=yesterday'), 400)
      assert.equal(await status('interval=hour&from=2000-01-01&to=2026-01-01'), 400)
      assert.equal(await status('interval=day&site=nowhere'), 404)
      assert.deepEqual(await statistics(service, 'interval=day'), [])
    })
  })

function sum(intervals: ShownInterval[], kind: 'produced' | 'imported'): number {
  return intervals.reduce((total, interval) => total + Math.round((interval[kind]?.kilowattHours ?? 0) * 1000), 0)
}

const houseRows = household
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => line.split(','))
  .map(([timestamp, ...values]) => [
    Date.parse(timestamp ?? ''),
    ...values.map((value) => Math.round(Number(value) * 1000)),
  ])

/** The counter of the house at an instant, in watt-hours, by the textbook's formula over all rows. */
function houseValue(at: number, column: 1 | 2): number {
  const next = houseRows.findIndex(([timestamp = 0]) => timestamp >= at)
  const [afterAt = 0, ...after] = houseRows[next] ?? []
  if (afterAt === at) return after[column - 1] ?? 0
  const [beforeAt = 0, ...before] = houseRows[next - 1] ?? []
  const rise = (after[column - 1] ?? 0) - (before[column - 1] ?? 0)
  return (before[column - 1] ?? 0) + Math.round((rise * (at - beforeAt)) / (afterAt - beforeAt))
}
