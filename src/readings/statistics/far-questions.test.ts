import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KyselyPlugin } from 'kysely'
import { engines } from '../../../test/support/databases.ts'
import type { Database } from '../../database/engine.ts'
import { createReadings } from '../readings.ts'
import { createEnergy } from './energy.ts'
import { createStatistics } from './statistics.ts'

/** What a question up to the year 9999 may ask of the database: eight thousand boundaries, 256 at a time. */
const mostStatements = 60

for (const engine of engines)
  test(`a question up to the year 9999 counts only where there are readings, on ${engine.name}`, async (context) => {
    const database = await engine.open()
    context.after(() => database.close())
    const site = { site: 'home', timeZone: 'UTC' }
    const sites = { find: async () => site, names: async () => ['home'] }
    const readings = createReadings({ database, clock: () => Date.UTC(2026, 10), sites, onChanged: () => undefined })
    const draft = { site: 'home', source: 'test', id: undefined, inverter: null, meter: 1000, note: null }
    const drafts = [2024, 2026].map((year) => ({ ...draft, timestamp: Date.UTC(year, 6) }))
    await readings.record({ drafts, by: 'ann', origin: 'api', onConflict: 'reject', stores: 'each' })

    const counted = countStatements(database)
    const energy = createEnergy({ database: counted.database, site: sites.find })
    const { statistics } = createStatistics({ database: counted.database, energy })
    const years = await statistics(site, 'year', { from: Date.UTC(1), to: Date.UTC(9999, 11, 31) })
    assert.ok(years.length > 8000)
    assert.deepEqual(
      years
        .filter((year) => year.readings > 0)
        .map(({ from, readings: count }) => [new Date(from).getUTCFullYear(), count]),
      [
        [2024, 1],
        [2026, 1],
      ],
    )
    assert.ok(counted.statements() <= mostStatements, `${counted.statements()} statements`)
  })

function countStatements(database: Database): { database: Database; statements(): number } {
  let statements = 0
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements++
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { database: { ...database, sql: database.sql.withPlugin(plugin) }, statements: () => statements }
}
