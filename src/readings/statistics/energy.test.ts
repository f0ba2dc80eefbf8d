import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import fc from 'fast-check'
import { engines } from '../../../test/support/databases.ts'
import type { Database } from '../../database/engine.ts'
import type { SiteLimits } from '../counter.ts'
import { createMeterChanges, type MeterChanges } from '../meter-changes/meter-changes.ts'
import type { Draft } from '../reading.ts'
import { createReadings, type Readings } from '../readings.ts'
import { createEnergy, type Energy } from './energy.ts'

const clock = () => Date.UTC(2026, 10, 22, 12)
const begin = Date.UTC(2026, 0, 1)
const hour = 3_600_000
const daysLong = 40
const range = 10_000_000
const runs = { numRuns: 40 }

/** A meter as it really ran: thousandths an hour, in steps; read at some of the hours. */
const course = fc.noShrink(
  fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 24 * daysLong, maxLength: 24 * daysLong }),
)
const hours = fc.uniqueArray(fc.integer({ min: 0, max: 24 * daysLong - 1 }), { minLength: 2, maxLength: 60 })
const cuts = fc.uniqueArray(fc.integer({ min: begin - hour, max: begin + daysLong * 24 * hour }), {
  minLength: 2,
  maxLength: 20,
})

interface Read {
  timestamp: number
  value: number
}

function readAt(steps: readonly number[], at: readonly number[]): Read[] {
  let value = 0
  const values = steps.map((step) => {
    value += step
    return value
  })
  return at.map((index) => ({ timestamp: begin + index * hour, value: values[index] ?? 0 }))
}

