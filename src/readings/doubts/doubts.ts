import type { Database, InTransaction } from '../../database/engine.ts'
import type { SiteLimits } from '../counter.ts'
import { type Reading, saysTheSame } from '../reading.ts'
import { type Doubt, writeDoubts } from './doubt.ts'
import { doubtfulAtInstants, nextDoubtfulReadings, readingsAtInstants, saveDoubts, vouchedFor } from './doubts-store.ts'
import { type Judgement, judge, judgeEach, type LimitsOfSite } from './judgement.ts'
import { findAround } from './neighbours-store.ts'

/** Where the limits of sites are known. */
export interface LimitsDirectory {
  find(site: string): SiteLimits | undefined | Promise<SiteLimits | undefined>
}

const readingsPerReview = 50

/** The limits of the named sites, asked for before a transaction, in which only the transaction may be waited for. */
export async function limitsOfSites(sites: LimitsDirectory, names: Iterable<string>): Promise<LimitsOfSite> {
  const known = new Map<string, SiteLimits>()
  for (const name of names) if (!known.has(name)) known.set(name, (await sites.find(name)) ?? {})
  return (site) => known.get(site) ?? {}
}

/** Judges readings of the ledger anew, keeps the outcome with them, and reviews the doubts about their neighbours. */
export async function judgeAgain(
  transaction: InTransaction,
  readings: readonly Reading[],
  limits: LimitsOfSite,
): Promise<Reading[]> {
  if (readings.length === 0) return []
  const { doubts, touched } = await judge(transaction, readings, limits)
  const judged: Reading[] = []
  for (const reading of readings) {
    judged.push(await withDoubts(transaction, reading, doubts.get(reading) ?? []))
    // What it says now may be what others at its instant say.
    touched.set(reading.site, (touched.get(reading.site) ?? new Set()).add(reading.timestamp))
  }
  await review(transaction, touched, limits, readings)
  return judged
}

/**
 * Judges a reading that was corrected or withdrawn, and reviews its neighbours where it stood before. A confirmation
 * ends with the values that it was for; a note alone changes nothing.
 */
export async function judgeChanged(
  transaction: InTransaction,
  before: Reading,
  now: Reading,
  limits: LimitsOfSite,
): Promise<Reading> {
  const isSame =
    before.timestamp === now.timestamp && before.withdrawnAt === now.withdrawnAt && saysTheSame(before, now)
  if (isSame) return now
  await reviewAround(transaction, before.site, before.timestamp, limits)
  await judgeNext(transaction, before.site, before.timestamp, limits)
  if (now.withdrawnAt !== null) return now
  const [judged] = await judgeAgain(transaction, [now], limits)
  return judged ?? now
}

/**
 * Judges the readings that come next after an instant where something is no more: they have another neighbour now. What
 * a person has vouched for stays undoubted.
 */
export async function judgeNext(
  transaction: InTransaction,
  site: string,
  at: number,
  limits: LimitsOfSite,
): Promise<void> {
  const [around] = await findAround(transaction, [{ site, at }])
  const instants = [around?.inverter.after, around?.meter.after].flatMap((point) => (point ? [point.timestamp] : []))
  const next = await readingsAtInstants(transaction, site, [...new Set(instants)])
  const vouched = await vouchedFor(transaction, site, next)
  await judgeAgain(
    transaction,
    next.filter((reading) => !vouched.has(reading.id)),
    limits,
  )
}

/** Reviews the doubts about the readings at and next to an instant. */
export async function reviewAround(
  transaction: InTransaction,
  site: string,
  at: number,
  limits: LimitsOfSite,
): Promise<void> {
  const places = [
    { site, at: at - 1 },
    { site, at },
  ]
  const points = (await findAround(transaction, places)).flatMap(({ inverter, meter }) => [
    inverter.before,
    inverter.after,
    meter.before,
    meter.after,
  ])
  const touched = new Set(points.flatMap((point) => (point ? [point.timestamp] : [])))
  if (touched.size > 0) await review(transaction, new Map([[site, touched]]), limits)
}

/**
 * Ends doubts about readings at the given instants that have become groundless; raises none.
 *
 * @param judged readings that have just been judged, and need no other look
 */
export async function review(
  transaction: InTransaction,
  touched: Judgement['touched'],
  limits: LimitsOfSite,
  judged: readonly { site: string; id: string }[] = [],
): Promise<void> {
  for (const [site, instants] of touched) {
    const known = new Set(judged.flatMap((reading) => (reading.site === site ? reading.id : [])))
    const doubtful = await doubtfulAtInstants(transaction, site, [...instants])
    await reviewEach(
      transaction,
      site,
      doubtful.filter(({ id }) => !known.has(id)),
      limits,
    )
  }
}

/** Reviews every doubt about a site's readings, after its limits or meters have changed. */
export async function reviewSite(database: Database, site: string, limits: LimitsOfSite): Promise<void> {
  let last: Reading | undefined
  do {
    last = await database.transaction(async (transaction) => {
      await database.lockSites(transaction, [site])
      const readings = await nextDoubtfulReadings(transaction, site, { after: last, limit: readingsPerReview })
      await reviewEach(transaction, site, readings, limits)
      return readings.length === readingsPerReview ? readings.at(-1) : undefined
    })
  } while (last)
}

async function reviewEach(
  transaction: InTransaction,
  site: string,
  readings: readonly Reading[],
  limits: LimitsOfSite,
): Promise<void> {
  const doubts = await judgeEach(transaction, site, readings, limits(site))
  for (const reading of readings) {
    const codes = new Set(reading.doubts.map(({ code }) => code))
    const standing = (doubts.get(reading) ?? []).filter(({ code }) => codes.has(code))
    await withDoubts(transaction, reading, standing)
  }
}

async function withDoubts(transaction: InTransaction, reading: Reading, doubts: readonly Doubt[]): Promise<Reading> {
  if (writeDoubts(doubts) === writeDoubts(reading.doubts)) return reading
  await saveDoubts(transaction, reading, doubts)
  return { ...reading, doubts }
}
