import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startUtilityService, type UtilityService } from '../../../test/fakes/utility/utility-service.ts'
import { connectorTo, lookupAt, oauthAt } from '../../../test/fakes/utility/workbench.ts'
import { engines } from '../../../test/support/databases.ts'

for (const engine of engines)
  describe(`the routes of connectors on ${engine.name}`, () => {
    let service: UtilityService
    before(async () => {
      service = await startUtilityService(engine)
    })
    after(() => service.close())

    test('secrets go in and never come out', async () => {
      const created = await service.put({
        auth: { type: 'basic', password: 'swordfish-literal' },
        secrets: { username: 'ada-the-user', extra: 'e-x-t-r-a' },
      })
      assert.equal(created.status, 201)
      const shown = await service.call('GET', '/utility/connectors/city')
      const list = await service.call('GET', '/utility/connectors')
      for (const answer of [created, shown, list])
        assert.doesNotMatch(answer.text, /swordfish|ada-the-user|e-x-t-r-a|sealed/i)
      assert.deepEqual(shown.json.connector.secrets, ['extra', 'password', 'username'])
      assert.deepEqual(shown.json.connector.auth, { type: 'basic' })
      assert.equal(list.json.connectors.length, 1)
      const stored = JSON.stringify(await service.database.sql.selectFrom('connectors').selectAll().execute())
      assert.doesNotMatch(stored, /swordfish|ada-the-user/)
    })

    test('a change without secrets keeps those that are stored', async () => {
      await service.put()
      const { secrets: _, ...rest } = connectorTo(service.fake, { value: { decimals: 0, rounding: 'nearest' } })
      const { status, json } = await service.call('PUT', '/utility/connectors/city', rest)
      assert.equal(status, 200)
      assert.deepEqual(json.connector.secrets, ['token'])
      assert.deepEqual(json.connector.value, { field: 'meterValue', decimals: 0, rounding: 'nearest' })
    })

    test('a secret that is null keeps its stored value, while another one is changed', async () => {
      await service.put(oauthAt(service.fake))
      const changed = { clientId: null, clientSecret: 'another', unknown: null }
      const { json } = await service.put({ ...oauthAt(service.fake), secrets: changed })
      assert.deepEqual(json.connector.secrets, ['clientId', 'clientSecret'])
      service.fake.clientSecret = 'another'
      const rehearsal = await service.call('POST', '/utility/connectors/city/test')
      assert.deepEqual(rehearsal.json.problems, [])
      service.fake.clientSecret = 'client-secret'
      await service.call('DELETE', '/utility/connectors/city')
    })

    const wrong: [string, Record<string, unknown>, string][] = [
      ['an unknown type', { type: 'pigeon' }, '/type'],
      ['an unknown field', { colour: 'red' }, '/colour'],
      ['a schedule that never comes', { schedule: '0 8 31 2 *' }, '/schedule'],
      ['a schedule with seconds', { schedule: '0 0 8 1 * *' }, '/schedule'],
      [
        'an unknown placeholder',
        { request: { method: 'POST', url: 'http://127.0.0.1/', body: { a: ['{{raeding}}'] } } },
        '/request/body/a/0',
      ],
      [
        'a secret that is not given',
        { request: { method: 'POST', url: 'http://127.0.0.1/', headers: { 'x-k': '{{secret.KEY}}' } } },
        '/request/headers/x-k',
      ],
      ['credentials that are not given', { secrets: {} }, '/secrets/token'],
      ['a token that ends in a line break', { secrets: { token: 'api-token\n' } }, '/secrets/token'],
      [
        'the address of a cloud’s metadata',
        { request: { method: 'POST', url: 'http://169.254.169.254/latest' } },
        '/request/url',
      ],
      [
        'the same address in other figures',
        { request: { method: 'POST', url: 'http://0xa9fea9fe/latest' } },
        '/request/url',
      ],
      [
        'the same address as IPv6',
        { request: { method: 'POST', url: 'http://[::ffff:169.254.169.254]/' } },
        '/request/url',
      ],
      ['a link-local address', { request: { method: 'POST', url: 'http://[fe80::1]/' } }, '/request/url'],
      ['a file', { request: { method: 'POST', url: 'file:///etc/passwd' } }, '/request/url'],
      ['a password in the address', { request: { method: 'POST', url: 'http://a:b@127.0.0.1/' } }, '/request/url'],
      ['a host from a placeholder', { request: { method: 'POST', url: 'http://{{secret.token}}/' } }, '/request/url'],
      [
        'a look-up elsewhere',
        { lookup: { url: 'http://elsewhere.example/', list: '', match: { date: '/d', reading: '/r' } } },
        '/lookup/url',
      ],
      ['a wrong window', { window: { fromDay: 0, toDay: 40 } }, '/window/fromDay'],
      ['too many decimals', { value: { decimals: 4 } }, '/value/decimals'],
      ['a site that is not there', { site: 'moon' }, '/site'],
      ['a header that is our own', { idempotencyHeader: 'Content-Length' }, '/idempotencyHeader'],
      ['a word that is no code of ours', { rejection: { codes: { x: 'bad' } } }, '/rejection/codes/x'],
    ]
    for (const [what, changes, path] of wrong)
      test(`a connector with ${what} is refused, and its place named`, async () => {
        const { status, json } = await service.put(changes)
        assert.equal(status, 422)
        const paths = (json.errors as { path: string }[]).map((error) => error.path)
        assert.ok(paths.includes(path), JSON.stringify(json))
      })

    test('a schedule is shown with its next run, which another PUT of it keeps', async () => {
      const planned = { schedule: '0 7 1 * *', rehearse: 'daily', portal: 'https://portal.example' }
      const { json } = await service.put(planned)
      const { schedule, rehearse, portal, nextRunAt, nextRehearsalAt } = json.connector
      assert.deepEqual({ schedule, rehearse, portal }, planned)
      assert.ok(Date.parse(nextRunAt) > Date.now() && Date.parse(nextRehearsalAt) > Date.now())
      const again = await service.put({ ...planned, window: { fromDay: 1, toDay: 5 } })
      assert.deepEqual([again.status, again.json.connector.nextRunAt], [200, nextRunAt])
      const off = await service.put({ ...planned, enabled: false })
      assert.deepEqual([off.json.connector.nextRunAt, off.json.connector.nextRehearsalAt], [null, null])
      assert.equal((await service.put()).json.connector.schedule, null)
    })

    test('an unknown type is answered with the known ones', async () => {
      const { json } = await service.put({ type: 'pigeon' })
      assert.match(json.detail, /"pigeon" is no known type; known: http/)
    })

    test('a rehearsal tries everything but never hands over', async () => {
      await service.put({ ...oauthAt(service.fake), lookup: lookupAt(service.fake) })
      service.fake.seen.length = 0
      const { json } = await service.call('POST', '/utility/connectors/city/test')
      assert.deepEqual([json.ok, json.problems], [true, []])
      assert.deepEqual(
        service.fake.seen.map(({ method, path }) => `${method} ${path}`),
        ['POST /oauth/token', 'GET /api/readings'],
      )
      await service.put({ ...oauthAt(service.fake), secrets: { clientId: 'meterbridge', clientSecret: 'wr-ong' } })
      const bad = await service.call('POST', '/utility/connectors/city/test')
      assert.equal(bad.json.ok, false)
      assert.match(bad.json.problems[0], /authorize: .*401/)
    })

    test('a rehearsal that waits for its turn hears at once that its connector is taken away', async () => {
      await service.put()
      const lease = { lease: 'another process', lease_expires_at: Date.now() + 60_000 }
      await service.database.sql.updateTable('connectors').set(lease).where('name', '=', 'city').execute()
      const rehearsal = service.call('POST', '/utility/connectors/city/test')
      assert.equal((await service.call('DELETE', '/utility/connectors/city')).status, 204)
      const { status, json } = await rehearsal
      assert.deepEqual([status, json.type], [404, 'urn:meterbridge:problem:unknown-connector'])
    })

    test('a connector is removed when nothing needs it any more', async () => {
      await service.put({ window: { fromDay: 31, toDay: 31 }, enabled: true })
      const { json, text } = await service.call('POST', '/utility/push', { readingId: service.addReading() })
      assert.ok(json.submission, text)
      if (json.submission.state === 'queued')
        assert.equal((await service.call('DELETE', '/utility/connectors/city')).status, 409)
      await service.call('POST', `/utility/submissions/${json.submission.id}/resolve`, {
        outcome: 'cancelled',
        note: 'enough',
      })
      for (const { id } of (await service.call('GET', '/utility/submissions?state=queued')).json.submissions)
        await service.call('POST', `/utility/submissions/${id}/resolve`, { outcome: 'cancelled', note: 'enough' })
      assert.equal((await service.call('DELETE', '/utility/connectors/city')).status, 204)
      assert.equal((await service.call('GET', '/utility/connectors/city')).status, 404)
      assert.equal((await service.call('DELETE', '/utility/connectors/city')).status, 404)
    })

    test('no log line and no event holds a secret', () => {
      assert.doesNotMatch(service.logged() + JSON.stringify(service.events), /swordfish|api-token|client-secret|wr-ong/)
    })
  })
