import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { admin, startAuthServer } from '../../../test/support/auth-server.ts'
import { engines } from '../../../test/support/databases.ts'
import { Secret } from '../../secret.ts'

const app = 'https://app.example.com'
const dayMilliseconds = 86_400_000
const json = { 'content-type': 'application/json' }

for (const engine of engines)
  describe(`a browser's session on ${engine.name}`, () => {
    let now = Date.now()
    const open = async (context: TestContext) => {
      const database = await engine.open()
      const server = await startAuthServer(database, { clock: () => now, corsOrigins: [app] })
      context.after(() => server.close().then(() => database.close()))
      await server.auth.ensureFirstAccount({ username: admin.username, password: new Secret(admin.password) })
      const send = (method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Response> =>
        fetch(server.url + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
      const enter = (headers: Record<string, string> = {}): Promise<Response> =>
        send('POST', '/auth/session', { ...json, ...headers }, admin)
      const refresh = (cookie: string, headers: Record<string, string> = {}): Promise<Response> =>
        send('POST', '/auth/session/refresh', { cookie, ...headers })
      return { ...server, send, enter, refresh }
    }

    test('brings a token for a quarter of an hour and a cookie that a script cannot read', async (context) => {
      const { call, enter, refresh } = await open(context)
      const response = await enter()
      assert.equal(response.status, 200)
      assert.equal(response.headers.get('cache-control'), 'no-store')
      const { access_token: token, ...grant } = (await response.json()) as Record<string, string>
      assert.deepEqual(grant, {
        token_type: 'Bearer',
        expires_in: 900,
        scope: 'readings:read readings:write readings:correct utility:push admin',
        username: 'admin',
        role: 'admin',
      })
      assert.equal((await call('GET', '/who', { token: token ?? '' })).status, 200)
      assert.match(
        setCookie(response),
        /^meterbridge-session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
      )
      now += 900_000
      assert.equal((await call('GET', '/who', { token: token ?? '' })).status, 401)
      const renewed = await refresh(cookieOf(response))
      const { access_token: next = '' } = (await renewed.json()) as Record<string, string>
      assert.equal((await call('GET', '/who', { token: next })).status, 200)
    })

    test('a wrong pair is refused as everywhere, without a cookie', async (context) => {
      const { send } = await open(context)
      const response = await send('POST', '/auth/session', json, { ...admin, password: 'wrong' })
      assert.deepEqual([response.status, response.headers.get('set-cookie')], [401, null])
    })

    test('many tabs renew at once and all stay signed in', async (context) => {
      const { enter, refresh } = await open(context)
      const cookie = cookieOf(await enter())
      const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(cookie)))
      assert.deepEqual(
        answers.map(({ status }) => status),
        Array<number>(10).fill(200),
      )
      assert.equal(cookieOf(answers[0]), cookie)
    })

    test('ends by signing out, and signs out that browser alone', async (context) => {
      const { send, enter, refresh } = await open(context)
      const [one, other] = [cookieOf(await enter()), cookieOf(await enter())]
      const signedOut = await send('DELETE', '/auth/session', { cookie: one })
      assert.equal(signedOut.status, 204)
      assert.match(setCookie(signedOut), /^meterbridge-session=; Path=\/; Max-Age=0;/)
      assert.equal((await refresh(one)).status, 401)
      assert.equal((await refresh(other)).status, 200)
      assert.equal((await send('DELETE', '/auth/session', {})).status, 204)
    })

    test('ends after thirty days without a visit, and after half a year in any case', async (context) => {
      const { enter, refresh } = await open(context)
      const [idle, busy] = [cookieOf(await enter()), cookieOf(await enter())]
      for (let visit = 0; visit < 8; visit += 1) {
        now += 22 * dayMilliseconds
        assert.equal((await refresh(busy)).status, 200, `visit ${visit}`)
      }
      assert.equal((await refresh(idle)).status, 401)
      now += 4 * dayMilliseconds
      assert.equal((await refresh(busy)).status, 401)
    })

    test('ends at once with everything else of the account', async (context) => {
      const { call, signIn, enter, refresh } = await open(context)
      const { access_token: token } = await signIn(admin.username, admin.password)
      await call('POST', '/accounts', { token, body: { username: 'second', role: 'admin', password: admin.password } })
      const { access_token: second } = await signIn('second', admin.password)
      const change = async (body: object) =>
        assert.equal((await call('PATCH', '/accounts/admin', { token: second, body })).status, 200)
      const endings = [
        async () =>
          assert.equal((await call('POST', '/auth/revoke', { token, body: { everywhere: true } })).status, 200),
        async () => change({ password: 'another horse battery' }).then(() => change({ password: admin.password })),
        async () => change({ disabled: true }).then(() => change({ disabled: false })),
      ]
      for (const end of endings) {
        const cookie = cookieOf(await enter())
        assert.equal((await refresh(cookie)).status, 200)
        await end()
        assert.equal((await refresh(cookie)).status, 401)
      }
    })

    test('cannot be used by a page of another website, and can by one of CORS_ORIGINS', async (context) => {
      const { send, enter, refresh, url } = await open(context)
      const cookie = cookieOf(await enter())
      const evil = 'https://evil.example.com'
      const attempts: Record<string, string>[] = [
        { origin: evil, 'sec-fetch-site': 'cross-site' },
        { origin: evil, 'sec-fetch-site': 'same-site' },
        { origin: evil },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
      ]
      for (const headers of attempts) {
        assert.equal((await refresh(cookie, headers)).status, 403, JSON.stringify(headers))
        assert.equal((await send('DELETE', '/auth/session', { cookie, ...headers })).status, 403)
        assert.equal((await enter(headers)).status, 403)
      }
      assert.equal((await refresh(cookie, { origin: url })).status, 200)
      assert.equal((await refresh(cookie, { origin: url, 'sec-fetch-site': 'same-origin' })).status, 200)
      const far = { origin: app, 'sec-fetch-site': 'cross-site' }
      const response = await enter(far)
      assert.equal(response.headers.get('access-control-allow-origin'), app)
      assert.equal(response.headers.get('access-control-allow-credentials'), 'true')
      assert.match(
        setCookie(response),
        /^__Host-meterbridge-session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; Secure; SameSite=None; Partitioned$/,
      )
      assert.equal((await refresh(cookieOf(response), far)).status, 200)
      assert.match(setCookie(await enter({ origin: app, 'sec-fetch-site': 'same-site' })), /; Secure; SameSite=Strict$/)
    })
  })

function setCookie(response: Response): string {
  return response.headers.get('set-cookie') ?? ''
}

function cookieOf(response: Response | undefined): string {
  return response ? (setCookie(response).split(';')[0] ?? '') : ''
}
