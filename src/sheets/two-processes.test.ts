import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceAccount, startFakeGoogle } from '../../test/fakes/google/fake-google.ts'
import { until } from '../../test/fakes/google/mirror-fixture.ts'
import { engines } from '../../test/support/databases.ts'
import { runService, type Service } from '../../test/support/service.ts'
import { Secret } from '../secret.ts'

// A mirror at rest asks the ledger by itself every 2 s, a stopped one at the next look.
const atOnceSeconds = 1.5

test('what one process is told of a sheet, the one that writes it does at once', async (context) => {
  const google = await startFakeGoogle()
  const spreadsheet = google.createSpreadsheet('the-sheet')
  const location = await engines[1]!.createLocation()
  const started: Service[] = []
  context.after(async () => {
    await Promise.all(started.map((service) => service.stop()))
    await google.close()
    await location.remove()
  })
  const credentials = { json: new Secret(google.createKey()) }
  const start = async (): Promise<Service> => {
    const service = await runService(location, {
      google: { spreadsheetId: 'the-sheet', tab: 'Readings', credentials, apiUrl: google.url },
      sheetPollSeconds: 3600,
    })
    started.push(service)
    return service
  }
  const sheet = async (service: Service) => (await service.call('GET', '/health')).json.checks.sheet
  const writer = await start()
  await until('it writes', async () => (await sheet(writer)).detail === 'the sheet shows every reading')
  const other = await start()
  const { secret } = (await other.call('POST', '/sites/home/sheet/hint-secret')).json

  for (let hint = 0; hint < 3; hint++) {
    const before = google.count('read')
    assert.equal((await other.call('POST', '/sites/home/sheet/changed', { secret }, { authorization: '' })).status, 202)
    await until('the sheet is read', () => google.count('read') > before, atOnceSeconds)
  }

  spreadsheet.sharedWith.clear()
  await other.call('POST', '/sites/home/sheet/changed', { secret }, { authorization: '' })
  await until('it is stopped', async () => (await sheet(writer)).state === 'stopped', atOnceSeconds)
  spreadsheet.sharedWith.add(serviceAccount)
  await until('the other may say so', async () => (await other.call('POST', '/sites/home/sheet/resume')).status === 202)
  await until('it goes on', async () => (await sheet(writer)).state === 'ok', atOnceSeconds)
})
