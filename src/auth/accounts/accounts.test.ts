import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { engines } from '../../../test/support/databases.ts'
import type { Database } from '../../database/engine.ts'
import { Problem } from '../../problem.ts'
import { scopesOf } from '../roles.ts'
import { createAccountDirectory } from './account-directory.ts'
import { type Accounts, createAccounts } from './accounts.ts'
import { createAccountsStore } from './accounts-store.ts'
import { createPasswords } from './passwords.ts'

const passwords = { ...createPasswords(), hash: async (password: string) => `hash of ${password}` }
const strong = 'correct horse battery'

function accountsOn(database: Database, now = () => 1000): Accounts {
  return createAccounts({ store: createAccountsStore(database), passwords, clock: now, onChanged: () => undefined })
}

const hasStatus = (status: number) => (error: unknown) => error instanceof Problem && error.status === status

test('a role grants what the contract says', () => {
  assert.deepEqual([...scopesOf('viewer')], ['readings:read'])
  assert.deepEqual([...scopesOf('recorder')], ['readings:read', 'readings:write'])
  assert.deepEqual([...scopesOf('operator')], ['readings:read', 'readings:write', 'readings:correct', 'utility:push'])
  assert.ok(scopesOf('admin').has('admin'))
})

for (const engine of engines)
  describe(`accounts on ${engine.name}`, () => {
    const open = async (context: TestContext): Promise<Database> => {
      const database = await engine.open()
      context.after(() => database.close())
      return database
    }

    test('a taken, an invisible and a too long name are refused', async (context) => {
      const accounts = accountsOn(await open(context))
      await accounts.create({ username: 'Jürgen', role: 'viewer', password: strong })
      const decomposed = 'Jürgen'.normalize('NFD')
      await assert.rejects(accounts.create({ username: decomposed, role: 'viewer', password: strong }), hasStatus(409))
      for (const username of ['', ' ', ' anna', 'anna ', 'an\nna', 'an\u200bna', 'a'.repeat(65)])
        await assert.rejects(accounts.create({ username, role: 'viewer', password: strong }), hasStatus(400), username)
      assert.deepEqual(
        (await accounts.list()).map(({ username }) => username),
        ['Jürgen'],
      )
    })

    test('the last admin who can sign in cannot be deleted, disabled or demoted', async (context) => {
      const accounts = accountsOn(await open(context))
      await accounts.create({ username: 'anna', role: 'admin', password: strong })
      await accounts.create({ username: 'without-password', role: 'admin' })
      await accounts.create({ username: 'disabled', role: 'admin', password: strong, disabled: true })
      await assert.rejects(accounts.remove('anna'), hasStatus(409))
      await assert.rejects(accounts.change('anna', { disabled: true }), hasStatus(409))
      await assert.rejects(accounts.change('anna', { role: 'operator' }), hasStatus(409))
      const [anna] = await accounts.list()
      assert.deepEqual([anna?.role, anna?.disabledAt], ['admin', null])
      await accounts.change('disabled', { disabled: false })
      await accounts.remove('anna')
      await assert.rejects(accounts.remove('disabled'), hasStatus(409))
    })

    test('two admins who remove each other at the same time leave one', async (context) => {
      const accounts = accountsOn(await open(context))
      for (let round = 0; round < 10; round += 1) {
        const names = ['anna', 'bert', 'carl', 'dora']
        for (const username of names)
          await accounts.create({ username, role: 'admin', password: strong }).catch(() => undefined)
        const outcomes = await Promise.allSettled([
          accounts.remove('anna'),
          accounts.change('bert', { disabled: true }).then(() => accounts.remove('bert')),
          accounts.change('carl', { role: 'viewer' }),
          accounts.remove('dora'),
        ])
        const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
        assert.equal(refused.length, 1)
        assert.ok(hasStatus(409)(refused[0]?.reason))
        const admins = (await accounts.list()).filter(({ role, disabledAt }) => role === 'admin' && disabledAt === null)
        assert.equal(admins.length, 1)
        for (const { username } of await accounts.list()) await accounts.remove(username).catch(() => undefined)
      }
    })

    test('of twenty who make the first account at the same time one succeeds', async (context) => {
      const accounts = accountsOn(await open(context))
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, index) => accounts.createFirst({ username: `admin${index}`, password: strong })),
      )
      assert.equal(made.filter((account) => account !== undefined).length, 1)
      assert.equal((await accounts.list()).length, 1)
    })

    test('the directory sees a change by another process after a second and its own at once', async (context) => {
      const database = await open(context)
      let now = 0
      const store = createAccountsStore(database)
      const directory = createAccountDirectory(store, () => now)
      const own = createAccounts({ store, passwords, clock: () => now, onChanged: () => directory.forget() })
      const names = async (): Promise<string[]> => directory.read((accounts) => [...accounts.keys()])
      await own.create({ username: 'anna', role: 'admin', password: strong })
      assert.deepEqual(await names(), ['anna'])
      await accountsOn(database).create({ username: 'bert', role: 'viewer' })
      assert.deepEqual(
        directory.read((accounts) => [...accounts.keys()]),
        ['anna'],
      )
      now = 1000
      assert.deepEqual(await names(), ['anna', 'bert'])
      await own.remove('bert')
      assert.deepEqual(await names(), ['anna'])
    })

    test('the directory asks the database once for any number of readers at once', async (context) => {
      const store = createAccountsStore(await open(context))
      let looks = 0
      const version = (): Promise<number> => {
        looks += 1
        return store.version()
      }
      const directory = createAccountDirectory({ ...store, version }, () => 0)
      await Promise.all(Array.from({ length: 50 }, async () => directory.read((accounts) => accounts.size)))
      assert.equal(looks, 1)
    })
  })
