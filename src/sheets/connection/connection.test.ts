import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { serviceAccount, startFakeGoogle } from '../../../test/fakes/google/fake-google.ts'
import type { FakeGoogle } from '../../../test/fakes/google/types.ts'
import { engines } from '../../../test/support/databases.ts'
import { type Service, startService } from '../../../test/support/service.ts'

describe('a sheet that is tried before it is set up', () => {
  let google: FakeGoogle
  let service: Service

  before(async () => {
    google = await startFakeGoogle()
    google.createSpreadsheet('shared-sheet')
    google.createSpreadsheet('own-sheet', { sharedWith: [] })
    service = await startService(engines[0]!, { googleApiUrl: google.url })
  })
  after(async () => {
    await service.stop()
    await google.close()
  })

  const check = (key: string, spreadsheetId: string) => service.call('POST', '/sheets/check', { key, spreadsheetId })

  test('is opened where it is shared with the service account', async () => {
    const { status, json } = await check(google.createKey(), 'shared-sheet')
    assert.equal(status, 200)
    assert.equal(json.account, serviceAccount)
    assert.equal(json.problem, null)
    assert.ok(json.tabs.length > 0)
  })

  test('says whom to share it with where it is not', async () => {
    const { status, json } = await check(google.createKey(), 'own-sheet')
    assert.equal(status, 200)
    assert.match(json.problem, new RegExp(`share it with ${serviceAccount} as an editor`))
    assert.match((await check(google.createKey(), 'no-sheet')).json.problem, /no such spreadsheet/)
  })

  test('is not asked of Google with what is no key, and the key is neither logged nor told', async () => {
    const before = google.requests.length
    for (const key of ['no JSON, secret-1', '{"client_email":"secret-1"}', 'null']) {
      const { status, text } = await check(key, 'shared-sheet')
      assert.equal(status, 400)
      assert.match(text, /JSON key file of a service account/)
      assert.doesNotMatch(text, /secret-1/)
    }
    assert.equal(google.requests.length, before)
    assert.doesNotMatch(service.logged(), /PRIVATE KEY|secret-1/)
  })
})
