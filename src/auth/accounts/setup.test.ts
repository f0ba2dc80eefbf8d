import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { admin, startAuthServer } from '../../../test/support/auth-server.ts'
import { engines } from '../../../test/support/databases.ts'
import { Secret } from '../../secret.ts'
import { SettingError } from '../../setting-types.ts'

for (const engine of engines)
  describe(`the first start on ${engine.name}`, () => {
    const open = async (context: TestContext) => {
      const database = await engine.open()
      const server = await startAuthServer(database)
      context.after(() => server.close().then(() => database.close()))
      return { ...server, database }
    }

    test('the admin of the settings is made once and never changed by them', async (context) => {
      const { auth, call, signIn } = await open(context)
      assert.equal(
        await auth.ensureFirstAccount({ username: admin.username, password: new Secret(admin.password) }),
        undefined,
      )
      assert.equal(
        await auth.ensureFirstAccount({ username: 'second', password: new Secret('another password') }),
        undefined,
      )
      await signIn(admin.username, admin.password)
      await assert.rejects(signIn('second', 'another password'), /401/)
      assert.deepEqual(await (await call('GET', '/auth/setup')).json(), { needed: false })
    })

    test('a bad admin in the settings stops the start with a line that names the variable, not the password', async (context) => {
      const { auth } = await open(context)
      const start = (username: string, password: string) =>
        auth.ensureFirstAccount({ username, password: new Secret(password) })
      await assert.rejects(start('admin', 'secret7'), (error) => {
        assert.ok(error instanceof SettingError)
        assert.match(error.message, /^ADMIN_PASSWORD must be 8 characters or more \(example: /)
        assert.doesNotMatch(error.message, /secret7/)
        return true
      })
      await assert.rejects(start(' admin', admin.password), /^SettingError: ADMIN_USERNAME /)
    })

    test('without settings a link makes the first admin, who is signed in, and then it is worth nothing', async (context) => {
      const { auth, call, signIn } = await open(context)
      const token = (await auth.ensureFirstAccount(undefined))?.reveal()
      assert.match(token ?? '', /^[\w-]{32}$/)
      assert.deepEqual(await (await call('GET', '/auth/setup')).json(), { needed: true })
      const wrong = await call('POST', '/auth/setup', { body: { ...admin, token: 'wrong' } })
      assert.equal(wrong.status, 403)
      const weak = await call('POST', '/auth/setup', { body: { ...admin, token, password: 'short' } })
      assert.deepEqual(
        ((await weak.json()) as { errors: { path: string }[] }).errors.map(({ path }) => path),
        ['/password'],
      )
      const made = await call('POST', '/auth/setup', { body: { ...admin, token } })
      assert.equal(made.status, 200)
      const grant = (await made.json()) as { access_token: string; username: string }
      assert.equal((await call('GET', '/accounts', { token: grant.access_token })).status, 200)
      assert.equal(grant.username, admin.username)
      assert.match(made.headers.get('set-cookie') ?? '', /^meterbridge-session=.*HttpOnly/)
      assert.equal((await call('POST', '/auth/setup', { body: { ...admin, username: 'second', token } })).status, 409)
      assert.equal(await auth.ensureFirstAccount(undefined), undefined)
      await signIn(admin.username, admin.password)
    })

    test('the link stays the same after a restart and on every replica', async (context) => {
      const { auth, database } = await open(context)
      const replica = await startAuthServer(database)
      const stranger = await startAuthServer(database, { jwtSecrets: [new Secret('the secret of somebody else')] })
      context.after(() => Promise.all([replica.close(), stranger.close()]))
      const tokens = await Promise.all(
        [auth, replica.auth, stranger.auth].map((one) => one.ensureFirstAccount(undefined)),
      )
      assert.equal(tokens[0]?.reveal(), tokens[1]?.reveal())
      assert.notEqual(tokens[0]?.reveal(), tokens[2]?.reveal())
    })

    test('of ten who use the link at the same time one becomes admin', async (context) => {
      const { auth, call } = await open(context)
      const token = (await auth.ensureFirstAccount(undefined))?.reveal()
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          call('POST', '/auth/setup', { body: { token, username: `admin${index}`, password: admin.password } }),
        ),
      )
      const statuses = answers.map(({ status }) => status).toSorted((one, other) => one - other)
      assert.deepEqual(statuses, [200, ...Array<number>(9).fill(409)])
    })
  })
