import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { recordingOf } from '../fakes/portals/bench.ts'
import { portalMakes } from '../fakes/portals/recipes.ts'
import { engines } from '../support/databases.ts'
import { startService } from '../support/service.ts'
import { chromiumPath } from '../web/chromium-path.ts'

const engine = engines[0] ?? assert.fail('no engine')
const make = portalMakes[0] ?? assert.fail('no portal')

describe('a portal, over the API', () => {
  test('a recording is imported, rehearsed and used, and what was seen is shown only to those who may', async (context) => {
    const portal = await make.start()
    context.after(() => portal.close())
    const service = await startService(engine, { chromiumPath: await chromiumPath() })
    context.after(() => service.stop())
    const { username, password } = portal
    const values = { username, password, reading: '5001', date: '02.05.2026' }
    const recording = recordingOf(make.name, portal)

    const imported = await service.call('POST', '/utility/recipes/import', { recording, values })
    assert.equal(imported.status, 200, imported.text)
    assert.doesNotMatch(imported.text, /erika|Eimer/)
    const leaking = await service.call('POST', '/utility/recipes/import', { recording, values: { username } })
    assert.equal(leaking.status, 422, leaking.text)

    const { success, history, refusals, needsPerson } = make.recipe(portal)
    const recipe = { ...imported.json.recipe, success, history, refusals, needsPerson }
    const connector = { type: 'browser', recipe, secrets: { username, password } }
    const unfinished = await service.call('PUT', '/utility/connectors/city', {
      ...connector,
      recipe: imported.json.recipe,
    })
    assert.equal(unfinished.status, 422, unfinished.text)
    const put = await service.call('PUT', '/utility/connectors/city', connector)
    assert.equal(put.status, 201, put.text)
    assert.doesNotMatch(put.text, /erika|Eimer/)

    await service.call('POST', '/records/single', { timestamp: '2026-05-02T10:00:00Z', meterValue: 5001.7 })
    const rehearsal = await service.call('POST', '/utility/connectors/city/test')
    assert.deepEqual([rehearsal.status, rehearsal.json?.ok, rehearsal.json?.problems], [200, true, []], rehearsal.text)
    assert.deepEqual(portal.stored, [])

    const pushed = await service.call('POST', '/utility/push', {}, { prefer: 'wait=60' })
    const { submission } = pushed.json
    assert.deepEqual([submission.state, submission.receipt], ['confirmed', 'R-00001'], pushed.text)
    assert.deepEqual(portal.stored, [{ date: '2026-05-02', value: '5001', receipt: 'R-00001' }])

    const { evidence } = submission.attempts.at(-1)
    const picture = evidence.find(({ kind }: { kind: string }) => kind === 'screenshot')
    const shown = await service.call('GET', picture.url)
    assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/png'])
    assert.equal((await fetch(service.url + picture.url)).status, 401)
    assert.doesNotMatch(service.logged(), /erika|Eimer/)
  })
})
