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
    const rounds = 40
    const record = (replica: number, minute: number, meter: number) => {
      const timestamp = minute * 60_000
      const draft: Draft = { site: 'home', source: 'test', id: undefined, timestamp, inverter: null, meter, note: null }
      return replicas[replica]?.record({
        drafts: [draft],
        by: 'ann',
        origin: 'api',
        onConflict: 'reject',
        stores: 'each',
      })
    }
    for (let round = 0; round < rounds; round++)
      await Promise.all([record(0, 2 * round, 1000 + 10 * round), record(1, 2 * round + 1, 995 + 10 * round)])
    const selection = { site: 'home', from: undefined, to: undefined, source: undefined }
    const all = (await replicas[0]?.page(selection, { cursor: undefined, limit: 1000, order: 'asc' })) ?? []
    const doubted = all.map(({ doubts }) => doubts.length > 0)
    const undoubted = Array.from({ length: rounds }, (_, round) => round).filter(
      (round) => !doubted[2 * round] && !doubted[2 * round + 1],
    )
    assert.equal(all.length, 2 * rounds)
    assert.deepEqual(undoubted, [])
  })
