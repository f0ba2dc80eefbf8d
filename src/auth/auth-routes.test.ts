import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { admin, basic, openAuthServer, refreshForm } from '../../test/support/auth-server.ts'
import { engines } from '../../test/support/databases.ts'

for (const engine of engines)
  describe(`signing in on ${engine.name}`, () => {
    let now = Date.now()
    const open = (context: TestContext) => openAuthServer(engine, () => now, context)

    test('a name and a password as JSON bring both tokens and the scopes', async (context) => {
      const { call } = await open(context)
      const response = await call('POST', '/auth/token', { body: admin })
      assert.equal(response.status, 200)
      assert.equal(response.headers.get('cache-control'), 'no-store')
      const grant = (await response.json()) as Record<string, unknown>
      assert.deepEqual(
        { ...grant, access_token: '', refresh_token: '' },
        {
          access_token: '',
          token_type: 'Bearer',
          expires_in: 3600,
          refresh_token: '',
          scope: 'readings:read readings:write readings:correct utility:push admin',
        },
      )
      const who = await call('GET', '/who', { token: String(grant['access_token']) })
      assert.deepEqual(await who.json(), { username: 'admin' })
    })

    test('a wrong password and an unknown name get the same answer', async (context) => {
      const { call } = await open(context)
      const answers = await Promise.all(
        [
          { ...admin, password: 'wrong' },
          { ...admin, username: 'nobody' },
          { ...admin, username: 'no\0body' },
        ].map(async (body) => {
          const response = await call('POST', '/auth/token', { body })
          assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/)
          return { ...((await response.json()) as object), status: response.status, requestId: '' }
        }),
      )
      assert.deepEqual(answers[0], answers[1])
      assert.deepEqual(answers[0], answers[2])
      assert.equal(answers[0]?.status, 401)
    })

    test('what is no sign-in is a problem that names the place', async (context) => {
      const { call, url, form } = await open(context)
      const response = await call('POST', '/auth/token', { body: { username: 7, extra: true } })
      assert.equal(response.status, 400)
      const { errors } = (await response.json()) as { errors: { path: string }[] }
      assert.deepEqual(errors.map(({ path }) => path).toSorted(), ['/extra', '/password', '/username'])
      const refused = async (type: string | undefined, body: string): Promise<number> => {
        const init = {
          method: 'POST',
          body: Buffer.from(body),
          headers: type === undefined ? {} : { 'content-type': type },
        }
        return (await fetch(`${url}/auth/token`, init)).status
      }
      assert.equal(await refused('text/csv', 'a,b'), 415)
      assert.equal(await refused(undefined, 'a'), 415)
      assert.equal(await refused('application/json', ''), 400)
      assert.equal(await refused('application/json', 'null'), 400)
      assert.equal(await refused('application/json', '{"username":"a","password":"b","__proto__":{}}'), 400)
      assert.equal((await fetch(`${url}/auth/token`, { method: 'POST' })).status, 415)
      assert.equal((await form('/auth/token', {})).status, 400)
    })

    test('client_credentials work in the form and as Basic, percent-encoded or plain', async (context) => {
      const { call, form, signIn } = await open(context)
      const { access_token: token } = await signIn(admin.username, admin.password)
      const odd = { username: 'dach: süd%41', password: 'a+b c%20d:é&=' }
      assert.equal((await call('POST', '/accounts', { token, body: { ...odd, role: 'recorder' } })).status, 201)
      const encode = (text: string): string => new URLSearchParams({ text }).toString().slice('text='.length)
      const grantType = { grant_type: 'client_credentials' }
      const ways = [
        form('/auth/token', { ...grantType, client_id: odd.username, client_secret: odd.password }),
        form('/auth/token', grantType, basic(encode(odd.username), encode(odd.password))),
        form('/auth/token', grantType, basic(encodeURIComponent(odd.username), encodeURIComponent(odd.password))),
        form(
          '/auth/token',
          { ...grantType, client_id: odd.username },
          basic(encode(odd.username), encode(odd.password)),
        ),
        form('/auth/token', grantType, basic(admin.username, admin.password)),
      ]
      for (const way of ways) {
        const response = await way
        const grant = (await response.json()) as Record<string, unknown>
        assert.equal(response.status, 200, JSON.stringify(grant))
        assert.equal(typeof grant['access_token'], 'string')
        assert.equal(grant['refresh_token'], undefined)
      }
      const plain = { username: 'cron', password: 'x+y/z=%zz' }
      await call('POST', '/accounts', { token, body: { ...plain, role: 'recorder' } })
      assert.equal((await form('/auth/token', grantType, basic(plain.username, plain.password))).status, 200)
    })

    test('OAuth callers get the errors of RFC 6749', async (context) => {
      const { form } = await open(context)
      const credentials = { grant_type: 'client_credentials', client_id: 'admin', client_secret: 'wrong' }
      const cases: [fields: Record<string, string> | string, headers: Record<string, string>, number, string][] = [
        [credentials, {}, 401, 'invalid_client'],
        [{ grant_type: 'client_credentials' }, basic('nobody', 'wrong'), 401, 'invalid_client'],
        [{ grant_type: 'client_credentials' }, { authorization: 'Bearer abc' }, 401, 'invalid_client'],
        [{ grant_type: 'client_credentials' }, {}, 401, 'invalid_client'],
        [credentials, basic('admin', admin.password), 400, 'invalid_request'],
        [{ client_id: 'admin' }, {}, 400, 'invalid_request'],
        ['grant_type=client_credentials&grant_type=refresh_token', {}, 400, 'invalid_request'],
        [{ grant_type: 'refresh_token' }, {}, 400, 'invalid_request'],
        [refreshForm('unknown'), {}, 400, 'invalid_grant'],
        [refreshForm(`${'a'.repeat(16)}.${'b'.repeat(43)}`), {}, 400, 'invalid_grant'],
        [{ grant_type: 'password', username: 'admin', password: admin.password }, {}, 400, 'unsupported_grant_type'],
      ]
      for (const [fields, headers, status, error] of cases) {
        const response = await form('/auth/token', fields, headers)
        const body = (await response.json()) as Record<string, unknown>
        assert.deepEqual([response.status, body['error']], [status, error], JSON.stringify(fields))
        assert.deepEqual(Object.keys(body), ['error', 'error_description'])
        assert.equal(response.headers.get('cache-control'), 'no-store')
        assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
        assert.equal(response.headers.has('www-authenticate'), status === 401)
      }
    })

    test('a bearer token that an app sends everywhere, or an empty header, is no client’s secret', async (context) => {
      const { form, signIn } = await open(context)
      const { access_token: token, refresh_token: refresh } = await signIn(admin.username, admin.password)
      const renewed = await form('/auth/token', refreshForm(refresh), { authorization: `Bearer ${token}` })
      assert.equal(renewed.status, 200)
      const { refresh_token: next } = (await renewed.json()) as { refresh_token: string }
      assert.equal((await form('/auth/token', refreshForm(next), { authorization: '' })).status, 200)
    })

    test('a form that is not UTF-8 is a 400', async (context) => {
      const { url } = await open(context)
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const body = Buffer.from('grant_type=client_credentials&client_id=\xfc', 'latin1')
      assert.equal((await fetch(`${url}/auth/token`, { method: 'POST', headers, body })).status, 400)
    })

    test('repeated failures have to wait, the form callers too, and the right password comes through after the wait', async (context) => {
      const { call, form } = await open(context)
      const wrong = { ...admin, password: 'wrong' }
      for (let time = 0; time < 10; time += 1)
        assert.equal((await call('POST', '/auth/token', { body: wrong })).status, 401)
      const refused = await call('POST', '/auth/token', { body: admin })
      assert.equal(refused.status, 429)
      assert.equal(refused.headers.get('retry-after'), '1')
      const oauth = await form(
        '/auth/token',
        { grant_type: 'client_credentials' },
        basic(admin.username, admin.password),
      )
      assert.deepEqual([oauth.status, oauth.headers.get('retry-after')], [429, '1'])
      assert.equal(((await oauth.json()) as { error: string }).error, 'temporarily_unavailable')
      now += 1000
      assert.equal((await call('POST', '/auth/token', { body: admin })).status, 200)
    })

    test('a storm of guesses at once is stopped after a dozen', async (context) => {
      const { call } = await open(context)
      const body = { ...admin, password: 'wrong' }
      const answers = await Promise.all(Array.from({ length: 40 }, () => call('POST', '/auth/token', { body })))
      const checked = answers.filter(({ status }) => status === 401).length
      assert.ok(checked >= 10 && checked <= 12, `${checked} were checked`)
    })
  })
