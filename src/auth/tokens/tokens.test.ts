import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { createSigner } from 'fast-jwt'
import { admin, basic, openAuthServer, refreshForm, startAuthServer } from '../../../test/support/auth-server.ts'
import { engines } from '../../../test/support/databases.ts'
import { Secret } from '../../secret.ts'

const secret = 'a secret of the tests, long enough'

for (const engine of engines)
  describe(`tokens on ${engine.name}`, () => {
    let now = Date.now()
    const open = (context: TestContext) => openAuthServer(engine, () => now, context)

    test('a refresh token brings the next one, and used again it ends the family', async (context) => {
      const { form, signIn } = await open(context)
      const first = await signIn(admin.username, admin.password)
      const other = await signIn(admin.username, admin.password)
      const answer = await form('/auth/token', { ...refreshForm(first.refresh_token), client_id: 'any app' })
      assert.equal(answer.status, 200)
      const second = (await answer.json()) as { refresh_token: string }
      assert.notEqual(second.refresh_token, first.refresh_token)
      for (const token of [first.refresh_token, second.refresh_token]) {
        const refused = await form('/auth/token', refreshForm(token))
        assert.equal(((await refused.json()) as { error: string }).error, 'invalid_grant')
      }
      assert.equal((await form('/auth/token', refreshForm(other.refresh_token))).status, 200)
    })

    test('of ten who use a refresh token at the same time at most one succeeds, and nobody keeps a living one', async (context) => {
      const { form, signIn } = await open(context)
      const { refresh_token: token } = await signIn(admin.username, admin.password)
      const answers = await Promise.all(Array.from({ length: 10 }, () => form('/auth/token', refreshForm(token))))
      const granted = answers.filter(({ ok }) => ok)
      assert.ok(granted.length <= 1)
      for (const answer of granted) {
        const { refresh_token: next } = (await answer.json()) as { refresh_token: string }
        assert.equal((await form('/auth/token', refreshForm(next))).status, 400)
      }
    })

    test('a refresh token expires, and one of another account than the client ends', async (context) => {
      const { call, form, signIn } = await open(context)
      const { access_token: token, refresh_token: stolen } = await signIn(admin.username, admin.password)
      await call('POST', '/accounts', { token, body: { username: 'thief', role: 'viewer', password: admin.password } })
      const refused = await form('/auth/token', refreshForm(stolen), basic('thief', admin.password))
      assert.equal(((await refused.json()) as { error: string }).error, 'invalid_grant')
      assert.equal((await form('/auth/token', refreshForm(stolen))).status, 400)
      const { refresh_token: old } = await signIn(admin.username, admin.password)
      now += (3600 + 30 * 86_400) * 1000
      assert.equal((await form('/auth/token', refreshForm(old))).status, 400)
    })

    test('a revoked refresh token is dead, and revoking the unknown is no error', async (context) => {
      const { call, form, signIn } = await open(context)
      const { access_token: access, refresh_token: token } = await signIn(admin.username, admin.password)
      assert.equal((await form('/auth/revoke', { token: 'unknown', token_type_hint: 'refresh_token' })).status, 200)
      assert.equal((await form('/auth/revoke', { token })).status, 200)
      assert.equal((await form('/auth/token', refreshForm(token))).status, 400)
      assert.equal((await call('POST', '/auth/revoke', { body: { token } })).status, 200)
      const unsupported = await form('/auth/revoke', { token: access })
      assert.equal(((await unsupported.json()) as { error: string }).error, 'unsupported_token_type')
      assert.equal((await form('/auth/revoke', {})).status, 400)
      assert.equal((await call('POST', '/auth/revoke', { body: { everywhere: false } })).status, 400)
    })

    test('signing out everywhere ends every token of the account at once, and no other', async (context) => {
      const { call, form, signIn } = await open(context)
      const [one, two] = [await signIn(admin.username, admin.password), await signIn(admin.username, admin.password)]
      await call('POST', '/accounts', {
        token: one.access_token,
        body: { username: 'other', role: 'recorder', password: admin.password },
      })
      const other = await signIn('other', admin.password)
      assert.equal((await call('POST', '/auth/revoke', { body: { everywhere: true } })).status, 401)
      assert.equal(
        (await call('POST', '/auth/revoke', { token: one.access_token, body: { everywhere: true } })).status,
        200,
      )
      for (const { access_token: token, refresh_token: refreshToken } of [one, two]) {
        assert.equal((await call('GET', '/who', { token })).status, 401)
        assert.equal((await form('/auth/token', refreshForm(refreshToken))).status, 400)
      }
      assert.equal((await call('GET', '/who', { token: other.access_token })).status, 200)
      const { access_token: token } = await signIn(admin.username, admin.password)
      assert.equal((await call('GET', '/who', { token })).status, 200)
    })

    test('only HS256 tokens signed here, not expired and not tampered with, are accepted', async (context) => {
      const { call, signIn } = await open(context)
      const { access_token: token } = await signIn(admin.username, admin.password)
      const [header = '', payload = '', signature = ''] = token.split('.')
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
      const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
      const bad = [
        `${unsigned}.${payload}.`,
        `${unsigned}.${payload}.${signature}`,
        `${header}.${payload}.`,
        `${header}.${payload}.${signature.slice(0, -2)}AA`,
        createSigner({ key: secret, algorithm: 'HS512' })(claims),
        createSigner({ key: 'another secret, which is as long as it', algorithm: 'HS256' })(claims),
        createSigner({ key: secret, algorithm: 'HS256' })({ ...claims, sub: 'nobody' }),
        createSigner({ key: secret, algorithm: 'HS256' })({ sub: claims['sub'], generation: claims['generation'] }),
        'x',
        '',
      ]
      assert.equal((await call('GET', '/who', { token })).status, 200)
      for (const text of bad) {
        const response = await call('GET', '/who', { token: text })
        assert.equal(response.status, 401, text)
        assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer /)
      }
      now += 3600 * 1000
      assert.equal((await call('GET', '/who', { token })).status, 401)
    })

    test('a rotated secret signs nobody out', async (context) => {
      const database = await engine.open()
      const [old, next] = [
        new Secret('the old secret, which is long enough'),
        new Secret('the new secret, which is long enough'),
      ]
      const before = await startAuthServer(database, { jwtSecrets: [old] })
      const after = await startAuthServer(database, { jwtSecrets: [next, old] })
      const forgotten = await startAuthServer(database, { jwtSecrets: [next] })
      context.after(() => Promise.all([before.close(), after.close(), forgotten.close()]).then(() => database.close()))
      await before.auth.ensureFirstAccount({ username: admin.username, password: new Secret(admin.password) })
      const { access_token: token } = await before.signIn(admin.username, admin.password)
      assert.equal((await after.call('GET', '/who', { token })).status, 200)
      assert.equal((await forgotten.call('GET', '/who', { token })).status, 401)
      const { access_token: newToken } = await after.signIn(admin.username, admin.password)
      assert.equal((await forgotten.call('GET', '/who', { token: newToken })).status, 200)
    })
  })
