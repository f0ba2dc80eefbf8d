import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startUtilityService, type UtilityService } from '../../../test/fakes/utility/utility-service.ts'
import { engines } from '../../../test/support/databases.ts'
import { readTemplates } from './templates.ts'

for (const engine of engines.slice(0, 1))
  describe('templates of connectors', () => {
    let service: UtilityService
    before(async () => {
      service = await startUtilityService(engine)
    })
    after(() => service.close())

    test('are listed for admins', async () => {
      const { status, json } = await service.call('GET', '/utility/templates')
      assert.equal(status, 200)
      assert.deepEqual(json.templates, readTemplates())
      assert.ok(json.templates.length >= 3)
      const denied = await service.call('GET', '/utility/templates', undefined, { authorization: 'utility:push' })
      assert.equal(denied.status, 403)
    })

    for (const { name, connector, secrets, documentation, tested } of readTemplates())
      test(`${name} is taken as it is, once its secrets are given`, async () => {
        const given = Object.fromEntries(Object.keys(secrets).map((secret) => [secret, 'given']))
        const body = { ...connector, secrets: given }
        const { status, text } = await service.call('PUT', `/utility/connectors/${name}`, body)
        assert.equal(status, 201, text)
        assert.match(documentation, /^https:\/\//)
        assert.equal(tested, false)
      })
  })
