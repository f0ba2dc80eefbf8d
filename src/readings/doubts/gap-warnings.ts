import type { InTransaction } from '../../database/engine.ts'
import { counters, type SiteLimits } from '../counter.ts'
import { formatTimestamp } from '../timestamp.ts'
import type { Doubt } from './doubt.ts'
import { type Around, findAround } from './neighbours-store.ts'

interface Candidate {
  site: string
  timestamp: number
}

/** A day's reading may come at seven today and at ten tomorrow, and a day may have 25 hours: that is no gap. */
const tolerance = 1.5
const hourMilliseconds = 3_600_000

/** The longest time between two readings that is no gap; null where the site expects nothing. */
export function longestPause({ expectEveryMilliseconds }: SiteLimits): number | null {
  return expectEveryMilliseconds ? expectEveryMilliseconds * tolerance : null
}

/**
 * Warns of readings before which others are missing against what the site expects. Only where there seems to be a gap is
 * anything looked up.
 *
 * @param inOrder candidates of one site in order of time
 * @param around what is known just before the first of them
 */
export async function gapWarnings<Some extends Candidate>(
  transaction: InTransaction,
  inOrder: readonly Some[],
  around: Around,
  limits: SiteLimits,
): Promise<Map<Some, Doubt>> {
  const warnings = new Map<Some, Doubt>()
  const most = longestPause(limits)
  if (most === null) return warnings
  const expected = (limits.expectEveryMilliseconds ?? 0) / hourMilliseconds
  let last = lastBefore(around)
  for (const candidate of inOrder) {
    const { site, timestamp } = candidate
    if (timestamp - last > most && timestamp - 1 > around.place.at) {
      // What the ledger holds between two that came together.
      const [known] = await findAround(transaction, [{ site, at: timestamp - 1 }])
      last = Math.max(last, known ? lastBefore(known) : last)
    }
    if (timestamp - last > most && Number.isFinite(last))
      warnings.set(candidate, {
        code: 'gap',
        message: `There is no reading between ${formatTimestamp(last)} and this one; one is expected every ${Math.round(expected * 100) / 100} hours.`,
      })
    last = timestamp
  }
  return warnings
}

function lastBefore(around: Around): number {
  return Math.max(...counters.map((counter) => around[counter].before?.timestamp ?? Number.NEGATIVE_INFINITY))
}
