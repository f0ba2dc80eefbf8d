import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Draft } from '../../src/readings/reading.ts'
import { rowsOf } from '../fakes/google/people.ts'
import { engines } from '../support/databases.ts'
import { comeToRest, take } from './steps.ts'
import { createWorld } from './world.ts'

// Times are those of the virtual clock: what the mirror waits, and what Google takes, but not what the machine computes.
// At the mirror's pace and with Google's usual second or two for 2 MB, 10 writes take less than 30 s.

const google = { refusesKnownMarkers: true, returnsSpreadsheet: true }
const start = Date.UTC(2020, 0, 1)

for (const engine of engines) {
  test(`10,000 rows of one bulk request come into the sheet with 10 writes at most on ${engine.name}`, async (context) => {
    const database = await engine.open()
    const world = await createWorld(database, google)
    context.after(() => world.close().then(database.close))
    await comeToRest(world)
    const drafts = Array.from({ length: 10_000 }, (_, index) => draft(index))
    const writes = world.google.count('write')
    await world.readings.record({ drafts, by: 'client', origin: 'api', onConflict: 'reject', stores: 'each' })
    await comeToRest(world)
    assert.equal(rowsOf(world.tab()).length, drafts.length)
    const count = world.google.count('write') - writes
    assert.ok(count <= 10, `${count} writes`)
  })

  test(`95 of 100 readings, one every second, are visible within 3 s on ${engine.name}`, async (context) => {
    const database = await engine.open()
    const world = await createWorld(database, google)
    context.after(() => world.close().then(database.close))
    await comeToRest(world)
    world.google.options.latencyMilliseconds = 400
    const recordedAt: number[] = []
    const delays: number[] = []
    const watch = async (tenths: number): Promise<void> => {
      for (let tenth = 0; tenth < tenths; tenth++) {
        await world.time.pass(100)
        const seen = rowsOf(world.tab()).length
        while (delays.length < seen) delays.push(world.clock() - (recordedAt[delays.length] ?? 0))
      }
    }
    for (let count = 0; count < 100; count++) {
      recordedAt.push(world.clock())
      await take(world, { kind: 'record', count: 1 })
      await watch(10)
    }
    await watch(100)
    assert.equal(delays.length, 100)
    const p95 = delays.toSorted((one, other) => one - other)[94] ?? Number.POSITIVE_INFINITY
    assert.ok(p95 <= 3_000, `95 of 100 within ${p95} ms`)
    assert.ok(world.google.requests.every(({ isOverQuota }) => !isOverQuota))
  })
}

function draft(index: number): Draft {
  return {
    id: undefined,
    site: 'home',
    timestamp: start + index * 60_000,
    source: 'inverter',
    inverter: index * 1_234,
    meter: 1_000_000 + index,
    note: null,
  }
}
