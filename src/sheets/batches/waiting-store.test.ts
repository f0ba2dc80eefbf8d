import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { engines } from '../../../test/support/databases.ts'
import { countWaiting, oldestWaiting } from './waiting-store.ts'

const shown = { revision: 1, sheet_revision: 1, sheet_row: 2 }
const waiting = { revision: 1, sheet_revision: 0, sheet_row: null }

for (const engine of engines)
  describe(`what waits for the sheet, on ${engine.name}`, () => {
    test('is counted for each site, beyond one page too, with the age of the oldest', async (context) => {
      const database = await engine.open()
      context.after(() => database.close())
      const add = (site: string, count: number, state: typeof shown | typeof waiting) =>
        database.transaction((within) =>
          database.insertNew(
            within,
            'readings',
            Array.from({ length: count }, (_, index) => reading(site, index, state)),
          ),
        )
      assert.deepEqual(await countWaiting(database.sql, ['home']), [])
      assert.equal(await oldestWaiting(database.sql, ['home']), undefined)
      await add('home', 3, waiting)
      await add('done', 4, shown)
      await add('unshown', 5, waiting)
      const sites = ['home', 'done', 'large', 'empty']
      assert.deepEqual(await countWaiting(database.sql, sites), [{ site: 'home', rows: 3 }])
      assert.equal(await oldestWaiting(database.sql, sites), 1000)
      await add('large', 12_345, waiting)
      assert.deepEqual(await countWaiting(database.sql, sites), [
        { site: 'home', rows: 3 },
        { site: 'large', rows: 12_345 },
      ])
    })
  })

function reading(site: string, index: number, state: typeof shown | typeof waiting) {
  return {
    site,
    id: randomUUID(),
    sequence: index,
    timestamp: Date.UTC(2020, 0, 1) + index * 60_000,
    source: 'test',
    inverter: index,
    meter: null,
    note: null,
    recorded_at: 1000,
    changed_at: 1000 + index,
    changed_by: 'test',
    origin: 'api' as const,
    withdrawn_at: null,
    ...state,
  }
}
