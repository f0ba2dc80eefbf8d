import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { admin, startService } from '../support/service.ts'

const [sqlite] = engines
const overHttp = { 'x-forwarded-proto': 'http' }

describe('in production, behind a proxy', () => {
  test('plain HTTP is led to HTTPS, and nothing secret is taken over it', async (context) => {
    if (!sqlite) assert.fail('no engine')
    const behindProxy = await startService(sqlite, { isProduction: true, trustProxy: 1 })
    context.after(() => behindProxy.stop())
    const page = await fetch(`${behindProxy.url}/docs/`, { redirect: 'manual', headers: overHttp })
    assert.equal(page.status, 308)
    assert.match(page.headers.get('location') ?? '', /^https:\/\/.*\/docs\/$/)
    const signIn = await behindProxy.call('POST', '/auth/token', {}, { ...overHttp, authorization: '' })
    assert.equal(signIn.status, 403)
    assert.equal((await behindProxy.call('GET', '/health', undefined, overHttp)).status, 200)
    const overHttps = await behindProxy.call('GET', '/readings', undefined, { 'x-forwarded-proto': 'https' })
    assert.equal(overHttps.status, 200)
    assert.match(overHttps.headers.get('strict-transport-security') ?? '', /^max-age=31536000; includeSubDomains$/)
    assert.equal(overHttps.headers.get('cache-control'), 'no-store')
    const session = await behindProxy.call('POST', '/auth/session', admin, { 'x-forwarded-proto': 'https' })
    assert.match(
      session.headers.get('set-cookie') ?? '',
      /^__Host-meterbridge-session=.*; HttpOnly; Secure; SameSite=Strict$/,
    )
  })

  test('no page runs an inline script, and each has a nonce of its own where one is needed', async (context) => {
    if (!sqlite) assert.fail('no engine')
    const service = await startService(sqlite)
    context.after(() => service.stop())
    const docs = async () => {
      const page = await service.call('GET', '/docs/', undefined, { authorization: '' })
      const policy = page.headers.get('content-security-policy') ?? ''
      const [, nonce = ''] = /script-src 'self' 'nonce-([\w-]+)'/.exec(policy) ?? []
      assert.ok(nonce.length > 20 && page.text.includes(nonce), policy)
      assert.doesNotMatch(policy, /script-src[^;]*unsafe/)
      return nonce
    }
    assert.notEqual(await docs(), await docs())
    const answer = await service.call('GET', '/readings')
    assert.equal(answer.headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'")
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  })
})
