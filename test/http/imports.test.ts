import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { readPresets } from '../../src/readings/imports/presets.ts'
import { exportCases, type Said } from '../data/export-cases.ts'
import { exportForms } from '../data/export-forms.ts'
import { engines } from '../support/databases.ts'
import { type Answer, type Service, startService } from '../support/service.ts'

const csv = { 'content-type': 'text/csv' }
const folder = new URL('../data/imports/', import.meta.url)
const fileOf = (name: string): string => readFileSync(new URL(`${name}.csv`, folder), 'utf8')

for (const engine of engines)
  describe(`exports of other systems on ${engine.name}`, () => {
    let service: Service
    before(async () => {
      service = await startService(engine)
    })
    after(() => service.stop())

    const siteIn = async (site: string, timeZone: string): Promise<void> => {
      const { status, text } = await service.call('POST', '/sites', { site, timeZone })
      assert.equal(status, 201, text)
    }
    const send = (site: string, map: string | object, body: string, query = ''): Promise<Answer> => {
      const named = encodeURIComponent(typeof map === 'string' ? map : JSON.stringify(map))
      return service.call('POST', `/records/bulk?site=${site}&map=${named}${query}`, body, csv)
    }
    const readingsOf = async (site: string): Promise<Said[]> => {
      const { json } = await service.call('GET', `/readings?site=${site}&limit=1000`)
      return json.readings
        .map(({ timestamp, inverterKwh, meterValue }: Record<string, unknown>) => [timestamp, inverterKwh, meterValue])
        .reverse()
    }

    for (const name of readdirSync(folder).map((file) => file.replace('.csv', '')))
      test(`of ${name} become readings, and sending the file again changes nothing`, async () => {
        const { timeZone, map = name, received, rejected = 0, readings } = exportCases[name] ?? assert.fail(name)
        await siteIn(name, timeZone)
        const { json, text } = await send(name, map, fileOf(name))
        assert.deepEqual([json.received, json.rejected], [received, rejected], text)
        assert.equal(json.recorded, readings.length)
        const byTime = ([one]: Said, [other]: Said): number => one.localeCompare(other)
        assert.deepEqual((await readingsOf(name)).sort(byTime), readings.toSorted(byTime))
        const again = await send(name, map, fileOf(name))
        assert.deepEqual([again.json.recorded, again.json.duplicates], [0, readings.length], again.text)
      })

    test('are read in every form that was found in public', async () => {
      for (const [site, { preset, rows, readings }] of Object.entries(exportForms)) {
        await siteIn(site, 'Europe/Vienna')
        const { json, text } = await send(site, preset, rows.join('\n'))
        assert.deepEqual([json.rejected, json.recorded], [0, readings.length], `${site}: ${text}`)
        assert.deepEqual(await readingsOf(site), readings, site)
      }
    })

    test('are refused where a file names a unit that is none of its counter', async () => {
      const rows = ['Time,Meter (kW)', '2026-02-01 00:00,1']
      const map = {
        timestamp: { column: 'Time', formats: ['rfc3339'] },
        meterValue: { column: 'Meter (kW)', holds: 'counter', unit: 'kWh' },
      }
      const { status, json } = await send('home', map, rows.join('\n'))
      assert.deepEqual([status, json.errors[0].path], [400, '/header/meterValue'])
    })

    test('are known by presets that say what they were checked against, each with a file', async () => {
      const { presets } = (await service.call('GET', '/records/maps')).json
      assert.deepEqual(presets, readPresets())
      assert.deepEqual(
        presets.map(({ name }: { name: string }) => `${name}.csv`),
        readdirSync(folder).toSorted(),
      )
      for (const { origin } of presets) assert.ok(origin.length > 20)
    })

    test('go on where the last file ended, or where a person read the counter', async () => {
      const days = ['2026-02-01,1.5', '2026-02-02,2', '2026-02-03,4.25']
      const file = (rows: string[]): string => ['Time,PV(kWh)', ...rows].join('\n')
      await siteIn('parts', 'Europe/Madrid')
      const reading = { site: 'parts', timestamp: '2026-02-01T00:00:00', inverterKwh: 1000 }
      await service.call('POST', '/records/single', reading)
      const map = { preset: 'isolarcloud', interval: 'P1D' }
      assert.equal((await send('parts', map, file(days.slice(0, 1)))).json.recorded, 2)
      assert.equal((await send('parts', map, file(days.slice(1)))).json.recorded, 2)
      const whole = await send('parts', map, file(days))
      assert.deepEqual([whole.json.recorded, whole.json.duplicates], [0, 4], whole.text)
      const values = (await readingsOf('parts')).map(([, inverterKwh]) => inverterKwh)
      assert.deepEqual(values, [1000, 1000, 1001.5, 1003.5, 1007.75])
      await siteIn('begun', 'UTC')
      await send('begun', { ...map, inverterKwh: { startValue: 50.5 } }, file(days))
      assert.deepEqual(
        (await readingsOf('begun')).map(([, inverterKwh]) => inverterKwh),
        [50.5, 52, 54, 58.25],
      )
    })

    test('are summed up no further than to a row that cannot be read', async () => {
      await siteIn('broken', 'UTC')
      const rows = ['Time,PV(kWh)', '2026-02-01,1', '2026-02-02,oops', '2026-02-03,4', '2026-02-03,4']
      const { json } = await send('broken', 'isolarcloud', rows.join('\n'))
      assert.deepEqual([json.received, json.recorded, json.rejected], [4, 2, 3])
      assert.deepEqual(
        json.errors.map(({ index, message }: { index: number; message: string }) => `${index} ${message}`),
        [
          '1 inverterKwh is no number: oops',
          '2 is not summed up: record 1 cannot be read',
          '3 is not summed up: record 1 cannot be read',
        ],
      )
      const mended = await send('broken', 'isolarcloud', [...rows.slice(0, 2), '2026-02-02,2', rows[3]].join('\n'))
      assert.deepEqual([mended.json.recorded, mended.json.duplicates, mended.json.rejected], [2, 2, 0])
      const descending = await send(
        'broken',
        'isolarcloud',
        ['Time,PV(kWh)', '2026-03-02,1', '2026-03-01,1'].join('\n'),
      )
      assert.match(descending.json.errors[0].message, /sort the file by time/)
    })

    test('may hold mean power, in any zone, with the end of each interval', async () => {
      await siteIn('power', 'Europe/Berlin')
      const map = {
        source: 'logger',
        timestamp: { column: 'date', time: 'clock', formats: ['DD/MM/YY HH:mm A'], zone: '+05:30' },
        stamps: 'end',
        meterValue: { column: 'power', holds: 'energy', unit: 'kW' },
      }
      const rows = ['date;clock;power', '15/02/26;12:30 AM;1,5', '15/02/26;1:00 AM;3', '15/02/26;1:30 PM;1']
      const { json, text } = await send('power', map, rows.join('\n'))
      assert.equal(json.recorded, 5, text)
      assert.deepEqual(await readingsOf('power'), [
        ['2026-02-14T18:30:00.000Z', null, 0],
        ['2026-02-14T19:00:00.000Z', null, 0.75],
        ['2026-02-14T19:30:00.000Z', null, 2.25],
        ['2026-02-15T07:30:00.000Z', null, 2.25],
        ['2026-02-15T08:00:00.000Z', null, 2.75],
      ])
    })

    test('are refused with what is wrong, in the map or in the file', async () => {
      const isRefused = async (answer: Promise<Answer>, path: string): Promise<void> => {
        const { status, json, text } = await answer
        assert.equal(status, 400, text)
        assert.equal(json.errors[0].path, path, text)
      }
      const good = fileOf('enphase')
      await isRefused(send('home', 'emonpi', good), '/map/preset')
      await isRefused(send('home', '{', good), '/map')
      await isRefused(send('home', { preset: 'enphase', colour: 1 }, good), '/map/colour')
      await isRefused(send('home', { preset: 'enphase', inverterKwh: null, meterValue: null }, good), '/map/meterValue')
      await isRefused(send('home', { preset: 'enphase', timestamp: { zone: 'Mars' } }, good), '/map/timestamp/zone')
      await isRefused(
        send('home', { preset: 'enphase', timestamp: { formats: ['MM'] } }, good),
        '/map/timestamp/formats/0',
      )
      await isRefused(send('home', { preset: 'enphase', interval: 'P' }, good), '/map/interval')
      await isRefused(send('home', 'home-assistant', good), '/map/meterValue/series')
      await isRefused(send('home', 'enphase', fileOf('solaredge')), '/header')
      await isRefused(send('home', 'enphase', 'Date/Time,Weather\n11/02/2025,sunny\n'), '/header')
      await isRefused(send('home', 'isolarcloud', 'Time,PV(kWh)\n2026-02-01,1\n'), '/map/interval')
      await isRefused(service.call('POST', '/records/bulk?map=enphase', { records: [] }), '/map')
      assert.equal((await send('nowhere', 'enphase', good)).status, 404)
      assert.equal((await send('enphase', 'enphase', good.replace('400,0', 'x,0'), '&atomic=true')).status, 200)
      assert.equal((await send('enphase', 'enphase', good.replace('301', 'x'), '&atomic=true')).status, 422)
    })
  })
