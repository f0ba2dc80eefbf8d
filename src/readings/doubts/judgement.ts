import type { InTransaction } from '../../database/engine.ts'
import { type Counter, counters, limitsOf, type Neighbours, type Point, type SiteLimits } from '../counter.ts'
import { type MeterChange, onSameMeter } from '../meter-changes/meter-change.ts'
import { meterChangesOf } from '../meter-changes/meter-changes-store.ts'
import { contradictionsAmong, mostNamed, type Saying } from './contradictions.ts'
import type { Doubt } from './doubt.ts'
import { gapWarnings } from './gap-warnings.ts'
import { type LedgerAround, type LedgerAt, ledgerAt, lookAround, lookUp } from './ledger-around.ts'
import { type Around, findAround, type Place } from './neighbours-store.ts'
import { doubtsOf } from './plausibility.ts'

/** A reading to judge, whether it is in the ledger already or about to be. */
export interface Candidate {
  site: string
  id: string
  timestamp: number
  source: string
  inverter: number | null
  meter: number | null
}

/** What speaks against candidates; and where doubts about other readings may have become groundless by them. */
export interface Judgement {
  doubts: Map<Candidate, Doubt[]>
  /** The instants of ledger readings next to the candidates. */
  touched: Map<string, Set<number>>
}

export type LimitsOfSite = (site: string) => SiteLimits

/**
 * Judges readings among their neighbours in time, in the ledger and among themselves. Readings that are newer than all
 * others, or lie together in one gap, cost one look-up for all of them; others a few each.
 */
export async function judge(
  transaction: InTransaction,
  candidates: readonly Candidate[],
  limits: LimitsOfSite,
): Promise<Judgement> {
  const judgement: Judgement = { doubts: new Map(), touched: new Map() }
  const bySite = [...Map.groupBy(candidates, ({ site }) => site).values()]
  const begins = bySite.map((group) => justBefore(earliest(group)))
  const arounds = await findAround(transaction, begins)
  for (const [index, group] of bySite.entries()) {
    const around = arounds[index]
    if (around) await judgeSite(transaction, group, { around, limits: limits(around.place.site), judgement })
  }
  return judgement
}

/**
 * What speaks against readings of a site's ledger, each by itself among all others there, rather than as those that come
 * together.
 */
export async function judgeEach(
  transaction: InTransaction,
  site: string,
  readings: readonly Candidate[],
  limits: SiteLimits,
): Promise<Map<Candidate, Doubt[]>> {
  const judgement: Judgement = { doubts: new Map(), touched: new Map() }
  for (const moment of await lookUp(transaction, readings)) {
    const scene = { around: moment.justBefore, limits, judgement }
    const changes = moment.justBefore.hasMeterChanges ? await meterChangesOf(transaction, site) : []
    for (const counter of counters)
      judgeLine(counter, lineOf(moment.candidates, counter), () => ledgerAt(counter, moment), changes, scene)
    for (const reading of moment.candidates) await warnOfGaps(transaction, [reading], scene)
  }
  return judgement.doubts
}

interface SiteScene {
  /** What is known just before the earliest candidate. */
  around: Around
  limits: SiteLimits
  judgement: Judgement
}

async function judgeSite(transaction: InTransaction, group: readonly Candidate[], scene: SiteScene): Promise<void> {
  const { site } = scene.around.place
  const changes = scene.around.hasMeterChanges ? await meterChangesOf(transaction, site) : []
  const inOrder = inOrderOfTime(group)
  const special = counters.filter((counter) => !isPlain(counter, inOrder, changes, scene))
  if (special.length > 0) {
    const ledger = await lookAround(transaction, group, scene.around)
    for (const counter of special) judgeLine(counter, lineOf(inOrder, counter), ledger, changes, scene)
  }
  // A reading of one counter may end the gap before a reading of the other.
  const [first] = inOrder
  if (first && scene.limits.expectEveryMilliseconds)
    for (const counter of counters) touch(scene.judgement, first, scene.around[counter])
  await warnOfGaps(transaction, inOrder, scene)
}

async function warnOfGaps(
  transaction: InTransaction,
  inOrder: readonly Candidate[],
  { around, limits, judgement }: SiteScene,
): Promise<void> {
  for (const [candidate, warning] of await gapWarnings(transaction, inOrder, around, limits))
    addDoubts(judgement, candidate, [warning])
}

// They nearly always come in order, and sorting is dearer than looking.
function inOrderOfTime(group: readonly Candidate[]): readonly Candidate[] {
  const isInOrder = group.every(({ timestamp }, index) => timestamp >= (group[index - 1]?.timestamp ?? 0))
  return isInOrder ? group : group.toSorted((one, other) => one.timestamp - other.timestamp)
}

interface Entry extends Point {
  candidate: Candidate
}