for (const engine of engines)
  describe(`energy on ${engine.name}`, () => {
    let database: Database
    let readings: Readings
    let energy: Energy
    let meterChanges: MeterChanges
    let limits: SiteLimits = {}

    before(async () => {
      database = await engine.open()
      const sites = { find: async () => ({ site: 'home', timeZone: 'UTC', ...limits }), names: async () => ['home'] }
      readings = createReadings({ database, clock, sites, onChanged: () => undefined })
      energy = createEnergy({ database, site: sites.find })
      meterChanges = createMeterChanges({ database, clock, sites })
    })
    after(() => database.close())
    beforeEach(() => {
      limits = {}
    })

    const fill = async (reads: readonly Read[], perRequest = reads.length): Promise<void> => {
      await database.sql.deleteFrom('readings').execute()
      await database.sql.deleteFrom('meter_changes').execute()
      for (let done = 0; done < reads.length; done += perRequest) {
        const drafts = reads.slice(done, done + perRequest).map(
          ({ timestamp, value }): Draft => ({
            site: 'home',
            source: 'test',
            id: undefined,
            timestamp,
            inverter: null,
            meter: value,
            note: null,
          }),
        )
        await readings.record({ drafts, by: 'ann', origin: 'api', onConflict: 'reject', stores: 'each' })
      }
    }
    const standings = async (instants: readonly number[]) =>
      (await energy.standings({ site: 'home', timeZone: 'UTC', ...limits }, instants)).map(({ meter }) => meter)
    const between = (from: number, to: number) => energy.energyBetween('home', 'meterValue', from, to)

    test('over a whole is the sum over its parts, whatever was recorded and however it is cut', async () => {
      const anything = fc.array(
        fc.record({ hour: fc.integer({ min: 0, max: 900 }), value: fc.integer({ min: 0, max: range }) }),
      )
      await fc.assert(
        fc.asyncProperty(anything, cuts, fc.constantFrom(null, 4), async (reads, instants, meterDigits) => {
          limits = { meterDigits }
          await fill(reads.map((read) => ({ timestamp: begin + read.hour * hour, value: read.value })))
          const parts = instants.sort((one, other) => one - other)
          const sums: (number | null)[] = []
          for (const [index, from] of parts.slice(0, -1).entries())
            sums.push(await between(from, parts[index + 1] ?? 0))
          if (sums.includes(null)) return
          const sum = sums.reduce((total: number, part) => total + (part ?? 0), 0)
          assert.equal(await between(parts[0] ?? 0, parts.at(-1) ?? 0), sum)
        }),
        runs,
      )
    })

    test('does not depend on the order in which readings came', async () => {
      const shuffled = fc.tuple(course, hours).chain(([steps, at]) => {
        const reads = readAt(steps, at)
        return fc.tuple(fc.constant(reads), fc.shuffledSubarray(reads, { minLength: reads.length }))
      })
      await fc.assert(
        fc.asyncProperty(shuffled, cuts, fc.integer({ min: 1, max: 9 }), async ([reads, others], instants, size) => {
          const inOrder = instants.sort((one, other) => one - other)
          await fill(reads)
          const expected = await standings(inOrder)
          await fill(others, size)
          assert.deepEqual(await standings(inOrder), expected)
        }),
        runs,
      )
    })

    test('is that of the same meter without an end: a rollover changes nothing', async () => {
      const daily = Array.from({ length: daysLong }, (_, day) => day * 24)
      await fc.assert(
        fc.asyncProperty(course, fc.integer({ min: 0, max: range - 1 }), cuts, async (steps, offset, instants) => {
          const inOrder = instants.sort((one, other) => one - other)
          const reads = readAt(steps, daily)
          limits = {}
          await fill(reads)
          const expected = differences(await standings(inOrder))
          limits = { meterDigits: 4 }
          await fill(reads.map(({ timestamp, value }) => ({ timestamp, value: (value + offset) % range })))
          assert.deepEqual(differences(await standings(inOrder)), expected)
          const doubtful = { site: 'home', from: undefined, to: undefined, source: undefined, isDoubtful: true }
          assert.deepEqual(await readings.page(doubtful, { cursor: undefined, limit: 1, order: 'asc' }), [])
        }),
        runs,
      )
    })

    test('of intervals that a value with a digit too many does not touch is left as it was, beside a rollover too', async () => {
      const daily = Array.from({ length: daysLong }, (_, day) => day * 24)
      limits = { meterDigits: 4 }
      await fc.assert(
        fc.asyncProperty(course, fc.integer({ min: 1, max: daysLong - 2 }), fc.nat(9), async (steps, day, digit) => {
          const reads = readAt(steps, daily)
          const offset = range - (reads[day - 1]?.value ?? 0) - 1
          const right = reads.map(({ timestamp, value }) => ({ timestamp, value: (value + offset) % range }))
          const instants = right.map(({ timestamp }) => timestamp)
          await fill(right)
          const expected = rises(await standings(instants))
          for (const place of [day, day + 1]) {
            const wrong = right.map((read, index) =>
              index === place ? { ...read, value: range + read.value * 10 + digit } : read,
            )
            await fill(wrong)
            const untouched = (_: unknown, index: number): boolean => index !== place - 1 && index !== place
            assert.deepEqual(rises(await standings(instants)).filter(untouched), expected.filter(untouched))
          }
        }),
        runs,
      )
    })

    test('of intervals that a meter change does not touch is left as it was, and the change is no jump', async () => {
      await fc.assert(
        fc.asyncProperty(course, hours, fc.nat(), fc.nat(range), async (steps, at, pick, initial) => {
          const reads = readAt(
            steps,
            at.sort((one, other) => one - other),
          )
          const change = reads[pick % reads.length]
          if (!change) return
          const instants = reads.map(({ timestamp }) => timestamp)
          await fill(reads)
          const expected = differences(await standings(instants))
          // The same meter, had it been exchanged for one that shows something else just when it was read.
          await fill(
            reads.map((read) =>
              read.timestamp <= change.timestamp ? read : { ...read, value: read.value - change.value + initial },
            ),
          )
          await meterChanges.add({
            site: 'home',
            counter: 'meter',
            timestamp: change.timestamp,
            final: change.value,
            initial,
            note: null,
            recordedBy: 'ann',
          })
          assert.deepEqual(differences(await standings(instants)), expected)
        }),
        runs,
      )
    })

    test('of a counter that never falls is never negative, and interpolated values lie between their neighbours', async () => {
      await fc.assert(
        fc.asyncProperty(course, hours, cuts, async (steps, at, instants) => {
          await fill(readAt(steps, at))
          let last = 0
          for (const standing of await standings(instants.sort((one, other) => one - other))) {
            if (!standing) continue
            assert.ok(standing.total >= last)
            assert.ok(standing.value >= standing.before.value && standing.value <= standing.after.value)
            last = standing.total
          }
        }),
        runs,
      )
    })
  })

function differences(standings: readonly ({ total: number } | null)[]): (number | null)[] {
  const base = standings.find((standing) => standing !== null)?.total ?? 0
  return standings.map((standing) => standing && standing.total - base)
}

function rises(standings: readonly ({ total: number } | null)[]): number[] {
  return standings.slice(1).map((standing, index) => (standing?.total ?? 0) - (standings[index]?.total ?? 0))
}
