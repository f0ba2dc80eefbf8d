import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { createMirrorFixture, type MirrorFixture, until } from '../../test/fakes/google/mirror-fixture.ts'
import type { FakeRequestKind, Fault } from '../../test/fakes/google/types.ts'
import { engines } from '../../test/support/databases.ts'
import type { ReadingsTable } from '../database/reading-tables.ts'
import { toSerial } from './cells/sheet-rows.ts'
import { sleepFor } from './google/quota.ts'
import type { Sleep } from './google/request-window.ts'

// A second of the test is a minute of the mirror and of the fake's quota.
const speed = 60
const origin = Date.now()
const clock = () => origin + (Date.now() - origin) * speed
const sleep: Sleep = (milliseconds, signal) => sleepFor(milliseconds / speed, signal)
const quick = {
  clock,
  sleep,
  settleMilliseconds: 6_000,
  stopGraceMilliseconds: 0,
  readTimeoutMilliseconds: 150,
  writeTimeoutMilliseconds: 150,
}

/** A generator of numbers from 0 to 1 that a seed repeats (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const faults: Fault[] = [
  { kind: 'drop' },
  { kind: 'apply-then-drop' },
  { kind: 'apply-then-drop' },
  { kind: 'late', milliseconds: 80 },
  { kind: 'hang' },
  { kind: 'apply-then-hang' },
  { kind: 'status', status: 429, retryAfterSeconds: 2 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 403 },
  { kind: 'expired-token' },
]

function assertOnce(fixture: MirrorFixture, readings: ReadingsTable[]): void {
  const sorted = (rows: Record<string, unknown>[]) =>
    rows.toSorted((one, other) => String(one['Reading_ID']).localeCompare(String(other['Reading_ID'])))
  const expected = readings
    .filter(({ withdrawn_at }) => withdrawn_at === null)
    .map((reading) => ({
      Timestamp: toSerial(reading.timestamp, 'Europe/Berlin'),
      Inverter_kWh: (reading.inverter ?? 0) / 1000,
      Meter_Value: reading.meter === null ? '' : reading.meter / 1000,
      Source: reading.source,
      Note: reading.note ?? '',
      Reading_ID: reading.id,
    }))
  assert.deepEqual(sorted(fixture.rows()), sorted(expected))
  assert.deepEqual(
    fixture.google.requests.filter(({ isOverQuota }) => isOverQuota),
    [],
  )
}

async function tortureOnce(fixture: MirrorFixture, random: () => number): Promise<void> {
  const readings: ReadingsTable[] = []
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  fixture.google.chooseFault = (kind: FakeRequestKind) =>
    random() < (kind === 'write' ? 0.5 : 0.15) ? pick(faults) : undefined
  let sheets = fixture.start(quick)
  for (let step = 0; step < 12; step++) {
    readings.push(...(await fixture.record(1 + Math.floor(random() * 9))))
    const chosen = pick(readings)
    if (random() < 0.4 && chosen.withdrawn_at === null) {
      const change = random() < 0.5 ? { withdrawn_at: 5 } : { meter: Math.floor(random() * 1e6) }
      Object.assign(chosen, change)
      await fixture.change(chosen.id, change)
    }
    sheets.hint('home')
    await wait(random() * 120)
    if (random() < 0.4) {
      await sheets.stop()
      sheets = fixture.start(quick)
    }
  }
  fixture.google.chooseFault = () => undefined
  await until('nothing waits', async () => (await fixture.waiting()) === 0)
  // What was cut off and arrives late is still to come.
  await wait(150)
  const readings2 = await fixture.database.sql.selectFrom('readings').selectAll().execute()
  assert.equal(readings2.length, readings.length)
  assertOnce(fixture, readings2)
}

for (const engine of engines)
  describe(`every reading stands in the sheet exactly once on ${engine.name}`, () => {
    const seeds = engine.name === 'sqlite' ? [1, 2, 3, 4, 5, 6] : [7, 8]
    for (const seed of seeds)
      test(`after random faults and restarts, seed ${seed}`, async () => {
        const fixture = await createMirrorFixture(await engine.open(), { clock, returnsSpreadsheet: seed % 2 === 0 })
        try {
          await tortureOnce(fixture, createRandom(seed))
        } finally {
          await fixture.stop()
        }
      })
  })

describe('a batch whose answer is lost', () => {
  const cases: { name: string; fault: Fault; refusesKnownMarkers: boolean }[] = [
    { name: 'is found when it had arrived', fault: { kind: 'apply-then-drop' }, refusesKnownMarkers: true },
    { name: 'is found without the help of markers', fault: { kind: 'apply-then-drop' }, refusesKnownMarkers: false },
    { name: 'is found after a hang', fault: { kind: 'apply-then-hang' }, refusesKnownMarkers: false },
    { name: 'is sent again when it had not arrived', fault: { kind: 'drop' }, refusesKnownMarkers: false },
    {
      name: 'is refused by its marker when it arrives late',
      fault: { kind: 'late', milliseconds: 150 },
      refusesKnownMarkers: true,
    },
    {
      name: 'is waited for while it may be under way',
      fault: { kind: 'late', milliseconds: 500 },
      refusesKnownMarkers: false,
    },
  ]
  for (const { name, fault, refusesKnownMarkers } of cases)
    test(name, async () => {
      const [engine] = engines
      const fixture = await createMirrorFixture(await engine!.open(), { clock, refusesKnownMarkers })
      try {
        const sheets = fixture.start({
          ...quick,
          settleMilliseconds: fault.kind === 'late' && !refusesKnownMarkers ? 50_000 : 6_000,
        })
        await until('the header stands', () => sheets.status().detail === 'the sheet shows every reading')
        await wait(50)
        fixture.google.failNext('write', fault)
        const readings = await fixture.record(3)
        sheets.hint('home')
        await until('nothing waits', async () => (await fixture.waiting()) === 0)
        // Longer than what comes late.
        await wait(600)
        assertOnce(fixture, readings)
      } finally {
        await fixture.stop()
      }
    })
})
