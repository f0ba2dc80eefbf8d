import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { engines } from '../../test/support/databases.ts'

test('a transaction on PostgreSQL fails with the error of a statement that nobody awaited', async (context) => {
  const database = await engines[1]!.open()
  context.after(() => database.close())
  const lockNotAvailable = { code: '55P03' }
  await database.transaction(async (holder) => {
    await database.lockSites(holder, ['home'])
    await sql`select 1`.execute(holder)
    const waiting = (read: boolean) =>
      database.transaction(async (transaction) => {
        await sql`set local lock_timeout = 1`.execute(transaction)
        await database.lockSites(transaction, ['home'])
        if (read) await sql`select 1`.execute(transaction)
      })
    await assert.rejects(waiting(true), lockNotAvailable)
    await assert.rejects(waiting(false), lockNotAvailable)
    const failing = database.transaction(async (transaction) => {
      await sql`set local lock_timeout = 1`.execute(transaction)
      await database.lockSites(transaction, ['home'])
      throw new Error('of no account')
    })
    await assert.rejects(failing, lockNotAvailable)
  })
  await database.transaction((transaction) => database.lockSites(transaction, ['home']))
})
