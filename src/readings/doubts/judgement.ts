import type { InTransaction } from '../../database/engine.ts'
import { type Counter, counters, limitsOf, type Neighbours, type Point, type SiteLimits } from '../counter.ts'
import { type MeterChange, onSameMeter } from '../meter-changes/meter-change.ts'
import { meterChangesOf } from '../meter-changes/meter-changes-store.ts'
import type { Doubt } from './doubt.ts'
import { readingsAtInstants } from './doubts-store.ts'
import { gapWarnings } from './gap-warnings.ts'
import { type Around, findAround, type Place } from './neighbours-store.ts'
import { doubtsOf, type Surroundings } from './plausibility.ts'

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
  for (const [candidate, warning] of await gapWarnings(transaction, inOrder, scene.around, scene.limits))
    addDoubts(scene.judgement, candidate, [warning])
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

/** What the ledger knows around a candidate, at strictly other instants and at its own. */
type LedgerAround = (counter: Counter, candidate: Candidate) => Surroundings

async function lookAround(
  transaction: InTransaction,
  group: readonly Candidate[],
  around: Around,
): Promise<LedgerAround> {
  const end = group.reduce((latest, { timestamp }) => Math.max(latest, timestamp), 0)
  const [atEnd] = await findAround(transaction, [{ site: around.place.site, at: end }])
  const newest = Math.max(...counters.map((counter) => atEnd?.[counter].before?.timestamp ?? 0))
  // Those behind the newest one in the ledger, and those that lie together before its first one, need no look-up.
  const among = group.filter(({ timestamp }) => timestamp >= around.place.at && timestamp <= newest)
  const found = newest <= around.place.at ? new Map() : await lookUpEach(transaction, among)
  return (counter, candidate) => {
    const { before, after } = (atEnd ?? around)[counter]
    return found.get(candidate)?.[counter] ?? { before, after, others: [] }
  }
}

type Known = Record<Counter, Surroundings>

async function lookUpEach(
  transaction: InTransaction,
  candidates: readonly Candidate[],
): Promise<Map<Candidate, Known>> {
  const places = candidates.flatMap((candidate) => [justBefore(candidate), placeOf(candidate)])
  const arounds = await findAround(transaction, places)
  const site = candidates[0]?.site ?? ''
  const instants = new Set(arounds.flatMap(instantsShared))
  const rows = Map.groupBy(await readingsAtInstants(transaction, site, [...instants]), ({ timestamp }) => timestamp)
  return new Map(
    candidates.map((candidate, index) => {
      const beside = (rows.get(candidate.timestamp) ?? []).filter(({ id }) => id !== candidate.id)
      const known = (counter: Counter): Surroundings => ({
        before: arounds[2 * index]?.[counter].before ?? null,
        after: arounds[2 * index + 1]?.[counter].after ?? null,
        others: beside.flatMap(({ source, [counter]: value }) => (value === null ? [] : [{ source, value }])),
      })
      return [candidate, { inverter: known('inverter'), meter: known('meter') }]
    }),
  )
}

function instantsShared({ place, inverter, meter }: Around): number[] {
  return [inverter, meter].some(({ before }) => before?.timestamp === place.at) ? [place.at] : []
}

function judgeLine(
  counter: Counter,
  line: readonly Entry[],
  ledger: LedgerAround,
  changes: readonly MeterChange[],
  { limits: siteLimits, judgement }: SiteScene,
): void {
  const limits = limitsOf(counter, siteLimits)
  const ownChanges = changes.filter((change) => change.counter === counter)
  for (const [index, entry] of line.entries()) {
    const known = ledger(counter, entry.candidate)
    if (known.after || known.others.length > 0) touch(judgement, entry.candidate, known)
    const change = ownChanges.find(({ timestamp }) => timestamp === entry.timestamp)
    if (change?.final === entry.value) continue
    const neighbours = onSameMeter(entry.timestamp, nearest(known, line, index), ownChanges)
    const others = [...known.others, ...sameInstant(line, index)]
    const doubts = doubtsOf(counter, entry, { ...neighbours, others }, limits)
    if (doubts.length > 0) addDoubts(judgement, entry.candidate, doubts)
  }
}

function addDoubts({ doubts }: Judgement, candidate: Candidate, more: readonly Doubt[]): void {
  doubts.set(candidate, [...(doubts.get(candidate) ?? []), ...more])
}

// The nearer of what the ledger holds and what comes along with the candidate. Of two that come together and do not fit,
// the later one is doubted, as if they had come one by one.
function nearest(known: Neighbours, line: readonly Entry[], index: number): Neighbours {
  const at = line[index]?.timestamp ?? 0
  let earlier = index - 1
  while (line[earlier]?.timestamp === at) earlier--
  let later = index + 1
  while (line[later]?.timestamp === at) later++
  const previous = line[earlier] ?? null
  const next = line[later] ?? null
  const isPreviousNearer = previous && (!known.before || previous.timestamp >= known.before.timestamp)
  const isNextNearer = next && (!known.after || next.timestamp <= known.after.timestamp)
  return { before: isPreviousNearer ? previous : known.before, after: isNextNearer ? null : known.after }
}

function sameInstant(line: readonly Entry[], index: number): Surroundings['others'] {
  const entry = line[index]
  const isBeside = (other: Entry | undefined): boolean => other?.timestamp === entry?.timestamp
  if (!isBeside(line[index - 1]) && !isBeside(line[index + 1])) return []
  return line.flatMap((other) =>
    isBeside(other) && other.candidate.id !== entry?.candidate.id
      ? [{ source: other.candidate.source, value: other.value }]
      : [],
  )
}

function touch(judgement: Judgement, { site, timestamp }: Candidate, { before, after }: Neighbours): void {
  const instants = judgement.touched.get(site) ?? new Set()
  for (const instant of [before?.timestamp, timestamp, after?.timestamp])
    if (instant !== undefined) instants.add(instant)
  judgement.touched.set(site, instants)
}

function placeOf({ site, timestamp }: Candidate): Place {
  return { site, at: timestamp }
}

function justBefore({ site, timestamp }: Candidate): Place {
  return { site, at: timestamp - 1 }
}

function earliest(group: readonly Candidate[]): Candidate {
  return group.reduce((first, candidate) => (candidate.timestamp < first.timestamp ? candidate : first))
}
