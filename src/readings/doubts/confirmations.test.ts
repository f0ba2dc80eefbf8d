import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { engines } from '../../../test/support/databases.ts'
import { createReadings } from '../readings.ts'

for (const engine of engines)
  describe(`vouching on ${engine.name}`, () => {
    test('counts anew where another request had doubted the reading in the very moment of the first word', async (context) => {
      const database = await engine.open()
      context.after(() => database.close())
      const sites = { find: () => ({ site: 'home', timeZone: 'UTC' }), names: async () => ['home'] }
      const readings = createReadings({ database, clock: () => 1e12, sites, onChanged: () => undefined })
      const drafts = [100_000, 99_000].map((meter, index) => ({
        site: 'home',
        source: 'ann',
        id: undefined,
        note: null,
        inverter: null,
        timestamp: index * 86_400_000,
        meter,
      }))
      const how = { by: 'ann', origin: 'api', onConflict: 'reject', stores: 'each' } as const
      const [, fallen] = await readings.record({ drafts, ...how })
      const id = fallen?.reading.id ?? ''
      const { doubts } = await database.sql
        .selectFrom('readings')
        .select('doubts')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      assert.match(doubts ?? '', /counter-fell/)
      await readings.confirm(id, 'ann', 'seen')
      await database.sql.updateTable('readings').set({ doubts }).where('id', '=', id).execute()
      assert.deepEqual((await readings.confirm(id, 'bert', 'seen again')).doubts, [])
      assert.equal(await readings.findDoubt(id), null)
      const words = await readings.confirmations(id)
      assert.deepEqual(
        words.map(({ by, note }) => `${by}: ${note}`),
        ['bert: seen again'],
      )
    })
  })
