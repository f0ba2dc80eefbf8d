import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { admin, startAuthServer } from '../../../test/support/auth-server.ts'
import { engines } from '../../../test/support/databases.ts'
import { Secret } from '../../secret.ts'

const recorder = { username: 'roof/top ☀', role: 'recorder', password: 'sun over the roof' }
const path = `/accounts/${encodeURIComponent(recorder.username)}`

for (const engine of engines)
  describe(`managing accounts on ${engine.name}`, () => {
    const open = async (context: TestContext) => {
      const database = await engine.open()
      const server = await startAuthServer(database)
      context.after(() => server.close().then(() => database.close()))
      await server.auth.ensureFirstAccount({ username: admin.username, password: new Secret(admin.password) })
      const { access_token: token } = await server.signIn(admin.username, admin.password)
      return { ...server, database, token }
    }

    test('an account is made, shown, listed and deleted, and its password never comes out', async (context) => {
      const { call, token } = await open(context)
      const made = await call('POST', '/accounts', { token, body: recorder })
      assert.equal(made.status, 201)
      assert.equal(made.headers.get('location'), path)
      const account = (await made.json()) as { createdAt: string; credentials: unknown[] }
      const shown = { username: recorder.username, role: 'recorder', disabled: false, sites: null, hasPassword: true }
      const { createdAt, credentials } = account
      assert.deepEqual(account, { ...shown, createdAt, credentials })
      assert.deepEqual(credentials, [{ kind: 'password', id: null, setAt: createdAt, isOld: false }])
      assert.deepEqual(await (await call('GET', path, { token })).json(), account)
      const list = await (await call('GET', '/accounts', { token })).text()
      assert.equal((JSON.parse(list) as { accounts: unknown[] }).accounts.length, 2)
      assert.doesNotMatch(list, /argon2|sun over/)
      assert.equal((await call('POST', '/accounts', { token, body: recorder })).status, 409)
      assert.equal((await call('DELETE', path, { token })).status, 204)
      for (const method of ['GET', 'DELETE']) assert.equal((await call(method, path, { token })).status, 404)
      assert.equal((await call('PATCH', path, { token, body: { disabled: true } })).status, 404)
      assert.equal((await call('GET', '/accounts/%00', { token })).status, 404)
    })

    test('everybody changes their own password with the one they have, and is signed out everywhere', async (context) => {
      const { call, signIn, token } = await open(context)
      await call('POST', '/accounts', { token, body: recorder })
      const { access_token: theirs, refresh_token: refresh } = await signIn(recorder.username, recorder.password)
      const change = (currentPassword: string, newPassword: string) =>
        call('POST', '/auth/password', { token: theirs, body: { currentPassword, newPassword } })
      assert.equal((await change('not the password', 'moon over the roof')).status, 403)
      assert.equal((await change(recorder.password, 'password1')).status, 400)
      assert.equal((await change(recorder.password, 'moon over the roof')).status, 204)
      assert.equal((await call('GET', '/who', { token: theirs })).status, 401)
      assert.equal((await call('POST', '/auth/revoke', { body: { token: refresh } })).status, 200)
      await assert.rejects(signIn(recorder.username, recorder.password), /401/)
      await signIn(recorder.username, 'moon over the roof')
      assert.equal((await call('POST', '/auth/password', { body: {} })).status, 401)
    })

    test('only an admin may, and each role may what it may', async (context) => {
      const { call, signIn, token } = await open(context)
      for (const role of ['operator', 'recorder', 'viewer']) {
        await call('POST', '/accounts', { token, body: { username: role, role, password: recorder.password } })
        const { access_token: theirs } = await signIn(role, recorder.password)
        assert.equal((await call('GET', '/accounts', { token: theirs })).status, 403)
        assert.equal((await call('GET', '/who', { token: theirs })).status, role === 'viewer' ? 403 : 200)
      }
      assert.equal((await call('GET', '/accounts')).status, 401)
    })

    test('bad input is a 400 that names the place, and nothing is stored', async (context) => {
      const { call, token } = await open(context)
      const cases: [body: unknown, place: string][] = [
        [{ ...recorder, role: 'king' }, '/role'],
        [{ ...recorder, password: 'short' }, '/password'],
        [{ ...recorder, password: 12345678 }, '/password'],
        [{ ...recorder, username: ' ' }, '/username'],
        [{ ...recorder, disabled: 'no' }, '/disabled'],
        [{ ...recorder, colour: 'red' }, '/colour'],
        [{ username: 'x' }, '/role'],
      ]
      for (const [body, place] of cases) {
        const response = await call('POST', '/accounts', { token, body })
        const { errors } = (await response.json()) as { errors: { path: string }[] }
        assert.deepEqual([response.status, errors.map((error) => error.path)], [400, [place]])
      }
      assert.equal((await call('PATCH', '/accounts/admin', { token, body: {} })).status, 400)
      assert.equal((await call('PATCH', '/accounts/admin', { token, body: { password: 'admin' } })).status, 400)
      const { accounts } = (await (await call('GET', '/accounts', { token })).json()) as { accounts: unknown[] }
      assert.equal(accounts.length, 1)
    })

    test('a changed role counts at once for tokens that are in use', async (context) => {
      const { call, signIn, token } = await open(context)
      await call('POST', '/accounts', { token, body: recorder })
      const { access_token: theirs } = await signIn(recorder.username, recorder.password)
      assert.equal((await call('GET', '/who', { token: theirs })).status, 200)
      assert.equal((await call('PATCH', path, { token, body: { role: 'viewer' } })).status, 200)
      assert.equal((await call('GET', '/who', { token: theirs })).status, 403)
    })

    test('a changed password counts at once and ends the refresh tokens', async (context) => {
      const { call, form, signIn, token } = await open(context)
      await call('POST', '/accounts', { token, body: recorder })
      const { refresh_token: refreshToken } = await signIn(recorder.username, recorder.password)
      const password = 'another sunny day'
      assert.equal((await call('PATCH', path, { token, body: { password } })).status, 200)
      await assert.rejects(signIn(recorder.username, recorder.password), /401/)
      await signIn(recorder.username, password)
      assert.equal(
        (await form('/auth/token', { grant_type: 'refresh_token', refresh_token: refreshToken })).status,
        400,
      )
    })

    test("a disabled account's tokens die at once and stay dead when it is enabled again", async (context) => {
      const { call, form, signIn, token } = await open(context)
      await call('POST', '/accounts', { token, body: recorder })
      const { access_token: theirs, refresh_token: refreshToken } = await signIn(recorder.username, recorder.password)
      assert.equal((await call('PATCH', path, { token, body: { disabled: true } })).status, 200)
      assert.equal((await call('GET', '/who', { token: theirs })).status, 401)
      await assert.rejects(signIn(recorder.username, recorder.password), /401/)
      assert.equal((await call('PATCH', path, { token, body: { disabled: false } })).status, 200)
      assert.equal((await call('GET', '/who', { token: theirs })).status, 401)
      assert.equal(
        (await form('/auth/token', { grant_type: 'refresh_token', refresh_token: refreshToken })).status,
        400,
      )
      await signIn(recorder.username, recorder.password)
    })

    test('the tokens of a deleted account do not open a new one of the same name', async (context) => {
      const { call, form, signIn, token } = await open(context)
      await call('POST', '/accounts', { token, body: recorder })
      const { access_token: theirs, refresh_token: refreshToken } = await signIn(recorder.username, recorder.password)
      await call('DELETE', path, { token })
      assert.equal((await call('GET', '/who', { token: theirs })).status, 401)
      await call('POST', '/accounts', { token, body: recorder })
      assert.equal((await call('GET', '/who', { token: theirs })).status, 401)
      assert.equal(
        (await form('/auth/token', { grant_type: 'refresh_token', refresh_token: refreshToken })).status,
        400,
      )
    })

    test('an account without a password exists, and nobody can sign in to it until it has one', async (context) => {
      const { call, signIn, token } = await open(context)
      const made = await call('POST', '/accounts', { token, body: { username: 'later', role: 'viewer' } })
      assert.equal(((await made.json()) as { hasPassword: boolean }).hasPassword, false)
      await assert.rejects(signIn('later', recorder.password), /401/)
      await call('PATCH', '/accounts/later', { token, body: { password: recorder.password } })
      await signIn('later', recorder.password)
    })

    test('a change by another process counts within a second', async (context) => {
      const database = await engine.open()
      let now = Date.now()
      const [here, there] = [await startAuthServer(database, { clock: () => now }), await startAuthServer(database)]
      context.after(() => Promise.all([here.close(), there.close()]).then(() => database.close()))
      await here.auth.ensureFirstAccount({ username: admin.username, password: new Secret(admin.password) })
      const { access_token: token } = await here.signIn(admin.username, admin.password)
      assert.equal((await here.call('GET', '/who', { token })).status, 200)
      assert.equal((await there.call('POST', '/auth/revoke', { token, body: { everywhere: true } })).status, 200)
      now += 1000
      assert.equal((await here.call('GET', '/who', { token })).status, 401)
    })

    test('an account that another process has just made or changed is known at once', async (context) => {
      const database = await engine.open()
      const now = Date.now()
      const [here, there] = [await startAuthServer(database, { clock: () => now }), await startAuthServer(database)]
      context.after(() => Promise.all([here.close(), there.close()]).then(() => database.close()))
      await here.auth.ensureFirstAccount({ username: admin.username, password: new Secret(admin.password) })
      const { access_token: token } = await here.signIn(admin.username, admin.password)
      assert.equal((await here.call('GET', '/who', { token })).status, 200)
      assert.equal((await there.call('POST', '/accounts', { token, body: recorder })).status, 201)
      const { access_token: first } = await here.signIn(recorder.username, recorder.password)
      assert.equal((await here.call('GET', '/who', { token: first })).status, 200)
      await there.call('POST', '/auth/revoke', { token: first, body: { everywhere: true } })
      const { access_token: second } = await here.signIn(recorder.username, recorder.password)
      assert.equal((await here.call('GET', '/who', { token: second })).status, 200)
    })
  })
