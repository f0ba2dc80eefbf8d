import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { engines } from '../../test/support/databases.ts'
import { runService, startService } from '../../test/support/service.ts'
import type { Config } from '../config.ts'
import { Secret } from '../secret.ts'
import { createSites } from './sites.ts'

// The sheet itself is not asked for: nothing listens there.
const google: Config['google'] = {
  spreadsheetId: 'the-spreadsheet',
  tab: 'Readings',
  credentials: { json: new Secret(JSON.stringify({ client_email: 'a@example.com', private_key: 'none' })) },
  apiUrl: 'http://127.0.0.1:9',
}

for (const engine of engines)
  describe(`sites on ${engine.name}`, () => {
    test('are made, read, changed and deleted', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      const cabin = {
        site: 'cabin',
        name: 'The cabin',
        timeZone: 'Asia/Kathmandu',
        sheet: { id: 'abc_DEF-123', tab: 'Cabin' },
        meter: { digits: 6, maxPerDay: 80.5 },
        inverter: { maxPerDay: 42 },
        expectEveryHours: 0.25,
      }
      const made = await service.call('POST', '/sites', cabin)
      assert.equal(made.status, 201, made.text)
      assert.equal(made.headers.get('location'), '/sites/cabin')
      assert.deepEqual(made.json, cabin)
      assert.deepEqual((await service.call('GET', '/sites/cabin')).json, cabin)
      const { sites } = (await service.call('GET', '/sites')).json
      assert.deepEqual(
        sites.map(({ site }: { site: string }) => site),
        ['cabin', 'home'],
      )
      const changed = await service.call('PATCH', '/sites/cabin', { meter: { digits: null }, sheet: null })
      assert.deepEqual(changed.json, { ...cabin, sheet: null, meter: { digits: null, maxPerDay: 80.5 } })
      assert.equal((await service.call('DELETE', '/sites/cabin')).status, 204)
      assert.equal((await service.call('GET', '/sites/cabin')).status, 404)
      assert.equal((await service.call('DELETE', '/sites/cabin')).status, 404)
      assert.equal((await service.call('PATCH', '/sites/cabin', { name: 'Gone' })).status, 404)
    })

    test('may be named with digits, hyphens and underscores', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      for (const site of ['2', 'house_2', 'house-2'])
        assert.equal((await service.call('POST', '/sites', { site })).status, 201, site)
    })

    test('are refused where something is wrong, and it is said where', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      const refused = async (body: object): Promise<string[]> => {
        const { status, json } = await service.call('POST', '/sites', body)
        assert.equal(status, 400)
        return json.errors.map(({ path }: { path: string }) => path)
      }
      assert.deepEqual(await refused({ site: 'a', timeZone: 'Mars/Olympus' }), ['/timeZone'])
      assert.deepEqual(await refused({ site: 'a', timeZone: '+02:00' }), ['/timeZone'])
      assert.deepEqual(await refused({ site: 'No Spaces' }), ['/site'])
      assert.deepEqual(await refused({ site: 'a', meter: { digits: 0 } }), ['/meter/digits'])
      assert.deepEqual(await refused({ site: 'a', expectEveryHours: -1 }), ['/expectEveryHours'])
      assert.deepEqual(await refused({ site: 'a', colour: 'red' }), ['/colour'])
      assert.deepEqual(await refused({ site: 'a', sheet: { tab: 'A' } }), ['/sheet/id'])
      assert.equal((await service.call('POST', '/sites', { site: 'home' })).status, 409)
      assert.equal((await service.call('PATCH', '/sites/home', {})).status, 400)
    })

    test('with readings stay, and so does home', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      await service.call('POST', '/sites', { site: 'barn' })
      const { json } = await service.call('POST', '/records/single', { site: 'barn', meterValue: 5 })
      await service.call('DELETE', `/records/${json.reading.id}`)
      const answer = await service.call('DELETE', '/sites/barn')
      assert.equal(answer.status, 409)
      assert.match(answer.json.detail, /has 1 reading, withdrawn ones included/)
      assert.equal((await service.call('DELETE', '/sites/home')).status, 409)
    })

    test('never share a tab, in whatever case it is written, not even when they ask at once', async (context) => {
      const service = await startService(engine, { google })
      context.after(() => service.stop())
      const home = (await service.call('GET', '/sites/home')).json
      assert.deepEqual(home.sheet, { id: 'the-spreadsheet', tab: 'Readings' })
      const taken = await service.call('POST', '/sites', { site: 'a', sheet: { tab: 'readings' } })
      assert.equal(taken.status, 409)
      assert.match(taken.json.detail, /shows the site home already/)
      const answers = await Promise.all(
        ['a', 'b', 'c'].map((site) => service.call('POST', '/sites', { site, sheet: { tab: 'Shared' } })),
      )
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409])
      const own = await service.call('POST', '/sites', { site: 'd', sheet: {} })
      assert.deepEqual(own.json.sheet, { id: 'the-spreadsheet', tab: 'd' })
      assert.equal((await service.call('PATCH', '/sites/d', { sheet: { tab: 'SHARED' } })).status, 409)
      assert.equal((await service.call('PATCH', '/sites/d', { sheet: { tab: 'D' } })).status, 200)
    })

    test('count their new zone at once, and home keeps the one that a person chose', async (context) => {
      const location = await engine.createLocation()
      let service = await runService(location)
      context.after(async () => {
        await service.stop()
        await location.remove()
      })
      const restart = async (siteTimeZone: string): Promise<void> => {
        await service.stop()
        service = await runService(location, { siteTimeZone })
      }
      const record = async (timestamp: string): Promise<number> =>
        Date.parse((await service.call('POST', '/records/single', { timestamp, meterValue: 1 })).json.reading.timestamp)
      await restart('Asia/Tokyo')
      assert.equal(await record('2024-06-01T12:00:00'), Date.UTC(2024, 5, 1, 3))
      await service.call('PATCH', '/sites/home', { timeZone: 'asia/kolkata' })
      assert.equal(await record('2024-06-01T12:00:00'), Date.UTC(2024, 5, 1, 6, 30))
      await restart('Europe/Berlin')
      assert.equal((await service.call('GET', '/sites/home')).json.timeZone, 'Asia/Kolkata')
    })

    test('that another process has just made are known at once', async (context) => {
      const database = await engine.open()
      context.after(() => database.close())
      const settings = { database, clock: () => 0, homeTimeZone: 'UTC' }
      const [here, there] = [await createSites(settings), await createSites(settings)]
      await there.create({ site: 'cabin', name: 'The cabin', timeZone: 'UTC' })
      assert.equal((await here.find('cabin'))?.name, 'The cabin')
      await there.create({ site: 'barn', name: 'The barn', timeZone: 'UTC' })
      assert.equal((await here.get('barn')).name, 'The barn')
    })
  })

test('sites are read by operators and changed by admins only', async (context) => {
  const [sqlite] = engines
  const service = await startService(sqlite!)
  context.after(() => service.stop())
  const as = async (role: string): Promise<Record<string, string>> => {
    const account = { username: role, password: 'correct horse battery' }
    await service.call('POST', '/accounts', { ...account, role })
    const { json } = await service.call('POST', '/auth/token', account, { authorization: '' })
    return { authorization: `Bearer ${json.access_token}` }
  }
  const [operator, viewer] = [await as('operator'), await as('viewer')]
  assert.equal((await service.call('GET', '/sites', undefined, operator)).status, 200)
  assert.equal((await service.call('GET', '/sites/home', undefined, operator)).status, 200)
  assert.equal((await service.call('POST', '/sites', { site: 'x' }, operator)).status, 403)
  assert.equal((await service.call('PATCH', '/sites/home', { name: 'x' }, operator)).status, 403)
  assert.equal((await service.call('DELETE', '/sites/home', undefined, operator)).status, 403)
  assert.equal((await service.call('GET', '/sites', undefined, viewer)).status, 403)
})
