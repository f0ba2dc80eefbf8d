import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database } from '../../database/engine.ts'
import { Problem } from '../../problem.ts'
import type { Counter } from '../counter.ts'
import type { ReadingSite } from '../readings.ts'
import type { Energy, Standing, Standings } from './energy.ts'
import { boundariesOf, countIntervals, type IntervalName, type Range } from './intervals.ts'
import { countIn, extentOf } from './statistics-store.ts'

/** What a counter did in an interval; quantities in thousandths. */
interface Amount {
  energy: number
  startValue: number
  endValue: number
  /** Between 0 and 1: how much of the interval's time lies between its first and its last reading. */
  measuredShare: number
}

interface Interval extends Range {
  readings: number
  produced: Amount | null
  imported: Amount | null
}

export interface Statistics {
  /**
   * Energy by intervals of the site's local time, of whole intervals around the range; by default around all readings.
   *
   * @throws Problem 400 where there are too many of them
   */
  statistics(site: ReadingSite, interval: IntervalName, range: Partial<Range>): Promise<Interval[]>
}

const mostIntervals = 10_000
// So that no single count takes long, whatever the table holds.
const longestCountMilliseconds = 31 * 86_400_000
const rangesPerCount = 200

export function createStatistics({ database, energy }: { database: Database; energy: Energy }): Statistics {
  return {
    statistics: async (site, interval, given) => {
      const extent = await extentOf(database.sql, site.site)
      const range = wholeRange(given, extent)
      if (!range) return []
      if (countIntervals(interval, range) > mostIntervals)
        throw new Problem(
          400,
          `That is more than ${mostIntervals} intervals; ask for a shorter range or longer ones.`,
          {
            type: 'too-many-intervals',
          },
        )
      const boundaries = boundariesOf(interval, range, site.timeZone)
      const standings = await energy.standings(site, boundaries)
      const counts = await countsOf(database, { site: site.site, boundaries, extent })
      return counts.map((readings, index) => ({
        from: boundaries[index] ?? 0,
        to: boundaries[index + 1] ?? 0,
        readings,
        produced: amountOf('inverter', standings, index),
        imported: amountOf('meter', standings, index),
      }))
    },
  }
}

function wholeRange(given: Partial<Range>, extent: Range | undefined): Range | undefined {
  const { from = extent?.from, to = extent?.to } = given
  return from === undefined || to === undefined || from > to ? undefined : { from, to }
}

interface Counting {
  site: string
  boundaries: readonly number[]
  /** Of all readings: around it there is nothing to count, however far a question goes. */
  extent: Range | undefined
}

async function countsOf(database: Database, { site, boundaries, extent }: Counting): Promise<number[]> {
  const counts = Array<number>(boundaries.length - 1).fill(0)
  if (!extent) return counts
  const within = (at = 0): number => Math.min(Math.max(at, extent.from), extent.to + 1)
  const pieces = counts.flatMap((_, index) =>
    piecesOf({ from: within(boundaries[index]), to: within(boundaries[index + 1]) }).map((range) => ({ index, range })),
  )
  for (const group of groupsOf(pieces)) {
    const found = await countIn(
      database.sql,
      site,
      group.map(({ range }) => range),
    )
    for (const [position, { index }] of group.entries()) counts[index] = (counts[index] ?? 0) + (found[position] ?? 0)
    await nextTurn()
  }
  return counts
}

function piecesOf({ from, to }: Range): Range[] {
  const count = Math.ceil((to - from) / longestCountMilliseconds)
  return Array.from({ length: count }, (_, index) => ({
    from: from + index * longestCountMilliseconds,
    to: Math.min(to, from + (index + 1) * longestCountMilliseconds),
  }))
}

function groupsOf<Piece extends { range: Range }>(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = []
  for (const piece of pieces) {
    const group = groups.at(-1)
    const begin = group?.[0]?.range.from ?? 0
    const hasRoom = group && group.length < rangesPerCount && piece.range.to - begin <= longestCountMilliseconds
    if (hasRoom) group.push(piece)
    else groups.push([piece])
  }
  return groups
}

function amountOf(counter: Counter, standings: readonly Standings[], index: number): Amount | null {
  const start = standings[index]?.[counter]
  const end = standings[index + 1]?.[counter]
  if (!start || !end) return null
  return {
    energy: end.total - start.total,
    startValue: start.value,
    endValue: end.endValue,
    measuredShare: measuredShare(start, end),
  }
}

function measuredShare(start: Standing, end: Standing): number {
  const first = start.before.timestamp === start.at ? start.at : start.after.timestamp
  const last = end.before.timestamp
  return last <= first ? 0 : (last - first) / (end.at - start.at)
}
