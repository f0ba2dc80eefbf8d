import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { serviceAccount, startFakeGoogle } from '../../../test/fakes/google/fake-google.ts'
import { until } from '../../../test/fakes/google/mirror-fixture.ts'
import { rowsOf } from '../../../test/fakes/google/people.ts'
import type { FakeGoogle } from '../../../test/fakes/google/types.ts'
import { engines } from '../../../test/support/databases.ts'
import { runService, type Service } from '../../../test/support/service.ts'
import type { Config } from '../../config.ts'
import { openDatabase } from '../../database/database.ts'
import { Secret } from '../../secret.ts'

const path = '/sheets/connection'
const linkOf = (id: string) => `https://docs.google.com/spreadsheets/d/${id}/edit#gid=0`

for (const engine of engines)
  describe(`a Google Sheet that an admin connects, on ${engine.name}`, () => {
    async function prepare(context: TestContext) {
      const location = await engine.createLocation()
      const google = await startFakeGoogle()
      for (const id of ['first', 'second']) google.createSpreadsheet(id)
      google.createSpreadsheet('private', { sharedWith: [] })
      const running = new Set<Service>()
      context.after(async () => {
        await Promise.all([...running].map((service) => service.stop()))
        await google.close()
        await location.remove()
      })
      const start = async (changes: Partial<Config> = {}): Promise<Service> => {
        const service = await runService(location, { googleApiUrl: google.url, sheetPollSeconds: 1, ...changes })
        running.add(service)
        return service
      }
      const stop = async (service: Service): Promise<void> => {
        running.delete(service)
        await service.stop()
      }
      return { google, location, start, stop, key: JSON.parse(google.createKey()) as Record<string, string> }
    }

    test('is tried first, and then written to without a restart; its key never comes out', async (context) => {
      const { google, key, location, start } = await prepare(context)
      const service = await start()
      const put = (body: object) => service.call('PUT', path, body)
      const none = { source: 'none', clientEmail: null, spreadsheetId: null, tab: null }
      assert.equal((await service.call('POST', '/records/single', { meterValue: 1 })).status, 201)

      for (const [body, status, said] of [
        [{ spreadsheet: 'first' }, 400, /"path":"\/key"/],
        [{ key: { client_email: 'x' }, spreadsheet: 'first' }, 400, /JSON key file of a service account/],
        [{ key, spreadsheet: 'https://example.com/' }, 400, /"path":"\/spreadsheet"/],
        [{ key, spreadsheet: linkOf('private') }, 422, new RegExp(`share it with ${serviceAccount} as an editor`)],
        [{ key: { ...key, private_key: 'no PEM' }, spreadsheet: 'first' }, 422, /key/],
      ] as const) {
        const answer = await put(body)
        assert.equal(answer.status, status, answer.text)
        assert.match(answer.text, said)
      }
      assert.deepEqual((await service.call('GET', path)).json, none)

      const connected = { source: 'stored', clientEmail: serviceAccount, spreadsheetId: 'first', tab: 'Readings' }
      assert.deepEqual((await put({ key, spreadsheet: linkOf('first') })).json, connected)
      await until('the reading is written', () => rowsIn(google, 'first', 'Readings') === 1)
      assert.deepEqual((await service.call('GET', path)).json, connected)
      assert.deepEqual((await service.call('GET', '/sites/home')).json.sheet, { id: 'first', tab: 'Readings' })
      const cabin = { site: 'cabin', sheet: { tab: 'Cabin' } }
      assert.equal((await service.call('POST', '/sites', cabin)).json.sheet.id, 'first')
      assert.equal((await put({ spreadsheet: 'first', tab: 'cabin' })).status, 409)

      assert.equal((await put({ spreadsheet: 'second', tab: 'Meter' })).json.spreadsheetId, 'second')
      await until('the other sheet shows it too', () => rowsIn(google, 'second', 'Meter') === 1)

      const database = await openDatabase(location)
      const kept = await database.sql.selectFrom('sheet_connection').selectAll().execute()
      await database.close()
      assert.equal(kept.length, 1)
      const audit = await service.call('GET', '/audit')
      assert.match(audit.text, /sheets\/connection/)
      assert.doesNotMatch(service.logged() + audit.text + JSON.stringify(kept), /PRIVATE KEY|private_key/)
      assert.equal((await service.call('DELETE', path)).status, 204)
      assert.equal((await service.call('DELETE', path)).status, 404)
      assert.deepEqual((await service.call('GET', path)).json, none)
      assert.equal((await service.call('GET', '/health')).json.checks.sheet.state, 'off')
    })

    test('gives way to the environment, and asks for its key where that cannot be opened', async (context) => {
      const { google, key, start, stop } = await prepare(context)
      const service = await start()
      assert.equal((await service.call('PUT', path, { key, spreadsheet: 'first' })).status, 200)
      await stop(service)
      const newKey = google.createKey()
      const credentials = { json: new Secret(newKey) }
      const settings = { spreadsheetId: 'second', tab: 'Readings', credentials, apiUrl: google.url }
      const given = await start({ google: settings })
      const shown = { source: 'environment', clientEmail: serviceAccount, spreadsheetId: 'second', tab: 'Readings' }
      assert.deepEqual((await given.call('GET', path)).json, shown)
      for (const method of ['PUT', 'DELETE']) {
        const { status, text } = await given.call(
          method,
          path,
          method === 'PUT' ? { key, spreadsheet: 'first' } : undefined,
        )
        assert.equal(status, 409)
        assert.match(text, /GOOGLE_SHEET_ID/)
      }
      await stop(given)
      const other = await start({ jwtSecret: new Secret('another secret than before, and long enough') })
      const { state, detail } = (await other.call('GET', '/health')).json.checks.sheet
      assert.equal(state, 'failing')
      assert.match(detail, /cannot be opened any more \(JWT_SECRET is another one\); give it anew/)
      assert.equal((await other.call('GET', path)).json.clientEmail, serviceAccount)
      assert.equal((await other.call('PUT', path, { spreadsheet: 'first' })).status, 409)
      const connected = await other.call('PUT', path, { key: JSON.parse(newKey), spreadsheet: 'first' })
      assert.equal(connected.status, 200)
      await until('it is well', async () => (await other.call('GET', '/health')).json.checks.sheet.state === 'ok')
    })

    if (engine.name === 'postgres')
      test('is used by every process of the service, also where the one that was told ends', async (context) => {
        const { google, key, start, stop } = await prepare(context)
        const [one, other] = [await start(), await start()]
        assert.equal((await one.call('PUT', path, { key, spreadsheet: 'first' })).status, 200)
        const stateOf = async (service: Service) => (await service.call('GET', '/health')).json.checks.sheet.state
        await until('the other one knows', async () => (await stateOf(other)) !== 'off')
        await stop(one)
        assert.equal((await other.call('POST', '/records/single', { meterValue: 1 })).status, 201)
        await until('the reading is written', () => rowsIn(google, 'first', 'Readings') === 1, 40)
      })
  })

function rowsIn(google: FakeGoogle, id: string, title: string): number {
  const tab = google.spreadsheets.get(id)?.tabs.find((one) => one.title === title)
  return tab ? rowsOf(tab).length : 0
}
