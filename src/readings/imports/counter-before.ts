import type { Database } from '../../database/engine.ts'
import { readingsAtInstants } from '../doubts/doubts-store.ts'
import { findAround } from '../doubts/neighbours-store.ts'
import type { ReadingSite } from '../readings.ts'
import type { Energy } from '../statistics/energy.ts'
import type { CounterBefore } from './mapped-counters.ts'

/**
 * Where sums go on: from the source's own reading at that very instant, so that the same file gives the same readings
 * again; else from the value there of whatever source, interpolated, or the last one before.
 */
export function createCounterBefore({
  database,
  energy,
}: {
  database: Database
  energy: Energy
}): (site: ReadingSite) => CounterBefore {
  return (site) =>
    async ({ counter, source, at }) => {
      const there = await readingsAtInstants(database.sql, site.site, [at])
      const own = there.find((reading) => reading.source === source)?.[counter]
      if (own != null) return own
      const [standings] = await energy.standings(site, [at])
      const [around] = await findAround(database.sql, [{ site: site.site, at }])
      return standings?.[counter]?.value ?? around?.[counter].before?.value ?? 0
    }
}
