import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import type { BulkResult } from '../../src/readings/bulk/bulk.ts'
import { engines } from '../support/databases.ts'
import { type Service, startService } from '../support/service.ts'

const household = readFileSync(new URL('../data/household-2020-2023.csv', import.meta.url), 'utf8')
const csv = { 'content-type': 'text/csv' }
const ndjson = { 'content-type': 'application/x-ndjson' }

for (const engine of engines)
  describe(`recording many over HTTP on ${engine.name}`, () => {
    let service: Service
    let minute = Date.UTC(2010, 0, 1)
    const nextTime = (): string => {
      minute += 60_000
      return new Date(minute).toISOString()
    }

    before(async () => {
      service = await startService(engine)
    })
    after(() => service.stop())

    test('a bulk request answers each bad row by its index and records the others', async () => {
      const records = [
        { timestamp: nextTime(), meterValue: 1 },
        { timestamp: nextTime(), meterValue: '2' },
        { timestamp: nextTime(), meterValue: 3, colour: 'red' },
        { timestamp: 'yesterday', meterValue: 4 },
        { timestamp: nextTime() },
        'nonsense',
        { timestamp: nextTime(), meterValue: 6, site: 'elsewhere' },
        { timestamp: nextTime(), meterValue: 7, recordedAt: 'whenever', sheet: { state: 'written' } },
      ]
      const { status, json } = await service.call('POST', '/records/bulk', { records })
      assert.equal(status, 200)
      assert.deepEqual([json.received, json.recorded, json.duplicates, json.rejected], [8, 2, 0, 6])
      assert.deepEqual(
        json.errors.map(({ index }: { index: number }) => index),
        [1, 2, 3, 4, 5, 6],
      )
      assert.deepEqual(
        json.errors.map(({ errors }: { errors: { path: string }[] }) => errors[0]?.path),
        ['/meterValue', '/colour', '/timestamp', '/meterValue', '', '/site'],
      )
      const again = await service.call('POST', '/records/bulk', { records })
      assert.deepEqual([again.json.recorded, again.json.duplicates, again.json.rejected], [0, 2, 6])
    })

    test('an all-or-nothing request with one bad row records none and names it', async () => {
      const [good, taken] = [nextTime(), nextTime()]
      await service.call('POST', '/records/single', { timestamp: taken, meterValue: 1 })
      for (const bad of [
        { timestamp: nextTime(), meterValue: -1 },
        { timestamp: taken, meterValue: 2 },
      ]) {
        const { status, json } = await service.call('POST', '/records/bulk?atomic=true', {
          records: [{ timestamp: good, meterValue: 1 }, bad],
        })
        assert.equal(status, 422)
        assert.equal(json.errors[0].index, 1)
        assert.match(json.errors[0].path, /^\/records\/1\//)
      }
      assert.equal((await service.call('POST', '/records/single', { timestamp: good, meterValue: 1 })).status, 201)
    })

    test('a dry run answers as the recording would, across commits too, and records nothing', async () => {
      await service.call('POST', '/sites', { site: 'dry' })
      const begin = Date.parse('2012-01-01T00:00:00Z')
      const rows = Array.from({ length: 2400 }, (_unused, hour) => ({
        timestamp: new Date(begin + hour * 3_600_000).toISOString(),
        meterValue: hour < 2000 ? 500 + hour : 500,
      }))
      const known = rows[1700]
      const records = [...rows, known, { ...known, meterValue: 'x' }, { ...known, meterValue: 501 }]
      const text = records.map((record) => JSON.stringify(record)).join('\n')
      const dry = await service.call('POST', '/records/bulk?site=dry&dryRun=true', text, ndjson)
      assert.deepEqual([dry.json.received, dry.json.recorded, dry.json.rejected], [2403, 2400, 2])
      assert.deepEqual(dry.json.duplicateRanges, [{ first: 2400, last: 2400 }])
      assert.deepEqual((await service.call('GET', '/readings?site=dry')).json.readings, [])
      const { json } = await service.call('POST', '/records/bulk?site=dry', text, ndjson)
      const withoutIds = ({ warnings, errors, ...rest }: BulkResult) => ({
        ...rest,
        warnings: warnings.map(({ index, code }) => ({ index, code })),
        errors: errors.map(({ index, code }) => ({ index, code })),
      })
      assert.ok(json.warnings.some(({ index }: { index: number }) => index === 2000))
      assert.deepEqual(withoutIds(dry.json), withoutIds(json))
      const again = await service.call('POST', '/records/bulk?site=dry&dryRun=true', text, ndjson)
      assert.deepEqual([again.json.recorded, again.json.duplicates, again.json.rejected], [0, 2401, 2])
      assert.equal(
        (await service.call('POST', '/records/bulk?site=dry&dryRun=true&atomic=true', text, ndjson)).status,
        422,
      )
    })

    test('a conflict is rejected, or replaces the value where that is asked for', async () => {
      const timestamp = nextTime()
      await service.call('POST', '/records/single', { timestamp, meterValue: 1 })
      const records = [{ timestamp, meterValue: 2 }]
      const rejected = await service.call('POST', '/records/bulk', { records })
      assert.deepEqual(
        [rejected.json.recorded, rejected.json.rejected, rejected.json.errors[0].code],
        [0, 1, 'conflict'],
      )
      const replaced = await service.call('POST', '/records/bulk?onConflict=replace', { records })
      assert.deepEqual([replaced.json.recorded, replaced.json.rejected], [1, 0])
    })

    test('a CSV is read whatever its separator, order and decimal sign', async () => {
      const semicolon = `\u{feff}meter_value;NOTE;timestamp\r\n1,5;"a; ""b""";${nextTime()}\r\n\r\n2.25;;${nextTime()}\r\n`
      const tab = `Timestamp\tMeter_Value\n${nextTime()}\t3,75\n${nextTime()}\tabc\n`
      const first = await service.call('POST', '/records/bulk', semicolon, csv)
      assert.deepEqual([first.json.received, first.json.recorded], [2, 2], first.text)
      const second = await service.call('POST', '/records/bulk', tab, { 'content-type': 'text/csv; charset=utf-8' })
      assert.deepEqual(
        [second.json.received, second.json.recorded, second.json.errors[0].index],
        [2, 1, 1],
        second.text,
      )
      const { readings } = (await service.call('GET', `/readings?from=2010-01-01T00:00:00Z&limit=3`)).json
      assert.deepEqual(
        readings.map(({ meterValue }: { meterValue: number }) => meterValue),
        [3.75, 2.25, 1.5],
      )
      assert.equal(readings[2].note, 'a; "b"')
    })

    test('a media type is known in any case, and another than the three is refused', async () => {
      const row = `Timestamp,Meter_Value\n${nextTime()},7\n`
      const upper = await service.call('POST', '/records/bulk', row, { 'content-type': 'TEXT/CSV; charset=UTF-8' })
      assert.equal(upper.json.recorded, 1, upper.text)
      for (const type of ['application/x-www-form-urlencoded', 'application/xml', 'text/plain']) {
        const { status } = await service.call('POST', '/records/bulk', 'meterValue=7', { 'content-type': type })
        assert.equal(status, 415, type)
      }
    })

    test('a comma is no decimal sign where it separates the fields', async () => {
      const { json } = await service.call('POST', '/records/bulk', `Timestamp,Meter_Value\n${nextTime()},"1,5"\n`, csv)
      assert.deepEqual([json.recorded, json.rejected], [0, 1])
      assert.match(json.errors[0].message, /no number/)
    })

    test('the site that the request names counts for every row of a text, and in JSON for those that name none', async () => {
      for (const site of ['from', 'to']) await service.call('POST', '/sites', { site })
      const timestamp = nextTime()
      const row = { timestamp, meterValue: 5, site: 'from' }
      await service.call('POST', '/records/bulk', JSON.stringify(row), ndjson)
      const exported = await service.call('GET', '/readings/export?format=ndjson&site=from')
      const sent = [
        [exported.text, ndjson],
        [`Timestamp,Site,Meter_Value\n${nextTime()},from,6\n`, csv],
        [JSON.stringify({ records: [{ timestamp: nextTime(), meterValue: 7 }] }), {}],
        [JSON.stringify({ records: [{ ...row, timestamp: nextTime(), meterValue: 8 }] }), {}],
      ] as const
      for (const [body, headers] of sent) {
        const { json, text } = await service.call('POST', '/records/bulk?site=to', body, headers)
        assert.equal(json.recorded, 1, text)
      }
      const valuesAt = async (site: string): Promise<number[]> =>
        (await service.call('GET', `/readings?site=${site}`)).json.readings.map(
          ({ meterValue }: { meterValue: number }) => meterValue,
        )
      assert.deepEqual(await valuesAt('to'), [7, 6, 5])
      assert.deepEqual(await valuesAt('from'), [8, 5])
    })

    test('whatever is exported, in any format, is taken back unchanged', async () => {
      const site = '&from=2020-01-01T00:00:00Z&to=2024-01-01T00:00:00Z'
      const imported = await service.call('POST', '/records/bulk', household, csv)
      assert.deepEqual([imported.json.received, imported.json.recorded], [1340, 1340])
      for (const [format, headers] of [
        ['csv', csv],
        ['ndjson', ndjson],
        ['json', { 'content-type': 'application/json' }],
      ] as const) {
        const exported = await service.call('GET', `/readings/export?format=${format}${site}`)
        const { json, text } = await service.call('POST', '/records/bulk', exported.text, headers)
        assert.deepEqual(
          [json.received, json.recorded, json.duplicates, json.rejected],
          [1340, 0, 1340, 0],
          text.slice(0, 500),
        )
      }
    })
  })
