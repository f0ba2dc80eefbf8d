import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Access } from '../../src/http/route.ts'
import { type Operation, readOperations } from '../fuzz/operations.ts'
import { engines } from '../support/databases.ts'
import { type Service, startService } from '../support/service.ts'

/** Who may call what. A route that stands nowhere here fails the test: decide who may, and write it down. */
const rules: Readonly<Record<Access, string>> = {
  public: `
    POST /auth/token, POST /auth/revoke, POST /auth/session, DELETE /auth/session, POST /auth/session/refresh,
    GET /auth/setup, POST /auth/setup, POST /sites/{site}/sheet/changed,
    GET /health, GET /health/live, GET /health/ready, GET /metrics`,
  'readings:read': `
    GET /readings/current, GET /readings, GET /readings/export, GET /readings/stream, GET /readings/statistics,
    GET /readings/at, GET /readings/gaps, GET /readings/sites, POST /auth/password, GET /records/{id}, GET /records/{id}/history`,
  'readings:write': 'POST /records/single, POST /records/check, POST /records/bulk, GET /records/maps',
  'readings:correct': `
    PATCH /records/{id}, DELETE /records/{id}, POST /records/{id}/confirm, GET /sites, GET /sites/{site},
    GET /sites/{site}/sheet, GET /sites/{site}/meter-changes, POST /sites/{site}/meter-changes, DELETE /sites/{site}/meter-changes/{id}`,
  'utility:push': `
    GET /utility/preview, GET /utility/push, POST /utility/push, GET /utility/submissions, GET /utility/submissions/{id},
    GET /utility/submissions/{id}/evidence/{name}, POST /utility/submissions/{id}/retry,
    POST /utility/submissions/{id}/resolve`,
  admin: `
    GET /audit, GET /audit/export, GET /accounts, POST /accounts, GET /accounts/{username}, PATCH /accounts/{username},
    DELETE /accounts/{username}, POST /accounts/{username}/keys, DELETE /accounts/{username}/keys/{id}, POST /sites, PATCH /sites/{site}, DELETE /sites/{site},
    POST /sites/{site}/sheet/resume, POST /sites/{site}/sheet/hint-secret, POST /sheets/check,
    GET /sheets/connection, PUT /sheets/connection, DELETE /sheets/connection,
    GET /utility/connectors, GET /utility/connectors/{name}, PUT /utility/connectors/{name},
    DELETE /utility/connectors/{name}, POST /utility/connectors/{name}/test,
    GET /utility/connectors/{name}/test/evidence/{file}, POST /utility/recipes/import, GET /utility/templates,
    GET /alerts, POST /alerts/test, GET /status, GET /backups, POST /backups, GET /backups/{name}`,
}

/** As the contract gives them. */
const scopesOf: Readonly<Record<string, readonly Access[]>> = {
  admin: ['readings:read', 'readings:write', 'readings:correct', 'utility:push', 'admin'],
  operator: ['readings:read', 'readings:write', 'readings:correct', 'utility:push'],
  recorder: ['readings:read', 'readings:write'],
  viewer: ['readings:read'],
}
const password = 'correct horse battery'
const [sqlite] = engines

describe('who may call what', () => {
  let service: Service
  let operations: Operation[]
  before(async () => {
    if (!sqlite) assert.fail('no engine')
    service = await startService(sqlite)
    operations = await readOperations(service.url)
  })
  after(() => service.stop())

  const ruleOf = (name: string): Access | undefined =>
    (Object.keys(rules) as Access[]).find((access) => namesOf(rules[access]).includes(name))

  test('every route has the rule that stands here, and every rule its route', () => {
    assert.deepEqual(
      Object.fromEntries(operations.map(({ name, scope = 'public' }) => [name, scope])),
      Object.fromEntries(operations.map(({ name }) => [name, ruleOf(name) ?? 'no rule: add it to this test'])),
    )
    const routes = operations.map(({ name }) => name)
    assert.deepEqual(
      Object.values(rules)
        .flatMap(namesOf)
        .filter((name) => !routes.includes(name)),
      [],
    )
  })

  for (const [role, scopes] of Object.entries(scopesOf))
    test(`the role ${role} may do what its scopes give, and nothing else`, async () => {
      const account = { username: `a-${role}`, role, password }
      assert.equal((await service.call('POST', '/accounts', account)).status, 201)
      const { json } = await service.call('POST', '/auth/token', { username: account.username, password })
      assert.deepEqual(json.scope.split(' ').toSorted(), scopes.toSorted())
      const authorization = `Bearer ${json.access_token}`
      for (const operation of operations) {
        const rule = ruleOf(operation.name) ?? 'admin'
        const status = await statusOf(operation, { authorization })
        if (rule === 'public' || scopes.includes(rule)) assert.notEqual(status, 403, operation.name)
        else assert.equal(status, 403, operation.name)
      }
    })

  test('without a token, or with a dead one, nothing but what is public answers', async () => {
    for (const operation of operations.filter(({ name }) => ruleOf(name) !== 'public'))
      for (const authorization of ['', 'Bearer nonsense', 'Basic YWRtaW46YWRtaW4='])
        assert.equal(await statusOf(operation, { authorization }), 401, operation.name)
  })

  /** Names what is not there and sends what is not right, so that nothing is done; who may call is decided before. */
  async function statusOf({ method, path, bodies }: Operation, headers: Record<string, string>): Promise<number> {
    const url = service.url + path.replaceAll(/\{\w+\}/g, '-')
    const body =
      bodies.length > 0
        ? { body: '{"unknown":true}', headers: { ...headers, 'content-type': 'application/json' } }
        : { headers }
    const response = await fetch(url, { method, ...body })
    await response.body?.cancel()
    return response.status
  }
})

function namesOf(list: string): string[] {
  return list.split(',').map((name) => name.trim())
}
