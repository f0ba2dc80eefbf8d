import assert from 'node:assert/strict'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { type DatabaseLocation, engines } from '../../test/support/databases.ts'
import { createAccountsStore } from '../auth/accounts/accounts-store.ts'
import { createPasswords } from '../auth/accounts/passwords.ts'
import { openDatabase } from '../database/database.ts'
import { accountCommand } from './account.ts'
import { exitCodeOf } from './exit-code.ts'

const password = 'correct horse battery'

interface Run {
  code: number
  said: string
  complained: string
}

async function run(location: DatabaseLocation, words: string[], typed = ''): Promise<Run> {
  const output = new PassThrough()
  const complaints: string[] = []
  const command = accountCommand({
    input: Readable.from([typed]),
    output,
    clock: Date.now,
    openDatabase: () => openDatabase(location),
  })
  for (const one of [command, ...command.commands])
    one.configureOutput({ writeOut: () => undefined, writeErr: (line) => complaints.push(line) })
  const code = await command.parseAsync(words, { from: 'user' }).then(() => 0, exitCodeOf)
  output.end()
  return { code, said: await text(output), complained: complaints.join('') }
}

for (const engine of engines)
  describe(`the account command on ${engine.name}`, () => {
    test('makes, lists, disables and enables accounts, and sets passwords', async (context) => {
      const location = await engine.createLocation()
      context.after(() => location.remove())
      assert.equal((await run(location, ['add', 'anna', '--role', 'admin'], `${password}\n`)).code, 0)
      assert.equal((await run(location, ['add', 'roof', '--role', 'recorder'], password)).code, 0)
      assert.equal((await run(location, ['disable', 'roof'])).code, 0)
      assert.equal((await run(location, ['list'])).said, 'anna\tadmin\nroof\trecorder\tdisabled\n')
      assert.equal((await run(location, ['enable', 'roof'])).code, 0)
      assert.equal((await run(location, ['reset', 'roof'], 'another sunny day\r\nmore\n')).code, 0)
      const database = await openDatabase(location)
      context.after(() => database.close())
      const roof = await createAccountsStore(database).find('roof')
      assert.equal(roof?.disabledAt, null)
      const check = { hash: roof?.passwordHash, password: 'another sunny day', mayCheck: async () => undefined }
      assert.ok(await createPasswords().isRight(check))
    })

    test('makes keys for a device, lists and removes them', async (context) => {
      const location = await engine.createLocation()
      context.after(() => location.remove())
      assert.equal((await run(location, ['add', 'roof', '--role', 'recorder', '--no-password'])).code, 0)
      const { said } = await run(location, ['key', 'add', 'roof'])
      const [, id] = /\nmbk_([0-9a-f]{12})_[\w-]{43}\n$/.exec(said) ?? []
      assert.ok(id, said)
      assert.match((await run(location, ['key', 'list', 'roof'])).said, new RegExp(`^${id}\t2`))
      assert.equal((await run(location, ['list'])).said, `roof\trecorder\tno password\tkeys: ${id}\n`)
      assert.equal((await run(location, ['key', 'remove', 'roof', id])).code, 0)
      assert.equal((await run(location, ['key', 'list', 'roof'])).said, '')
    })

    test('fails with 1 and a sentence, and is used wrongly with 2', async (context) => {
      const location = await engine.createLocation()
      context.after(() => location.remove())
      await run(location, ['add', 'anna', '--role', 'admin'], password)
      const failing: [words: string[], typed: string, sentence: RegExp][] = [
        [['add', 'anna', '--role', 'viewer'], password, /already/],
        [['add', 'bert', '--role', 'viewer'], 'short', /8 characters or more\.\n$/],
        [['add', 'bert', '--role', 'viewer'], '', /No password/],
        [['add', 'bert', '--role', 'viewer', '--site', 'nowhere'], password, /no site named nowhere/],
        [['disable', 'anna'], '', /last admin/],
        [['reset', 'nobody'], password, /no account/],
      ]
      for (const [words, typed, sentence] of failing) {
        const { code, complained } = await run(location, words, typed)
        assert.equal(code, 1, words.join(' '))
        assert.match(complained, sentence)
      }
      for (const words of [['add'], ['add', 'bert'], ['add', 'bert', '--role', 'king'], ['list', '--fast'], ['fly']])
        assert.equal((await run(location, words)).code, 2, words.join(' '))
      assert.equal((await run(location, ['add', '--help'])).code, 0)
      assert.equal((await run(location, ['list'])).said, 'anna\tadmin\n')
    })
  })
