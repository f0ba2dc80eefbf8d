import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../database/engine.ts'
import { longestPause } from '../doubts/gap-warnings.ts'
import type { ReadingSite } from '../readings.ts'
import { hopsFrom, lastReadingUpTo } from './gaps-store.ts'
import type { Range } from './intervals.ts'
import { extentOf } from './statistics-store.ts'

export interface Gaps {
  /**
   * Where readings are missing against the interval that the site expects: from the last reading before to the first one
   * after, or to now. None before the first reading, and none where the site expects nothing.
   */
  gaps(site: ReadingSite, range: Partial<Range>): Promise<Range[]>
}

const hopsPerTurn = 1000
const mostGaps = 10_000

export function createGaps({ database, clock }: { database: Database; clock: Clock }): Gaps {
  return {
    gaps: async (expecting, { from, to }) => {
      const { site } = expecting
      const most = longestPause(expecting)
      const extent = await extentOf(database.sql, site)
      if (most === null || !extent) return []
      const before = from === undefined ? undefined : await lastReadingUpTo(database.sql, site, from)
      const range = { from: from ?? extent.from, to: Math.min(to ?? clock(), clock()) }
      const walk = { site, start: before ?? extent.from, most }
      return await walked(database, walk, { ...range, last: extent.to })
    },
  }
}

async function walked(
  database: Database,
  { site, start, most }: { site: string; start: number; most: number },
  { from, to, last }: Range & { last: number },
): Promise<Range[]> {
  const isGap = (hop: Range): boolean => hop.to - hop.from > most && hop.to > from && hop.from < to
  const gaps: Range[] = []
  let at = start
  let isDone = false
  while (!isDone) {
    const hops = await hopsFrom(database.sql, { site, start: at, most, limit: hopsPerTurn })
    gaps.push(...hops.filter(isGap))
    at = hops.at(-1)?.to ?? at
    isDone = hops.length < hopsPerTurn || at >= to || gaps.length >= mostGaps
    await nextTurn()
  }
  const untilNow = { from: at, to }
  if (at >= last && isGap(untilNow)) gaps.push(untilNow)
  return gaps.slice(0, mostGaps)
}
