import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { engines } from '../../test/support/databases.ts'
import { createQuota } from './google/quota.ts'
import { createSheetLoad } from './sheet-load.ts'

test('a ledger that does not answer fails the question alone, also while what others have used is asked for', async () => {
  const database = await engines[0]!.open()
  await database.close()
  const memory = {
    load: async () => {
      await wait(20)
      return []
    },
    keep: async () => true,
  }
  const load = createSheetLoad({
    database,
    clock: Date.now,
    quota: createQuota({ clock: Date.now, memory }),
    isWriter: () => false,
    wantedPollSeconds: 30,
    sites: () => ['home'],
  })
  await assert.rejects(load())
})
