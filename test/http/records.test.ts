import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { type Service, startService } from '../support/service.ts'

for (const engine of engines)
  describe(`recording over HTTP on ${engine.name}`, () => {
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

    test('a reading is recorded, found at its location, and known when it comes again', async () => {
      const timestamp = nextTime()
      const first = await service.call('POST', '/records/single', {
        timestamp,
        meterValue: 12.3456,
        inverterKwh: 7,
        note: 'cellar',
      })
      assert.equal(first.status, 201)
      const { reading, warnings } = first.json
      assert.deepEqual(warnings, [])
      assert.deepEqual(
        { ...reading, id: '', recordedAt: '' },
        {
          id: '',
          site: 'home',
          timestamp,
          inverterKwh: 7,
          meterValue: 12.346,
          source: 'admin',
          note: 'cellar',
          recordedAt: '',
          sheet: { state: 'pending' },
        },
      )
      assert.deepEqual((await service.call('GET', first.headers.get('location') ?? '')).json, { reading, warnings })
      const again = await service.call('POST', '/records/single', { timestamp, meterValue: 12.346, inverterKwh: 7 })
      assert.equal(again.status, 200)
      assert.deepEqual(again.json.reading, reading)
      const other = await service.call('POST', '/records/single', { timestamp, meterValue: 12.347, inverterKwh: 7 })
      assert.equal(other.status, 409)
      assert.match(other.json.errors[0].message, /recorded inverterKwh 7 and meterValue 12\.346/)
    })

    test('what would speak against a reading is told beforehand, and nothing is recorded', async () => {
      const timestamp = nextTime()
      await service.call('POST', '/records/single', { timestamp, meterValue: 500 })
      const asked = { timestamp: nextTime(), meterValue: 400 }
      const { status, json } = await service.call('POST', '/records/check', asked)
      assert.equal(status, 200)
      const told = json.warnings.map(({ code }: { code: string }) => code)
      assert.deepEqual(told, ['counter-fell'])
      assert.deepEqual((await service.call('POST', '/records/single', asked)).json.warnings, json.warnings)
      assert.equal((await service.call('POST', '/records/check', { timestamp })).status, 400)
    })

    test('a client may bring its own id, and its retry makes no second reading', async () => {
      const body = { id: randomUUID(), timestamp: nextTime(), meterValue: 5 }
      assert.equal((await service.call('POST', '/records/single', body)).status, 201)
      const retry = await service.call('POST', '/records/single', body)
      assert.equal(retry.status, 200)
      assert.equal(retry.json.reading.id, body.id)
      const inCapitals = await service.call('GET', `/records/${body.id.toUpperCase()}`)
      assert.equal(inCapitals.json.reading.id, body.id)
    })

    test('where a client gave one id at two sites, nothing is done to either before the site is named', async () => {
      await service.call('POST', '/sites', { site: 'barn' })
      const [id, timestamp] = [randomUUID(), nextTime()]
      for (const site of ['home', 'barn'])
        assert.equal(
          (await service.call('POST', '/records/single', { id, site, timestamp, meterValue: 5 })).status,
          201,
        )
      const path = `/records/${id}`
      for (const [method, suffix, body] of [
        ['GET', ''],
        ['GET', '/history'],
        ['PATCH', '', { meterValue: 6 }],
        ['DELETE', ''],
        ['POST', '/confirm', { note: 'seen' }],
      ] as const) {
        const { status, json } = await service.call(method, path + suffix, body)
        assert.deepEqual([status, json.type], [409, 'urn:meterbridge:problem:several-readings'], method + suffix)
        assert.match(json.detail, /barn, home/)
      }
      assert.equal((await service.call('PATCH', `${path}?site=barn`, { meterValue: 6 })).json.reading.site, 'barn')
      assert.equal((await service.call('POST', `${path}/confirm?site=barn`, { note: 'seen' })).status, 200)
      assert.equal((await service.call('GET', `${path}/history?site=barn`)).json.history.length, 2)
      assert.equal((await service.call('GET', `${path}?site=home`)).json.reading.meterValue, 5)
      assert.equal((await service.call('DELETE', `${path}?site=barn`)).status, 204)
      assert.equal((await service.call('GET', `${path}?site=nowhere`)).status, 404)
      const pushed = await service.call('POST', '/utility/push', { readingId: id, site: 'home' })
      assert.match(pushed.json.type, /no-connector$/)
    })

    test('an id that another reading has is refused as such, and the answer tells whose it is', async () => {
      const [there, elsewhere] = [nextTime(), nextTime()]
      const first = { id: randomUUID(), timestamp: there, meterValue: 1, source: 'roof' }
      const second = { ...first, timestamp: elsewhere }
      await service.call('POST', '/records/single', first)
      const single = await service.call('POST', '/records/single', second)
      assert.equal(single.status, 409)
      assert.match(single.json.detail, /^Another reading has this id already/)
      const [{ path, message }] = single.json.errors
      assert.equal(path, '/id')
      assert.equal(
        message,
        `belongs to another reading, of roof at ${there}: leave it out, or correct that reading with PATCH /records/{id}`,
      )
      for (const onConflict of ['reject', 'replace']) {
        const body = { records: [{ ...second, source: 'cellar' }] }
        const { json } = await service.call('POST', `/records/bulk?onConflict=${onConflict}`, body)
        assert.deepEqual([json.rejected, json.errors[0].errors], [1, [{ path, message }]], onConflict)
      }
      await service.call('DELETE', `/records/${first.id}`)
      const withdrawn = await service.call('POST', '/records/single', second)
      assert.equal(
        withdrawn.json.errors[0].message,
        `belongs to a withdrawn reading, of roof at ${there}: leave it out`,
      )
      assert.equal((await service.call('POST', '/records/single', first)).status, 201)
    })

    test('a correction and a withdrawal keep every earlier value in the history', async () => {
      const { json } = await service.call('POST', '/records/single', { timestamp: nextTime(), meterValue: 1 })
      const path = `/records/${json.reading.id}`
      const corrected = await service.call('PATCH', path, { meterValue: 2, note: 'misread' })
      assert.equal(corrected.status, 200)
      assert.equal(corrected.json.reading.meterValue, 2)
      assert.equal(corrected.json.reading.inverterKwh, null)
      assert.equal((await service.call('PATCH', path, { meterValue: 2 })).status, 200)
      assert.equal((await service.call('DELETE', path)).status, 204)
      assert.equal((await service.call('GET', path)).status, 404)
      const { history } = (await service.call('GET', `${path}/history`)).json
      assert.deepEqual(
        history.map((entry: { values: { meterValue: number }; withdrawn: boolean; by: string; origin: string }) => [
          entry.values.meterValue,
          entry.withdrawn,
          entry.by,
          entry.origin,
        ]),
        [
          [1, false, 'admin', 'api'],
          [2, false, 'admin', 'api'],
          [2, true, 'admin', 'api'],
        ],
      )
      assert.equal((await service.call('PATCH', path, { meterValue: 3 })).status, 404)
    })

    test('a correction cannot take the place of another reading, nor leave nothing', async () => {
      const [here, there] = [nextTime(), nextTime()]
      await service.call('POST', '/records/single', { timestamp: here, meterValue: 1 })
      const { json } = await service.call('POST', '/records/single', { timestamp: there, meterValue: 2 })
      const path = `/records/${json.reading.id}`
      assert.equal((await service.call('PATCH', path, { timestamp: here })).status, 409)
      const emptied = await service.call('PATCH', path, { meterValue: null })
      assert.equal(emptied.status, 400)
      assert.equal(emptied.json.errors[0].path, '/meterValue')
    })
  })
