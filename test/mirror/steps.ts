import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Problem } from '../../src/problem.ts'
import type { Correction } from '../../src/readings/recording/corrections.ts'
import { rowsOf } from '../fakes/google/people.ts'
import type { FakeRequestKind, Fault } from '../fakes/google/types.ts'
import { type DoorStep, doorSteps, isBelievedShut, openAll, shut } from './doors.ts'
import { type Hand, hands, move, quick } from './hands.ts'
import { type Race, race } from './race.ts'
import type { Google, World } from './world.ts'

/** One thing that happens: a client calls, a person acts, Google or the service fails, or time passes. */
export type Step =
  | { kind: 'record'; count: number }
  | { kind: 'correct'; which: number; field: 'meter' | 'inverter' | 'note' | 'timestamp' }
  | { kind: 'withdraw'; which: number }
  | { kind: 'pass'; milliseconds: number }
  | { kind: 'faults'; of: FakeRequestKind; faults: (Fault | undefined)[] }
  | { kind: 'restart' }
  | { kind: 'kill' }
  | { kind: 'killAt'; statement: number; moment: 'before' | 'after' }
  | DoorStep
  | { kind: 'hand'; hand: Hand }
  | Race

const faults: fc.Arbitrary<Fault> = fc.constantFrom<Fault[]>(
  { kind: 'drop' },
  { kind: 'apply-then-drop' },
  { kind: 'late', milliseconds: 4_000 },
  { kind: 'late', milliseconds: 12_000 },
  { kind: 'hang', milliseconds: 30_000 },
  { kind: 'apply-then-hang', milliseconds: 30_000 },
  { kind: 'truncated' },
  { kind: 'status', status: 429, retryAfterSeconds: 2 },
  { kind: 'status', status: 500 },
  { kind: 'apply-then-status', status: 500 },
  { kind: 'apply-then-status', status: 503 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 403 },
  { kind: 'expired-token' },
)

const which = fc.nat({ max: 40 })
const clientSteps: fc.WeightedArbitrary<Step>[] = [
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('record' as const), count: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('correct' as const),
      which,
      field: fc.constantFrom('meter', 'inverter', 'note', 'timestamp'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), which }) },
]
const otherSteps: fc.WeightedArbitrary<Step>[] = [
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), milliseconds: fc.nat({ max: 9_000 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('faults' as const),
      of: fc.constantFrom<FakeRequestKind[]>('write', 'write', 'write', 'read', 'read', 'token', 'drive'),
      faults: fc.array(fc.option(faults, { nil: undefined, freq: 3 }), { minLength: 1, maxLength: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'kill' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('killAt' as const),
      statement: fc.nat({ max: 25 }),
      moment: fc.constantFrom('before', 'after'),
    }),
  },
]
const handSteps: fc.WeightedArbitrary<Step>[] = [
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('hand' as const), hand: hands }) },
]
const raceSteps: fc.WeightedArbitrary<Step>[] = [
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('race' as const), hand: quick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('race' as const), hand: quick, isAfter: fc.constant(true) }) },
]

export interface Sequence {
  google: Google
  /** How many readings stand in the sheet before anything happens. */
  rows: number
  steps: Step[]
}

/** Only clients, Google and the service act. */
export const withoutHands = sequences([...clientSteps, ...otherSteps])
/** People act too; what clients withdraw meanwhile is left to the long form. */
export const withHands = sequences([...clientSteps.slice(0, 2), ...otherSteps, ...handSteps])
/** Everything, people's hands between a look at the sheet and the write that follows it included. */
export const withRaces = sequences([...clientSteps, ...otherSteps, ...doorSteps, ...handSteps, ...raceSteps])

function sequences(steps: fc.WeightedArbitrary<Step>[]): fc.Arbitrary<Sequence> {
  return fc.record({
    rows: fc.nat({ max: 12 }),
    google: fc.record({ refusesKnownMarkers: fc.boolean(), returnsSpreadsheet: fc.boolean() }),
    steps: fc.array(fc.oneof(...steps), { minLength: 4, maxLength: 16, size: 'max' }),
  })
}

/** Carries a step out. Clients' calls must succeed, or be refused for what they ask. */
export async function take(world: World, step: Step): Promise<void> {
  await noteShown(world)
  switch (step.kind) {
    case 'record':
      return await record(world, step.count)
    case 'correct':
      return await correct(world, step)
    case 'withdraw':
      return await withdraw(world, step.which)
    case 'pass':
      return await world.time.pass(step.milliseconds)
    case 'faults':
      world.faults[step.of].push(...step.faults)
      return
    case 'restart':
      return await world.restart()
    case 'kill':
      return world.kill()
    case 'killAt':
      return world.killAt(step.statement, step.moment)
    case 'shut':
      return shut(world, step.door)
    case 'open':
      return openAll(world)
    case 'hand':
      return move(world, step.hand)
    case 'race':
      return race(world, step)
  }
}

const start = Date.UTC(2023, 0, 1)

