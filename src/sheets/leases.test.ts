import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { describe, test } from 'node:test'
import { engines } from '../../test/support/databases.ts'
import { createHolder, createLeases } from '../database/leases.ts'

for (const engine of engines)
  describe(`leases on ${engine.name}`, () => {
    test('one holder has a lease until it lets go or its time is over', async () => {
      const database = await engine.open()
      let now = 1_000
      const leases = createLeases(database, () => now)
      const [one, other] = [createHolder(), createHolder()]
      assert.equal(await leases.acquire('sheets', one, 500), true)
      assert.equal(await leases.acquire('sheets', other, 500), false)
      assert.equal(await leases.acquire('else', other, 500), true)
      now = 1_400
      assert.equal(await leases.acquire('sheets', one, 500), true)
      now = 1_600
      assert.equal(await leases.acquire('sheets', other, 500), false)
      now = 1_901
      assert.equal(await leases.acquire('sheets', other, 500), true)
      assert.equal(await leases.acquire('sheets', one, 500), false)
      await leases.release('sheets', one)
      assert.equal(await leases.acquire('sheets', one, 500), false)
      await leases.release('sheets', other)
      assert.equal(await leases.acquire('sheets', one, 500), true)
      await database.close()
    })

    test('of many who ask at once, one gets it', async () => {
      const database = await engine.open()
      const leases = createLeases(database, Date.now)
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => leases.acquire('sheets', createHolder(), 5_000)),
      )
      assert.equal(answers.filter(Boolean).length, 1)
      await database.close()
    })

    test('a process that has died on this machine is succeeded at once', async () => {
      const database = await engine.open()
      const leases = createLeases(database, Date.now)
      assert.equal(await leases.acquire('sheets', `${hostname()}/999999999/dead`, 60_000), true)
      assert.equal(await leases.acquire('sheets', createHolder(), 5_000), true)
      assert.equal(await leases.acquire('far', 'another-host/1/alive', 60_000), true)
      assert.equal(await leases.acquire('far', createHolder(), 5_000), false)
      await database.close()
    })
  })
