import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { startFakeGoogle } from '../../test/fakes/google/fake-google.ts'
import { until } from '../../test/fakes/google/mirror-fixture.ts'
import type { FakeGoogle } from '../../test/fakes/google/types.ts'
import { engines } from '../../test/support/databases.ts'
import { type Answer, type Service, startService } from '../../test/support/service.ts'
import { Secret } from '../secret.ts'

const nobody = { authorization: '' }

describe('what the sheet of a site is told', () => {
  let google: FakeGoogle
  let service: Service

  beforeEach(async () => {
    google = await startFakeGoogle()
    google.createSpreadsheet('the-sheet')
    const credentials = { json: new Secret(google.createKey()) }
    service = await startService(engines[0]!, {
      google: { spreadsheetId: 'the-sheet', tab: 'Readings', credentials, apiUrl: google.url },
      // Nothing is looked for but where a hint says so.
      sheetPollSeconds: 3600,
    })
  })
  afterEach(async () => {
    await service.stop()
    await google.close()
  })

  const changed = (headers: Record<string, string>, body?: object, site = 'home'): Promise<Answer> =>
    service.call('POST', `/sites/${site}/sheet/changed`, body, headers)
  const newSecret = async (): Promise<string> => {
    const answer = await service.call('POST', '/sites/home/sheet/hint-secret')
    assert.equal(answer.status, 201)
    return answer.json.secret
  }

  test('a hint with the secret of the site makes the mirror look at once', async () => {
    const secret = await newSecret()
    await until('the header stands', async () => google.count('write') >= 1)
    await until('it is at rest', async () => (await service.call('GET', '/health')).json.checks.sheet.state === 'ok')
    const hints = [() => changed({ authorization: `Bearer ${secret}` }), () => changed(nobody, { secret })]
    for (const hint of hints) {
      const before = google.count('read')
      assert.equal((await hint()).status, 202)
      await until('the sheet is read', () => google.count('read') > before)
    }
  })

  test('a hint with another secret, none, an older one or of another site is refused', async () => {
    assert.equal((await changed(nobody)).status, 401)
    const old = await newSecret()
    const secret = await newSecret()
    const sent = [
      changed(nobody),
      changed(nobody, {}),
      changed(nobody, { secret: '' }),
      changed({ authorization: `Bearer ${old}` }),
      changed({ authorization: `Bearer ${secret}` }, undefined, 'nowhere'),
      changed({ authorization: `Basic ${secret}` }),
    ]
    for (const { status, text } of await Promise.all(sent)) {
      assert.equal(status, 401)
      assert.doesNotMatch(text, new RegExp(secret))
    }
    assert.equal((await changed(nobody, { secret, else: 1 })).status, 400)
    assert.doesNotMatch(service.logged(), new RegExp(`${secret}|${old}`))
  })

  test('more hints than make sense are answered with a time to wait', async () => {
    const secret = await newSecret()
    const statuses: number[] = []
    for (let count = 0; count < 31; count++) {
      const { status, headers } = await changed(nobody, { secret })
      statuses.push(status)
      if (status === 429) assert.ok(Number(headers.get('retry-after')) > 0)
    }
    assert.deepEqual(statuses.slice(29), [202, 429])
  })

  test('a secret is for a site with a sheet, and made by admins only', async () => {
    await service.call('POST', '/sites', { site: 'bare' })
    assert.equal((await service.call('POST', '/sites/bare/sheet/hint-secret')).status, 409)
    assert.equal((await service.call('POST', '/sites/nowhere/sheet/hint-secret')).status, 404)
    assert.equal((await service.call('POST', '/sites/home/sheet/hint-secret', undefined, nobody)).status, 401)
  })

  test('a mirror that is not stopped has nothing to resume; one that is looks again', async () => {
    const resume = (site = 'home'): Promise<Answer> => service.call('POST', `/sites/${site}/sheet/resume`)
    await until('it is ok', async () => google.count('write') >= 1)
    assert.equal((await resume()).status, 409)
    assert.equal((await resume('nowhere')).status, 404)
    google.spreadsheets.get('the-sheet')!.sharedWith.clear()
    const secret = await newSecret()
    await changed(nobody, { secret })
    const isStopped = async (): Promise<boolean> =>
      (await service.call('GET', '/health')).json.checks.sheet.state === 'stopped'
    await until('it is stopped', isStopped)
    const { json } = await service.call('GET', '/sites/home/sheet')
    assert.deepEqual([json.site, json.state], ['home', 'stopped'])
    assert.match(json.detail, /share it with mirror@/)
    google.spreadsheets.get('the-sheet')!.sharedWith.add('mirror@meterbridge.iam.gserviceaccount.com')
    assert.equal((await resume()).status, 202)
    await until('it goes on', async () => !(await isStopped()))
  })
})
