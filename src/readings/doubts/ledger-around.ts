import type { InTransaction } from '../../database/engine.ts'
import { type Counter, counters, type Neighbours } from '../counter.ts'
import type { Saying } from './contradictions.ts'
import { type ReadingAtInstant, valuesAtInstants } from './doubts-store.ts'
import { type Around, findAround } from './neighbours-store.ts'

interface Candidate {
  site: string
  timestamp: number
  inverter: number | null
  meter: number | null
}

/** What the ledger says of a counter around an instant, at strictly other ones and at its own. */
export interface LedgerAt extends Neighbours {
  isShared: boolean
  /** Empty where all say the same as the candidates: then nobody is asked for. */
  sayings: readonly Saying[]
}

export type LedgerAround = (counter: Counter, at: number) => LedgerAt

/** What the ledger knows at an instant of candidates. */
export interface LedgerMoment<Some = Candidate> {
  at: number
  candidates: readonly Some[]
  justBefore: Around
  upTo: Around
  /** Those at the instant, where they do not all say the same as the candidates. */
  readings: readonly ReadingAtInstant[]
}

/** What the ledger holds around candidates of one site, of which nothing but `around` is known, just before the first. */
export async function lookAround(
  transaction: InTransaction,
  candidates: readonly Candidate[],
  around: Around,
): Promise<LedgerAround> {
  const end = candidates.reduce((latest, { timestamp }) => Math.max(latest, timestamp), 0)
  const [atEnd = around] = await findAround(transaction, [{ site: around.place.site, at: end }])
  const newest = Math.max(...counters.map((counter) => atEnd[counter].before?.timestamp ?? 0))
  // Those behind the newest one in the ledger, and those that lie together before its first one, need no look-up.
  const among = candidates.filter(({ timestamp }) => timestamp >= around.place.at && timestamp <= newest)
  const moments = newest <= around.place.at ? [] : await lookUp(transaction, among)
  const momentOf = new Map(moments.map((moment) => [moment.at, moment]))
  return (counter, at) => {
    const moment = momentOf.get(at)
    return moment ? ledgerAt(counter, moment) : { ...atEnd[counter], isShared: false, sayings: [] }
  }
}

/** Looks up each instant of candidates of one site, once however many share it. */
export async function lookUp<Some extends Candidate>(
  transaction: InTransaction,
  candidates: readonly Some[],
): Promise<LedgerMoment<Some>[]> {
  const site = candidates[0]?.site ?? ''
  const together = [...Map.groupBy(candidates, ({ timestamp }) => timestamp)]
  const places = together.flatMap(([at]) => [
    { site, at: at - 1 },
    { site, at },
  ])
  const arounds = await findAround(transaction, places)
  const moments = together.flatMap(([at, sharing], index) => {
    const [justBefore, upTo] = arounds.slice(2 * index, 2 * index + 2)
    return justBefore && upTo ? [{ at, candidates: sharing, justBefore, upTo }] : []
  })
  const disputed = moments.filter((moment) => counters.some((counter) => isDisputed(counter, moment)))
  const found = await valuesAtInstants(
    transaction,
    site,
    disputed.map(({ at }) => at),
  )
  const readings = Map.groupBy(found, ({ timestamp }) => timestamp)
  return moments.map((moment) => ({ ...moment, readings: readings.get(moment.at) ?? [] }))
}

// The lowest value at an instant is the first one after what is just before it, the highest the last one up to it.
function isDisputed(
  counter: Counter,
  { candidates, justBefore, upTo }: Omit<LedgerMoment, 'at' | 'readings'>,
): boolean {
  const lowest = justBefore[counter].after
  const highest = upTo[counter].before
  if (highest?.timestamp !== upTo.place.at) return false
  return candidates.some(
    ({ [counter]: value }) => value !== null && (value !== lowest?.value || value !== highest.value),
  )
}

/** What one counter does at a moment. */
export function ledgerAt(counter: Counter, { justBefore, upTo, readings }: LedgerMoment): LedgerAt {
  return {
    before: justBefore[counter].before,
    after: upTo[counter].after,
    isShared: upTo[counter].before?.timestamp === upTo.place.at,
    sayings: readings.flatMap(({ id, source, [counter]: value }) => (value === null ? [] : [{ id, source, value }])),
  }
}
