import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { type Answer, type Service, startService } from '../support/service.ts'

const csv = { 'content-type': 'text/csv' }
const ndjson = { 'content-type': 'application/x-ndjson' }
const good = '2026-01-01T00:00:00Z'

for (const engine of engines)
  describe(`bad input on ${engine.name}`, () => {
    let service: Service
    before(async () => {
      service = await startService(engine)
    })
    after(() => service.stop())

    const refused = (answer: Answer, status: number, place?: string): void => {
      assert.equal(answer.status, status, answer.text)
      assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
      assert.deepEqual(
        [answer.json.status, typeof answer.json.detail, typeof answer.json.title, typeof answer.json.type],
        [status, 'string', 'string', 'string'],
      )
      assert.equal(answer.json.requestId, answer.headers.get('x-request-id'))
      assert.doesNotMatch(answer.text, /node_modules|\.ts:|at Object/)
      if (place !== undefined)
        assert.ok(
          answer.json.errors.some(({ path }: { path: string }) => path === place),
          answer.text,
        )
    }
    const nothingStored = async (): Promise<void> =>
      assert.deepEqual((await service.call('GET', '/readings')).json.readings, [])

    test('a reading of wrong types, out of bounds or with unknown fields is refused by its place', async () => {
      const cases: [unknown, string][] = [
        [{ timestamp: good, meterValue: '12' }, '/meterValue'],
        [{ timestamp: good, meterValue: true }, '/meterValue'],
        [{ timestamp: good, meterValue: -0.001 }, '/meterValue'],
        [{ timestamp: good, meterValue: 1e9 + 1 }, '/meterValue'],
        [{ timestamp: good, meterValue: [1] }, '/meterValue'],
        [{ timestamp: good, meterValue: 'NaN' }, '/meterValue'],
        [{ timestamp: good }, '/meterValue'],
        [{ timestamp: 1735689600, meterValue: 1 }, '/timestamp'],
        [{ timestamp: '2026-10-25T02:30:00', meterValue: 1 }, '/timestamp'],
        [{ timestamp: '2026-03-29T02:30:00', meterValue: 1 }, '/timestamp'],
        [{ timestamp: '2026-02-30T00:00:00Z', meterValue: 1 }, '/timestamp'],
        [{ timestamp: '2026-06-30T23:59:60Z', meterValue: 1 }, '/timestamp'],
        [{ timestamp: '1999-12-31T23:59:59Z', meterValue: 1 }, '/timestamp'],
        [{ timestamp: '2999-01-01T00:00:00Z', meterValue: 1 }, '/timestamp'],
        [{ timestamp: good, meterValue: 1, source: '' }, '/source'],
        [{ timestamp: good, meterValue: 1, source: 'x'.repeat(65) }, '/source'],
        [{ timestamp: good, meterValue: 1, source: 'a\u0000b' }, '/source'],
        [{ timestamp: good, meterValue: 1, note: 'x'.repeat(1001) }, '/note'],
        [{ timestamp: good, meterValue: 1, note: 'a\u0000b' }, '/note'],
        [{ timestamp: good, meterValue: 1, id: '42' }, '/id'],
        [{ timestamp: good, meterValue: 1, colour: 'red' }, '/colour'],
      ]
      for (const [body, place] of cases) refused(await service.call('POST', '/records/single', body), 400, place)
      await nothingStored()
    })

    test('a body that is no object, no JSON, no UTF-8, poisoned or too deep is refused', async () => {
      const bodies: (string | Uint8Array)[] = [
        '[]',
        '5',
        'null',
        '',
        '{"meterValue":NaN}',
        '{"meterValue":1',
        '{"__proto__":{"a":1},"meterValue":1}',
        '{"constructor":{"prototype":{}},"meterValue":1}',
      ]
      bodies.push(
        Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
        `{"meterValue":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      )
      for (const body of bodies) refused(await service.call('POST', '/records/single', body), 400)
      await nothingStored()
    })

    test('a parse error does not repeat the body', async () => {
      const answer = await service.call('POST', '/auth/token', '{"username":"admin","password":"hunter2hunter2"')
      refused(answer, 400)
      assert.doesNotMatch(answer.text + service.logged(), /hunter2/)
    })

    test('a body of 20 MB and one of another content type are refused', async () => {
      refused(await service.call('POST', '/records/single', `{"note":"${'x'.repeat(20_000_000)}"}`), 413)
      refused(await service.call('POST', '/records/bulk', `{"records":[{"note":"${'x'.repeat(20_000_000)}"}]}`), 413)
      for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'image/png'])
        refused(await service.call('POST', '/records/single', 'meterValue=1', { 'content-type': type }), 415)
      await nothingStored()
    })

    test('more rows than JSON may carry are refused with the limit', async () => {
      const records = Array.from({ length: 10_001 }, () => ({ meterValue: 1 }))
      refused(await service.call('POST', '/records/bulk', { records }), 413, '/records')
      await nothingStored()
    })

    test('a CSV without a needed column, with an unknown one or with one twice is refused whole', async () => {
      for (const header of [
        'Meter_Value,Note',
        'Timestamp,Note',
        'Timestamp,Meter_Value,Weather',
        'Timestamp,Meter_Value,METER VALUE',
        '',
      ])
        refused(await service.call('POST', '/records/bulk', `${header}\n${good},1,2\n`, csv), 400)
      await nothingStored()
    })

    test('a file that ends in the middle of a record is refused with its place', async () => {
      refused(await service.call('POST', '/records/bulk', '{"timestamp":"2026-01-01T00:', ndjson), 400, '/records/0')
      refused(
        await service.call('POST', '/records/bulk', `Timestamp,Meter_Value,Note\n${good},1,"never closed`, csv),
        400,
        '/records/0',
      )
      refused(
        await service.call(
          'POST',
          '/records/bulk',
          Buffer.from('Timestamp,Meter_Value,Note\n2026-01-01T00:00:00Z,1,\xfc', 'latin1'),
          csv,
        ),
        400,
      )
      await nothingStored()
    })

    test('a CSV with a quote in the middle of a field is refused with its place', async () => {
      const text = `Timestamp,Meter_Value,Note\n${good},1,he said "no"\n`
      for (const query of ['', '?atomic=true'])
        refused(await service.call('POST', `/records/bulk${query}`, text, csv), 400, '/records/0')
      await nothingStored()
    })

    test('a line that is no JSON is one bad row among good ones', async () => {
      const { status, json } = await service.call(
        'POST',
        '/records/bulk',
        'nonsense\n[1]\n\n{"timestamp":"bad","meterValue":1}\n',
        ndjson,
      )
      assert.deepEqual([status, json.received, json.rejected], [200, 3, 3])
      assert.deepEqual(
        json.errors.map(({ index }: { index: number }) => index),
        [0, 1, 2],
      )
    })

    test('queries are checked as strictly as bodies', async () => {
      for (const [path, place] of [
        ['/readings?limit=0', '/limit'],
        ['/readings?limit=1001', '/limit'],
        ['/readings?limit=many', '/limit'],
        ['/readings?from=yesterday', '/from'],
        ['/readings?to=2026-02-30T00:00:00Z', '/to'],
        ['/readings?cursor=abc', '/cursor'],
        ['/readings?order=up', '/order'],
        ['/readings/export', '/format'],
        ['/readings/export?format=xlsx', '/format'],
      ] as const)
        refused(await service.call('GET', path), 400, place)
      refused(await service.call('GET', '/records/none'), 404)
      refused(await service.call('GET', '/nowhere'), 404)
      refused(await service.call('POST', '/records/bulk?atomic=perhaps', { records: [] }), 400, '/atomic')
    })

    test('a method that a path does not take is a 405 that names those it takes', async () => {
      for (const [call, allow] of [
        ['GET /auth/token', 'POST'],
        ['DELETE /readings', 'GET, HEAD'],
        ['POST /records/some-id?x=1', 'DELETE, GET, HEAD, PATCH'],
        ['OPTIONS /health', 'GET, HEAD'],
        ['PATCH /auth/session', 'DELETE, POST'],
      ] as const) {
        const [method, path] = call.split(' ') as [string, string]
        const answer = await service.call(method, path, undefined, { authorization: '' })
        refused(answer, 405)
        assert.equal(answer.headers.get('allow'), allow, call)
      }
      refused(await service.call('POST', '/records/some-id/nothing'), 404)
      refused(await service.call('GET', `/records/${'x'.repeat(300)}`), 414)
    })

    test('a call without a token, or with a broken one, is refused', async () => {
      refused(await service.call('GET', '/readings', undefined, { authorization: '' }), 401)
      const answer = await service.call('GET', '/readings', undefined, { authorization: 'Bearer abc.def.ghi' })
      refused(answer, 401)
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer/)
    })

    test('a request that breaks HTTP itself is answered and the service goes on', async () => {
      const status = await new Promise((resolve) => {
        const broken = request(`${service.url}/readings`, { headers: { 'x-long': 'x'.repeat(100_000) } }, (response) =>
          resolve(response.statusCode),
        )
        broken.on('error', () => resolve('closed'))
        broken.end()
      })
      assert.ok(status === 431 || status === 'closed', String(status))
      assert.equal((await service.call('GET', '/health')).status, 200)
    })
  })
