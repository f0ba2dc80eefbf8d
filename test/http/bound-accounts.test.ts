import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { type Answer, type Service, startService } from '../support/service.ts'

const password = 'correct horse battery'
const noId = '01890000-0000-7000-8000-000000000000'
const ndjson = { 'content-type': 'application/x-ndjson' }

interface Names {
  site: string
  reading: string
  connector: string
  submission: string
}

const nowhere: Names = { site: 'nowhere', reading: noId, connector: 'none', submission: noId }
const note = 'as I saw it'

/** Every call that names a site, or something that belongs to one, and that an operator may make. */
const calls: Record<
  string,
  (names: Names) => [path: string, body?: object | string, headers?: Record<string, string>]
> = {
  'GET /readings/current': ({ site }) => [`/readings/current?site=${site}`],
  'GET /readings': ({ site }) => [`/readings?site=${site}`],
  'GET /readings/export': ({ site }) => [`/readings/export?format=csv&site=${site}`],
  'GET /readings/stream': ({ site }) => [`/readings/stream?site=${site}`],
  'GET /readings/statistics': ({ site }) => [`/readings/statistics?interval=day&site=${site}`],
  'GET /readings/at': ({ site }) => [`/readings/at?timestamp=2026-01-01T00:00:00Z&site=${site}`],
  'GET /readings/gaps': ({ site }) => [`/readings/gaps?site=${site}`],
  'POST /records/single': ({ site }) => ['/records/single', { site, meterValue: 1 }],
  'POST /records/check': ({ site }) => ['/records/check', { site, meterValue: 1 }],
  'POST /records/bulk': ({ site }) => [`/records/bulk?site=${site}`, '{"meterValue":1}', ndjson],
  'GET /records/{id}': ({ reading }) => [`/records/${reading}`],
  'PATCH /records/{id}': ({ reading }) => [`/records/${reading}`, { meterValue: 2 }],
  'DELETE /records/{id}': ({ reading }) => [`/records/${reading}`],
  'GET /records/{id}/history': ({ reading }) => [`/records/${reading}/history`],
  'POST /records/{id}/confirm': ({ reading }) => [`/records/${reading}/confirm`, { note }],
  'GET /sites/{site}': ({ site }) => [`/sites/${site}`],
  'GET /sites/{site}/sheet': ({ site }) => [`/sites/${site}/sheet`],
  'GET /sites/{site}/meter-changes': ({ site }) => [`/sites/${site}/meter-changes`],
  'POST /sites/{site}/meter-changes': ({ site }) => [
    `/sites/${site}/meter-changes`,
    { timestamp: '2026-01-01T00:00:00Z', finalValue: 1, initialValue: 0 },
  ],
  'DELETE /sites/{site}/meter-changes/{id}': ({ site }) => [`/sites/${site}/meter-changes/${noId}`],
  'GET /utility/preview': ({ reading }) => [`/utility/preview?readingId=${reading}`],
  'GET /utility/push': ({ site }) => [`/utility/push?site=${site}`],
  'POST /utility/push': ({ reading }) => ['/utility/push', { readingId: reading }],
  'GET /utility/submissions/{id}': ({ submission }) => [`/utility/submissions/${submission}`],
  'GET /utility/submissions/{id}/evidence/{name}': ({ submission }) => [
    `/utility/submissions/${submission}/evidence/answer.txt`,
  ],
  'POST /utility/submissions/{id}/retry': ({ submission }) => [`/utility/submissions/${submission}/retry`, {}],
  'POST /utility/submissions/{id}/resolve': ({ submission }) => [
    `/utility/submissions/${submission}/resolve`,
    { outcome: 'cancelled', note },
  ],
}
/** Those that list what the caller knows. */
const listing = ['GET /sites', 'GET /readings/sites', 'GET /utility/submissions']
/** Those that know of no site. */
const siteless = [/^\w+ \/(health|metrics|openapi\.json|docs|auth|setup)/, /^GET \/(utility\/templates|records\/maps)/]

