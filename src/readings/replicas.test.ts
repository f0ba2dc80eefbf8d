import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../../test/support/databases.ts'
import { openDatabase } from '../database/database.ts'
import type { Draft } from './reading.ts'
import { createReadings } from './readings.ts'

const clock = () => Date.UTC(2026, 10, 22, 12)
const home = { site: 'home', timeZone: 'UTC' }
const sites = { find: () => home, names: async () => ['home'] }

// One file of SQLite belongs to one process.
for (const engine of engines.filter(({ name }) => name === 'postgres'))
  test('no fall stays undoubted where two replicas record at the same moment', async (context) => {
    const location = await engine.createLocation()
    context.after(() => location.remove())
    const databases = [await openDatabase(location), await openDatabase(location)]
    context.after(() => Promise.all(databases.map((database) => database.close())))
    const replicas = databases.map((database) => createReadings({ database, clock, sites, onChanged: () => undefined }))
    const count = 200
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const draft: Draft = {
          site: 'home',
          source: 'test',
          id: undefined,
          timestamp: ((index * 37) % count) * 60_000,
          inverter: null,
          // A saw whose teeth fall to both replicas.
          meter: 1_000_000 + (((index * 37) % count) % 5) * 1000 - ((index * 37) % count),
          note: null,
        }
        await replicas[index % 2]?.record({
          drafts: [draft],
          by: 'ann',
          origin: 'api',
          onConflict: 'reject',
          stores: 'each',
        })
      }),
    )
    const selection = { site: 'home', from: undefined, to: undefined, source: undefined }
    const all = (await replicas[0]?.page(selection, { cursor: undefined, limit: 1000, order: 'asc' })) ?? []
    assert.equal(all.length, count)
    const falls = all.slice(1).filter((reading, index) => (reading.meter ?? 0) < (all[index]?.meter ?? 0))
    const undoubted = falls.filter((reading) => {
      const before = all[all.indexOf(reading) - 1]
      return reading.doubts.length === 0 && before?.doubts.length === 0
    })
    assert.ok(falls.length >= count / 5 - 1)
    assert.deepEqual(undoubted, [])
  })
