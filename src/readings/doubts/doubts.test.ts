import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { engines } from '../../../test/support/databases.ts'
import { type Service, startService } from '../../../test/support/service.ts'
import { createReadings } from '../readings.ts'

const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T12:00:00Z`

interface Shown {
  reading: { id: string }
  warnings: { code: string; message: string }[]
}

async function record(service: Service, timestamp: string, meterValue: number, extra: object = {}): Promise<Shown> {
  const { status, json, text } = await service.call('POST', '/records/single', { timestamp, meterValue, ...extra })
  assert.equal(status, 201, text)
  return json
}

const codes = ({ warnings }: Shown) => warnings.map(({ code }) => code)

async function doubtful(service: Service, isDoubtful = true): Promise<number[]> {
  const { json } = await service.call('GET', `/readings?doubtful=${isDoubtful}`)
  return json.readings.map(({ meterValue, inverterKwh }: Record<string, number>) => meterValue ?? inverterKwh)
}

async function codesNow(service: Service, { reading }: Shown): Promise<string[]> {
  return codes((await service.call('GET', `/records/${reading.id}`)).json)
}

for (const engine of engines)
  describe(`doubts on ${engine.name}`, () => {
    test('are told with the answer, kept with the reading and listed', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      assert.deepEqual(codes(await record(service, day(1), 1000.5)), [])
      assert.deepEqual(codes(await record(service, day(2), 1010)), [])
      const fallen = await record(service, day(3), 990)
      assert.deepEqual(fallen.warnings, [
        { code: 'counter-fell', message: 'meterValue 990 is less than 1010 at 2026-03-02T12:00:00.000Z before it.' },
      ])
      assert.deepEqual((await service.call('GET', `/records/${fallen.reading.id}`)).json, fallen)
      const again = { timestamp: day(3), meterValue: 990 }
      assert.deepEqual((await service.call('POST', '/records/single', again)).json.warnings, fallen.warnings)
      assert.deepEqual(await doubtful(service), [990])
      assert.deepEqual(await doubtful(service, false), [1010, 1000.5])
      const { json } = await service.call('GET', '/readings?doubtful=true')
      assert.deepEqual(json.readings[0].warnings, fallen.warnings)
    })

    test('are raised by jumps, lost commas, a digit too many, and another source', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await service.call('PATCH', '/sites/home', { meter: { maxPerDay: 40, digits: 5 }, inverter: { maxPerDay: 30 } })
      await record(service, day(1), 1000.5, { inverterKwh: 10 })
      assert.deepEqual(codes(await record(service, day(2), 1041)), ['jump'])
      assert.deepEqual(codes(await record(service, day(5), 1160)), [])
      const lostComma = await record(service, day(6), 11_705)
      assert.deepEqual(codes(lostComma), ['jump', 'magnitude'])
      assert.match(lostComma.warnings[1]?.message ?? '', /about 1170\.5 would fit/)
      await service.call('DELETE', `/records/${lostComma.reading.id}`)
      assert.deepEqual(codes(await record(service, day(6), 116.5)), ['counter-fell', 'magnitude'])
      assert.deepEqual(codes(await record(service, day(4), 1115, { source: 'other' })), [])
      assert.deepEqual(codes(await record(service, day(4), 1116, { source: 'third' })), ['contradiction'])
      assert.deepEqual(codes(await record(service, day(4), 1115, { source: 'fourth' })), ['contradiction'])
      assert.deepEqual(codes(await record(service, day(7), 123_456)), ['jump', 'magnitude'])
      const both = await record(service, day(8), 1240, { inverterKwh: 500 })
      assert.deepEqual(codes(both), ['jump', 'counter-fell'])
    })

    test('about late readings are decided among their neighbours, and about those end when these come', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await service.call('PATCH', '/sites/home', { meter: { maxPerDay: 40 } })
      await record(service, day(1), 100)
      const jump = await record(service, '2026-03-01T18:00:00Z', 150)
      assert.deepEqual(codes(jump), ['jump'])
      assert.deepEqual(codes(await record(service, '2026-03-01T15:00:00Z', 130)), [])
      assert.deepEqual(await codesNow(service, jump), [])
      assert.deepEqual(codes(await record(service, '2026-03-01T16:00:00Z', 151)), ['counter-fell'])
    })

    test('end and begin with a correction of the reading or of the one beside it', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      const first = await record(service, day(1), 1000)
      const second = await record(service, day(2), 90_000)
      const third = await record(service, day(3), 1020)
      assert.deepEqual([codes(second), codes(third)], [['jump'], ['counter-fell']])
      const corrected = await service.call('PATCH', `/records/${second.reading.id}`, { meterValue: 1010 })
      assert.deepEqual(corrected.json.warnings, [])
      assert.deepEqual(await codesNow(service, third), [])
      const worse = await service.call('PATCH', `/records/${third.reading.id}`, { meterValue: 999 })
      assert.deepEqual(codes(worse.json), ['counter-fell'])
      await service.call('PATCH', `/records/${third.reading.id}`, { note: 'as it stands' })
      assert.deepEqual(await codesNow(service, third), ['counter-fell'])
      await service.call('DELETE', `/records/${second.reading.id}`)
      assert.deepEqual(await codesNow(service, third), ['counter-fell'])
      await service.call('DELETE', `/records/${first.reading.id}`)
      assert.deepEqual(await codesNow(service, third), [])
    })

    test('begin where a reading between two others that do not fit is withdrawn', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await record(service, day(1), 1000)
      const between = await record(service, day(2), 900)
      const last = await record(service, day(3), 950)
      assert.deepEqual([codes(between), codes(last)], [['counter-fell'], []])
      await service.call('DELETE', `/records/${between.reading.id}`)
      assert.deepEqual(await codesNow(service, last), ['counter-fell'])
    })

    test('end when a person vouches for the reading, whose note stays, until it is corrected', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await record(service, day(1), 100)
      const fallen = await record(service, day(2), 50)
      const path = `/records/${fallen.reading.id}`
      for (const body of [{}, { note: '' }])
        assert.equal((await service.call('POST', `${path}/confirm`, body)).status, 400)
      const confirmed = await service.call('POST', `${path}/confirm`, { note: 'read it twice' })
      assert.deepEqual([confirmed.status, confirmed.json], [200, { ...fallen, warnings: [] }])
      assert.equal((await service.call('POST', `${path}/confirm`, { note: 'again' })).status, 200)
      assert.equal((await service.call('POST', '/records/none/confirm', { note: 'x' })).status, 404)
      assert.deepEqual(await doubtful(service), [])
      const { confirmations, history } = (await service.call('GET', `${path}/history`)).json
      assert.equal(history.length, 1)
      assert.deepEqual(
        confirmations.map(({ by, note, warnings }: Record<string, unknown>) => ({ by, note, warnings })),
        [{ by: 'admin', note: 'read it twice', warnings: fallen.warnings }],
      )
      await record(service, '2026-03-01T18:00:00Z', 100.5)
      assert.deepEqual(await codesNow(service, fallen), [])
      assert.deepEqual(codes((await service.call('PATCH', path, { meterValue: 49 })).json), ['counter-fell'])
    })

    test('of a bulk request are told by index, whatever the order of its rows', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      const rows = [
        { timestamp: day(4), meterValue: 130 },
        { timestamp: day(1), meterValue: 100 },
        { timestamp: day(3), meterValue: 90 },
        { timestamp: day(2), meterValue: 110 },
        { timestamp: day(2), meterValue: 111, source: 'other' },
      ]
      const { json } = await service.call('POST', '/records/bulk', { records: rows })
      const told = json.warnings.map(({ index, code }: { index: number; code: string }) => [index, code])
      assert.deepEqual(told, [
        [2, 'counter-fell'],
        [3, 'contradiction'],
        [4, 'contradiction'],
      ])
      const replay = await service.call('POST', '/records/bulk', {
        records: [...rows, { timestamp: day(5), meterValue: 1 }],
      })
      assert.deepEqual([replay.json.duplicates, replay.json.recorded], [5, 1])
      assert.equal(replay.json.warnings.at(-1).code, 'counter-fell')
      const replaced = await service.call('POST', '/records/bulk?onConflict=replace', {
        records: [{ timestamp: day(3), meterValue: 120 }],
      })
      assert.deepEqual(replaced.json.warnings, [])
      assert.deepEqual(new Set(await doubtful(service)), new Set([1, 110, 111]))
    })

    test('are not what a gap before a reading is: it is told, listed, filled, vouched for, and keeps nothing back', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await service.call('PATCH', '/sites/home', { expectEveryHours: 24 })
      assert.deepEqual(codes(await record(service, day(1), 100)), [])
      assert.deepEqual(codes(await record(service, '2026-03-02T20:00:00Z', 110)), [])
      const late = await record(service, day(6), 150)
      assert.deepEqual(late.warnings, [
        {
          code: 'gap',
          message: 'There is no reading between 2026-03-02T20:00:00.000Z and this one; one is expected every 24 hours.',
        },
      ])
      assert.deepEqual(await doubtful(service), [150])
      for (const [timestamp, value] of [
        [day(3), 120],
        [day(4), 130],
      ] as const)
        assert.deepEqual(codes(await record(service, timestamp, value)), [])
      assert.deepEqual(await codesNow(service, late), ['gap'])
      const filling = await service.call('POST', '/records/single', { timestamp: day(5), inverterKwh: 1 })
      assert.deepEqual(await codesNow(service, late), [])
      await service.call('DELETE', `/records/${filling.json.reading.id}`)
      assert.deepEqual(await codesNow(service, late), ['gap'])
      await service.call('POST', `/records/${late.reading.id}/confirm`, { note: 'we were away' })
      assert.deepEqual(await doubtful(service), [])
      const rows = [8, 9, 12].map((number) => ({ timestamp: day(number), meterValue: 150 + number }))
      const { json } = await service.call('POST', '/records/bulk', { records: rows })
      assert.deepEqual(
        json.warnings.map(({ index, code }: Record<string, unknown>) => [index, code]),
        [
          [0, 'gap'],
          [2, 'gap'],
        ],
      )
      await service.call('PATCH', '/sites/home', { expectEveryHours: null })
      assert.deepEqual(await doubtful(service), [])
    })

    test('keep a reading from the utility, and a gap before it does not', async (context) => {
      const database = await engine.open()
      context.after(() => database.close())
      const find = () => ({ site: 'home', timeZone: 'UTC', expectEveryMilliseconds: 3_600_000 })
      const sites = { find, names: async () => ['home'] }
      const clock = () => Date.parse(day(9))
      const readings = createReadings({ database, clock, sites, onChanged: () => undefined })
      const drafts = [day(1), day(3), day(5)].map((timestamp, index) => ({
        site: 'home',
        source: 'ann',
        id: undefined,
        note: null,
        inverter: null,
        timestamp: Date.parse(timestamp),
        meter: [100_000, 101_000, 99_000][index] ?? 0,
      }))
      const by = { by: 'ann', origin: 'api', onConflict: 'reject', stores: 'each' } as const
      const [, gap, fallen] = await readings.record({ drafts, ...by })
      assert.deepEqual(
        gap?.reading.doubts.map(({ code }) => code),
        ['gap'],
      )
      assert.equal(await readings.findDoubt(gap?.reading.id ?? ''), null)
      assert.match((await readings.findDoubt(fallen?.reading.id ?? '')) ?? '', /^meterValue 99 is less than 101/)
    })
  })
