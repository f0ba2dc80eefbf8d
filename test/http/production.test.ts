import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { engines } from '../support/databases.ts'
import { startService } from '../support/service.ts'

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
    assert.match(overHttps.headers.get('strict-transport-security') ?? '', /max-age/)
  })
})