for (const engine of engines)
  describe(`an account that is bound to some sites, on ${engine.name}`, () => {
    let service: Service
    let bound: Service['call']
    let theirs: Names

    const signedIn = async (username: string): Promise<Service['call']> => {
      const { json } = await service.call('POST', '/auth/token', { username, password }, { authorization: '' })
      const authorization = { authorization: `Bearer ${json.access_token}` }
      return (method, path, body, headers) => service.call(method, path, body, { ...authorization, ...headers })
    }
    const record = async (site: string, meterValue: number): Promise<string> =>
      (await service.call('POST', '/records/single', { site, meterValue })).json.reading.id
    const pushFrom = async (site: string): Promise<Names> => {
      const connector = `of-${site}`
      // Its window is shut for good: nothing is sent.
      const today = new Date().getUTCDate()
      const day = today > 14 ? today - 10 : today + 10
      await service.call('PUT', `/utility/connectors/${connector}`, {
        type: 'http',
        site,
        request: { method: 'POST', url: 'http://127.0.0.1:9/', body: {} },
        auth: { type: 'none' },
        window: { fromDay: day, toDay: day },
      })
      const reading = await record(site, 10)
      const { json, text } = await service.call('POST', '/utility/push', { connector })
      assert.ok(json.submission, text)
      return { site, reading, connector, submission: json.submission.id }
    }

    before(async () => {
      service = await startService(engine)
      for (const site of ['own', 'other']) await service.call('POST', '/sites', { site })
      const account = { username: 'bound', password, role: 'operator', sites: ['own'] }
      const made = await service.call('POST', '/accounts', account)
      assert.deepEqual([made.status, made.json.sites], [201, ['own']], made.text)
      bound = await signedIn('bound')
      theirs = await pushFrom('other')
    })
    after(() => service.stop())

    test('reads, records and corrects at its own sites', async () => {
      const made = await bound('POST', '/records/single', { site: 'own', meterValue: 5 })
      assert.equal(made.status, 201)
      const path = `/records/${made.json.reading.id}`
      assert.equal((await bound('PATCH', path, { meterValue: 6 })).status, 200)
      assert.equal((await bound('GET', `${path}/history`)).json.history.length, 2)
      assert.equal((await bound('GET', '/readings/current?site=own')).json.reading.meterValue, 6)
      assert.equal((await bound('DELETE', path)).status, 204)
    })

    test('is told of what belongs to another site what it is told of what is not there', async () => {
      const told = ({ status, text }: Answer, names: Names): object => {
        const said = Object.values(names).reduce((rest, name) => rest.replaceAll(name, '…'), text)
        return { status, said: said.replace(/"requestId":"[^"]*"/, '') }
      }
      for (const [call, of] of Object.entries(calls)) {
        const [method = ''] = call.split(' ')
        const answer = await bound(method, ...of(theirs))
        assert.equal(answer.status, 404, `${call}: ${answer.text}`)
        assert.deepEqual(told(answer, theirs), told(await bound(method, ...of(nowhere)), nowhere), call)
      }
      assert.equal((await service.call('GET', `/records/${theirs.reading}`)).json.reading.meterValue, 10)
    })

    test('has no other call that could tell it of a site', async () => {
      const { paths } = (await service.call('GET', '/openapi.json')).json as { paths: Record<string, object> }
      const all = Object.entries(paths).flatMap(([path, of]) =>
        Object.keys(of).map((method) => `${method.toUpperCase()} ${path}`),
      )
      const untested = all.filter(
        (call) => !(call in calls || listing.includes(call) || siteless.some((known) => known.test(call))),
      )
      for (const call of untested) {
        const [method = '', path = ''] = call.split(' ')
        const answer = await bound(
          method,
          path.replaceAll(/\{\w+\}/g, theirs.connector),
          method === 'GET' ? undefined : {},
        )
        assert.ok([401, 403].includes(answer.status), `${call} is open to operators: say here what it tells of sites`)
      }
    })

    test('sees only its own in lists, and cannot push through a connector of another site', async () => {
      const own = await pushFrom('own')
      for (const path of ['/sites', '/readings/sites'])
        assert.deepEqual(
          (await bound('GET', path)).json.sites.map(({ site }: { site: string }) => site),
          ['own'],
        )
      for (const query of ['', '?site=own', '?limit=1']) {
        const { submissions, nextCursor } = (await bound('GET', `/utility/submissions${query}`)).json
        assert.deepEqual(
          submissions.map(({ id }: { id: string }) => id),
          [own.submission],
        )
        assert.equal(nextCursor, null)
      }
      assert.deepEqual((await bound('GET', '/utility/submissions?site=other')).json.submissions, [])
      for (const body of [
        { connector: 'of-other' },
        { site: 'other' },
        { readingId: own.reading, connector: 'of-other' },
      ])
        assert.equal((await bound('POST', '/utility/push', body)).status, 404, JSON.stringify(body))
    })

    test('is refused row by row where a bulk request names other sites', async () => {
      const records = [
        { site: 'own', meterValue: 7, source: 'bulk' },
        { site: 'other', meterValue: 8 },
        { site: 'nowhere', meterValue: 9 },
      ]
      const { json } = await bound('POST', '/records/bulk', { records, site: 'own' })
      assert.deepEqual([json.recorded, json.rejected], [1, 2])
      const messages = json.errors.map(({ message }: { message: string }) => message.replace(/\w+$/, '…'))
      assert.equal(new Set(messages).size, 1)
    })

    test('needs to name its site in the records only, and is told of the records that name none', async () => {
      const records = [{ site: 'own', meterValue: 20, source: 'each' }, { meterValue: 21 }]
      const [named] = records
      for (const [body, type] of [
        [JSON.stringify({ records }), 'application/json'],
        [records.map((record) => JSON.stringify(record)).join('\n'), 'application/x-ndjson'],
        ['Timestamp,Site,Meter_Value\n2026-01-02T00:00:00Z,own,20\n2026-01-03T00:00:00Z,,21\n', 'text/csv'],
      ] as const) {
        const { json, text } = await bound('POST', '/records/bulk', body, { 'content-type': type })
        assert.deepEqual([json.received, json.recorded, json.rejected], [2, 1, 1], `${type}: ${text}`)
        assert.deepEqual([json.errors[0].index, json.errors[0].errors[0].path], [1, '/site'], type)
      }
      for (const site of ['home', 'other'])
        assert.equal((await bound('POST', '/records/bulk', { records: [named], site })).status, 404, site)
    })

    test('is bound, bound otherwise and set free at once, and never an admin', async () => {
      const change = (body: object) => service.call('PATCH', '/accounts/bound', body)
      assert.equal((await change({ sites: ['own', 'other'] })).status, 200)
      assert.equal((await bound('GET', `/records/${theirs.reading}`)).status, 200)
      assert.deepEqual((await change({ sites: null })).json.sites, null)
      assert.equal((await bound('GET', '/readings?site=home')).status, 200)
      assert.deepEqual((await change({ sites: ['own'] })).json.sites, ['own'])
      assert.equal((await bound('GET', '/readings?site=home')).status, 404)
      assert.deepEqual((await change({ role: 'admin' })).json.errors[0].path, '/sites')
      assert.deepEqual((await change({ sites: ['own', 'nowhere'] })).json.errors[0].path, '/sites/1')
      assert.equal((await change({ sites: [] })).status, 400)
      assert.equal((await change({ sites: ['own', 'own'] })).status, 400)
      await service.call('POST', '/sites', { site: 'spare' })
      await change({ sites: ['own', 'spare'] })
      const refused = await service.call('DELETE', '/sites/spare')
      assert.equal(refused.status, 409)
      assert.match(refused.json.detail, /the account bound/)
      await change({ sites: ['own'] })
      assert.equal((await service.call('DELETE', '/sites/spare')).status, 204)
    })

    test('hears nothing more of a site once it is bound to another', async () => {
      const { json } = await service.call('POST', '/auth/token', { username: 'bound', password }, { authorization: '' })
      const headers = { authorization: `Bearer ${json.access_token}` }
      const stream = await fetch(`${service.url}/readings/stream?site=own`, { headers })
      assert.equal(stream.status, 200)
      const ended = stream.text()
      await service.call('PATCH', '/accounts/bound', { sites: ['other'] })
      await record('own', 4711)
      assert.doesNotMatch(await ended, /4711/)
    })
  })
