import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { admin, startAuthServer } from '../../../test/support/auth-server.ts'
import { engines } from '../../../test/support/databases.ts'
import { Secret } from '../../secret.ts'

const keys = '/accounts/roof/keys'
const dayMilliseconds = 86_400_000

for (const engine of engines)
  describe(`a key for a device on ${engine.name}`, () => {
    let now = Date.now()
    const open = async (context: TestContext) => {
      const database = await engine.open()
      const server = await startAuthServer(database, { clock: () => now })
      context.after(() => server.close().then(() => database.close()))
      await server.auth.ensureFirstAccount({ username: admin.username, password: new Secret(admin.password) })
      const { access_token: token } = await server.signIn(admin.username, admin.password)
      const { call, form } = server
      await call('POST', '/accounts', { token, body: { username: 'roof', role: 'recorder' } })
      const make = async () =>
        (await (await call('POST', keys, { token })).json()) as { id: string; key: string; createdAt: string }
      const enter = (secret: string, username = 'roof') =>
        form('/auth/token', { grant_type: 'client_credentials', client_id: username, client_secret: secret })
      const tokenFor = async (secret: string) =>
        ((await (await enter(secret)).json()) as { access_token: string }).access_token
      return { ...server, token, make, enter, tokenFor }
    }

    test('opens the account by client_credentials, and that account alone', async (context) => {
      const { call, form, make, enter, tokenFor } = await open(context)
      const { id, key } = await make()
      assert.match(key, new RegExp(`^mbk_${id}_[\\w-]{43}$`))
      assert.deepEqual(await (await call('GET', '/who', { token: await tokenFor(key) })).json(), { username: 'roof' })
      const basic = { authorization: `Basic ${Buffer.from(`roof:${key}`).toString('base64')}` }
      assert.equal((await form('/auth/token', { grant_type: 'client_credentials' }, basic)).status, 200)
      for (const [secret, username] of [
        [key, 'admin'],
        [key, 'nobody'],
        [`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`, 'roof'],
        [`mbk_000000000000_${key.slice(-43)}`, 'roof'],
      ] as const)
        assert.equal((await enter(secret, username)).status, 401)
      assert.equal((await call('POST', '/auth/token', { body: { username: 'roof', password: key } })).status, 401)
    })

    test('is replaced without a gap: two count at once, a third is refused, and a removed one ends its tokens', async (context) => {
      const { call, token, make, enter, tokenFor } = await open(context)
      const [one, two] = [await make(), await make()]
      assert.equal((await call('POST', keys, { token })).status, 409)
      const [first, second] = [await tokenFor(one.key), await tokenFor(two.key)]
      assert.equal((await call('DELETE', `${keys}/${one.id}`, { token })).status, 204)
      assert.equal((await call('DELETE', `${keys}/${one.id}`, { token })).status, 404)
      assert.equal((await enter(one.key)).status, 401)
      assert.equal((await call('GET', '/who', { token: first })).status, 401)
      assert.equal((await call('GET', '/who', { token: second })).status, 200)
    })

    test('never comes out again, and dies with a disabled account', async (context) => {
      const { call, token, make, enter, tokenFor } = await open(context)
      const { id, key, createdAt } = await make()
      const held = await tokenFor(key)
      const shown = (await (await call('GET', '/accounts/roof', { token })).json()) as { credentials: unknown[] }
      assert.deepEqual(shown.credentials, [{ kind: 'key', id, setAt: createdAt, isOld: false }])
      await call('PATCH', '/accounts/roof', { token, body: { disabled: true } })
      assert.equal((await call('GET', '/who', { token: held })).status, 401)
      assert.equal((await enter(key)).status, 401)
    })

    test('is guessed no more often than a password', async (context) => {
      const { make, enter } = await open(context)
      const { id } = await make()
      const statuses: number[] = []
      for (let guess = 0; guess < 12; guess += 1) statuses.push((await enter(`mbk_${id}_${'a'.repeat(43)}`)).status)
      assert.deepEqual(statuses.slice(9), [401, 429, 429])
    })

    test('is named as old, like a password, after 90 days', async (context) => {
      const { auth, call, token, make } = await open(context)
      const { id } = await make()
      assert.deepEqual(await auth.oldCredentials(), [])
      now += 91 * dayMilliseconds
      context.after(() => {
        now = Date.now()
      })
      assert.deepEqual(await auth.oldCredentials(), ['the password of admin', `the key ${id} of roof`])
      assert.equal((await call('GET', '/accounts', { token })).status, 401)
    })

    test('whose sign-in stands in the audit with its id', async (context) => {
      const { call, token, make, enter } = await open(context)
      const { id, key } = await make()
      await enter(key)
      const { entries } = (await (await call('GET', '/audit?account=roof', { token })).json()) as {
        entries: { note: string }[]
      }
      assert.equal(entries[0]?.note, `with the key ${id}`)
      assert.ok(!(await (await call('GET', '/audit', { token })).text()).includes(key))
    })
  })
