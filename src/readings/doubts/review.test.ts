import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { counted } from '../../../test/support/counted-transaction.ts'
import { engines } from '../../../test/support/databases.ts'
import { createReadings } from '../readings.ts'
import { review } from './doubts.ts'

const minute = 60_000
const home = { site: 'home', timeZone: 'UTC' }

for (const engine of engines)
  describe(`a review of doubts on ${engine.name}`, () => {
    test('asks nothing of doubtful readings at other instants, or of those that were just judged', async (context) => {
      const database = await engine.open()
      context.after(() => database.close())
      const sites = { find: async () => home, names: async () => ['home'] }
      const readings = createReadings({ database, clock: Date.now, sites, onChanged: () => undefined })
      // Each is less than the one before it.
      const drafts = Array.from({ length: 200 }, (_, index) => ({
        site: 'home',
        source: 'test',
        id: undefined,
        timestamp: index * minute,
        inverter: null,
        meter: (1_000 - index) * 1_000,
        note: null,
      }))
      const outcomes = await readings.record({ drafts, by: 'ann', origin: 'api', onConflict: 'reject', stores: 'each' })
      const touched = new Map([['home', new Set([0, 100 * minute, 199 * minute])]])
      const asked = async (judged: readonly { site: string; id: string }[]): Promise<number> =>
        await database.transaction(async (plain) => {
          const { transaction, counts } = counted(plain)
          await review(transaction, touched, () => ({}), judged)
          return counts.statements
        })
      assert.equal(await asked(outcomes.map(({ reading }) => reading)), 1)
      const whole = await asked([])
      assert.ok(whole > 1 && whole <= 10, `${whole} questions`)
    })
  })