/** What the candidates say of a counter, in order of time. */
function lineOf(group: readonly Candidate[], counter: Counter): Entry[] {
  const line: Entry[] = []
  for (const candidate of group) {
    const value = candidate[counter]
    if (value !== null) line.push({ candidate, timestamp: candidate.timestamp, value })
  }
  return line.sort((one, other) => one.timestamp - other.timestamp || one.value - other.value)
}

// Most readings are newer than all before them, or lie together in one gap, and rise a little from one to the next:
// nothing else needs to be known of them.
function isPlain(
  counter: Counter,
  group: readonly Candidate[],
  changes: readonly MeterChange[],
  { around, limits, judgement }: SiteScene,
): boolean {
  const { before, after } = around[counter]
  const { maxPerDay, range } = limitsOf(counter, limits)
  let at = before?.timestamp ?? Number.NEGATIVE_INFINITY
  let least = before?.value ?? 0
  let most = before ? least + maxPerDay : Number.POSITIVE_INFINITY
  let first: Candidate | undefined
  for (const candidate of group) {
    const value = candidate[counter]
    if (value === null) continue
    if (candidate.timestamp <= at || value < least || value > most) return false
    first ??= candidate
    at = candidate.timestamp
    least = value
    most = value + maxPerDay
  }
  if (!first) return true
  if (changes.length > 0 || (range !== null && least >= range)) return false
  if (!after) return true
  touch(judgement, first, { before, after })
  return before !== null && at < after.timestamp && least <= after.value
}

/** All that candidates say of a counter at one instant, the lowest value first. */
type Moment = readonly Entry[]

function judgeLine(
  counter: Counter,
  line: readonly Entry[],
  ledger: LedgerAround,
  changes: readonly MeterChange[],
  { limits: siteLimits, judgement }: Omit<SiteScene, 'around'>,
): void {
  const limits = limitsOf(counter, siteLimits)
  const ownChanges = changes.filter((change) => change.counter === counter)
  const moments = [...Map.groupBy(line, ({ timestamp }) => timestamp).values()]
  for (const [index, moment] of moments.entries()) {
    const [first] = moment
    if (!first) continue
    const { timestamp } = first
    const known = ledger(counter, timestamp)
    touchBeside(judgement, first.candidate, known)
    const change = ownChanges.find((other) => other.timestamp === timestamp)
    const neighbours = onSameMeter(timestamp, nearest(known, moments[index - 1], moments[index + 1]), ownChanges)
    const contradictions = contradictionsAmong([...known.sayings, ...moment.map(sayingOf)])
    for (const entry of moment) {
      if (change?.final === entry.value) continue
      const doubts = doubtsOf(counter, entry, { ...neighbours, others: contradictions(entry.value) }, limits)
      if (doubts.length > 0) addDoubts(judgement, entry.candidate, doubts)
    }
  }
}

function sayingOf({ candidate: { id, source }, value }: Entry): Saying {
  return { id, source, value }
}

function addDoubts({ doubts }: Judgement, candidate: Candidate, more: readonly Doubt[]): void {
  doubts.set(candidate, [...(doubts.get(candidate) ?? []), ...more])
}

// The nearer of what the ledger holds and what comes along with the candidate. Of two that come together and do not fit,
// the later one is doubted, as if they had come one by one.
function nearest(known: Neighbours, earlier: Moment = [], later: Moment = []): Neighbours {
  const highest = earlier.at(-1)
  const [next] = later
  const isPreviousNearer = highest && (!known.before || highest.timestamp >= known.before.timestamp)
  const isNextNearer = next && (!known.after || next.timestamp <= known.after.timestamp)
  return { before: isPreviousNearer ? highest : known.before, after: isNextNearer ? null : known.after }
}

function touchBeside(judgement: Judgement, candidate: Candidate, known: LedgerAt): void {
  if (known.after || known.isShared) touch(judgement, candidate, known)
  // Those at its own instant are told of it too, until they are told of enough.
  if (known.sayings.length > 0 && known.sayings.length <= mostNamed)
    touchAt(judgement, candidate.site, candidate.timestamp)
}

function touch(judgement: Judgement, { site, timestamp }: Candidate, { before, after }: Neighbours): void {
  for (const instant of [before?.timestamp, after?.timestamp])
    if (instant !== undefined && instant !== timestamp) touchAt(judgement, site, instant)
}

function touchAt({ touched }: Judgement, site: string, instant: number): void {
  touched.set(site, (touched.get(site) ?? new Set()).add(instant))
}

function justBefore({ site, timestamp }: Candidate): Place {
  return { site, at: timestamp - 1 }
}

function earliest(group: readonly Candidate[]): Candidate {
  return group.reduce((first, candidate) => (candidate.timestamp < first.timestamp ? candidate : first))
}