async function record({ readings, claims }: World, count: number): Promise<void> {
  const drafts = Array.from({ length: count }, () => {
    const number = claims.nextNumber()
    return {
      id: undefined,
      site: 'home',
      timestamp: start + number * 60_000,
      source: number % 2 === 0 ? 'powerwall' : 'meter',
      inverter: number % 5 === 0 ? null : number * 1_234,
      meter: 500_000_000 + number,
      note: number % 3 === 0 ? `=note ${number}` : null,
    }
  })
  const outcomes = await readings.record({ drafts, by: 'client', origin: 'api', onConflict: 'reject', stores: 'each' })
  assert.ok(outcomes.every(({ kind }) => kind === 'recorded'))
}

function correctionOf({ claims }: World, field: (Step & { kind: 'correct' })['field']): Correction {
  const number = claims.nextNumber()
  if (field === 'meter') return { meterValue: 600_000 + number }
  if (field === 'inverter') return { inverterKwh: 700_000 + number }
  if (field === 'note') return { note: `corrected ${number}` }
  return { timestamp: new Date(start + number * 60_000).toISOString() }
}

async function correct(world: World, { which: index, field }: Step & { kind: 'correct' }): Promise<void> {
  const id = await pickReading(world, index)
  if (id === undefined) return
  const correction = correctionOf(world, field)
  world.claims.touched.add(id)
  world.claims.corrected.add(`${id} ${field}`)
  await unlessGone(world.readings.correct(id, correction, { by: 'client', origin: 'api' }))
}

async function withdraw(world: World, index: number): Promise<void> {
  const id = await pickReading(world, index)
  if (id === undefined) return
  world.claims.touched.add(id)
  world.claims.withdrawn.add(id)
  await unlessGone(world.readings.withdraw(id, { by: 'client', origin: 'api' }))
}

async function pickReading({ readings }: World, index: number): Promise<string | undefined> {
  const selection = { site: 'home', from: undefined, to: undefined, source: undefined }
  const all = await readings.page(selection, { cursor: undefined, limit: 1_000, order: 'asc' })
  return all[index % Math.max(1, all.length)]?.id
}

/** A person may have deleted the reading's row a moment ago. */
async function unlessGone(call: Promise<unknown>): Promise<void> {
  await call.catch((error: unknown) => {
    if (!(error instanceof Problem && error.status === 404)) throw error
  })
}

const roundMilliseconds = 10_000
const mostRounds = 60
const looksAtRest = 8
// One look that finds the tab anew takes several reads.
const mostLooksARound = 4

/** All is open, nobody acts any more, and Google works after the last faults, until nothing waits and people's last touch has been seen. */
export async function comeToRest(world: World): Promise<void> {
  openAll(world)
  let looks = 0
  let wasAtRest = false
  for (let round = 0; round < mostRounds && looks < looksAtRest; round++) {
    const before = { reads: world.google.count('read'), writes: world.google.count('write'), life: world.life() }
    await world.time.pass(roundMilliseconds)
    const isAlive = world.life() === before.life && world.status().state === 'ok'
    // Reads that fail are no looks.
    const isReadable = world.faults.read.length === 0
    const isQuiet = world.google.count('write') === before.writes
    const isAtRest = isAlive && isReadable && isQuiet && !isBelievedShut(world) && (await waiting(world)) === 0
    // A round that did not begin at rest has reads that failed, or that went before the last write.
    const reads = world.google.count('read') - before.reads
    looks = isAtRest && wasAtRest ? looks + Math.min(reads, mostLooksARound) : 0
    wasAtRest = isAtRest
    // The person who has deleted that many rows says so.
    if (!isAtRest) await world.resume()
  }
  assert.equal(await waiting(world), 0, `something waits for ever: ${JSON.stringify(world.status())}`)
  assert.ok(looks >= looksAtRest, 'it never comes to rest')
}

/** How many readings wait for their row; where a person has made the row unreadable, they do so with reason. */
async function waiting(world: World): Promise<number> {
  const { sql } = world.database
  const waiting = await sql.selectFrom('readings').select('id').whereRef('sheet_revision', '<', 'revision').execute()
  const rows = rowsOf(world.tab())
  const unreadable = new Set(world.status().problems.map(({ row }) => rows[row - 2]?.['Reading_ID']))
  return waiting.filter(({ id }) => !unreadable.has(id)).length
}

async function noteShown({ database: { sql }, claims, status }: World): Promise<void> {
  const shown = await sql.selectFrom('readings').select('id').where('sheet_revision', '>', 0).execute()
  for (const { id } of shown) claims.shown.add(id)
  const [open] = await sql.selectFrom('sheet_batches').select('trace').where('is_open', '=', 1).execute()
  claims.isRefusing = status().problems.some(({ message }) => message.startsWith('Another reading of the source'))
  if (JSON.parse(open?.trace ?? '{"gaps":[]}').gaps.length > 0) return
  claims.isDeleting = false
  claims.deletedSinceTold.clear()
}
