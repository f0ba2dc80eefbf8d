import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createQuota } from './quota.ts'
import type { RequestKind } from './request-window.ts'
import { SheetsFailure } from './sheets-failure.ts'

const minute = 60_000
const never = new AbortController().signal

/** A quota whose time passes only while it waits. */
function createSimulation() {
  const kept: Record<RequestKind, number[]> = { read: [], write: [] }
  const state = { now: 1_700_000_000_000 }
  const create = () => {
    const quota = createQuota({
      clock: () => state.now,
      memory: {
        load: async (kind) => [...kept[kind]],
        keep: async (kind, slot, { at }) => {
          kept[kind][slot] = at
          return true
        },
      },
      sleep: async (milliseconds) => {
        state.now += milliseconds
      },
    })
    const take = (kind: RequestKind, signal: AbortSignal) => quota.spend(kind, signal, async () => undefined)
    return { ...quota, take }
  }
  return { state, create }
}

function mostInAMinute(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + minute).length))
}

test('no minute ever holds more than 60 requests, whatever the load and however often it restarts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ pause: fc.integer({ min: 0, max: 2_000 }), restarts: fc.boolean() }), {
        minLength: 100,
        maxLength: 200,
      }),
      async (steps) => {
        const { state, create } = createSimulation()
        let quota = create()
        const times: number[] = []
        for (const { pause, restarts } of steps) {
          state.now += pause > 1_500 ? pause : 0
          if (restarts) quota = create()
          await quota.take('write', never)
          times.push(state.now)
        }
        assert.ok(mostInAMinute(times) <= 60)
      },
    ),
    { numRuns: 20 },
  )
})

test('reads and writes are counted apart, and a pause that Google asks for holds both', async () => {
  const { state, create } = createSimulation()
  const quota = create()
  const start = state.now
  for (let index = 0; index < 28; index++) await Promise.all([quota.take('read', never), quota.take('write', never)])
  assert.equal(state.now, start)
  quota.pauseFor(30_000)
  const paused = state.now
  await quota.take('write', never)
  assert.ok(state.now >= paused + 30_000)
})

test('a burst does not use up the minute: its first half goes at once, and nobody after it waits for long', async () => {
  const { state, create } = createSimulation()
  const quota = create()
  const waits: number[] = []
  for (let index = 0; index < 120; index++) {
    const asked = state.now
    await quota.take('read', never)
    waits.push(state.now - asked)
  }
  assert.deepEqual(new Set(waits.slice(0, 28)), new Set([0]))
  assert.ok(Math.max(...waits) < 5_000, `${Math.max(...waits)} ms`)
})

test('a request that Google has refused holds up the next no longer than one that it has granted', async () => {
  const { state, create } = createSimulation()
  const quota = create()
  for (let index = 0; index < 35; index++) await quota.take('read', never)
  const asked = state.now
  const refused = new SheetsFailure('refused', 'no such range', { status: 400 })
  await assert.rejects(
    quota.spend('read', never, () => Promise.reject(refused)),
    refused,
  )
  await quota.take('read', never)
  assert.ok(state.now - asked < 5_000, `${state.now - asked} ms`)
})

test('the pace slows down as the quota runs short', async () => {
  const { create } = createSimulation()
  const quota = create()
  const usual = quota.pace()
  for (let index = 0; index < 40; index++) await quota.take('read', never)
  assert.equal(quota.pace(), usual)
  for (let index = 0; index < 14; index++) await quota.take('read', never)
  assert.ok(quota.pace() > 4 * usual)
})

test('a permit that waits is given up when the mirror stops', async () => {
  const { create } = createSimulation()
  const stopped = AbortSignal.abort()
  const quota = create()
  await assert.rejects(quota.take('write', stopped), { name: 'AbortError' })
  await quota.take('write', never)
})

test('sites are polled as often as wanted while that leaves room for writing, and then all more seldom', () => {
  const { create } = createSimulation()
  const quota = create()
  assert.equal(quota.pollEvery(30_000), 30_000)
  quota.shareAmong(15)
  assert.equal(quota.pollEvery(30_000), 30_000)
  for (const sites of [16, 80, 200]) {
    quota.shareAmong(sites)
    const pollsPerMinute = (sites * minute) / quota.pollEvery(30_000)
    assert.ok(pollsPerMinute > 25 && pollsPerMinute < 40, `${pollsPerMinute} polls a minute`)
  }
})

test('the requests of the last minute are told with their limit', async () => {
  const { state, create } = createSimulation()
  const quota = create()
  for (let index = 0; index < 3; index++) await quota.take('write', never)
  assert.deepEqual(quota.count('write'), { used: 3, limit: 55 })
  assert.deepEqual(quota.count('read'), { used: 0, limit: 55 })
  state.now += 2 * minute
  assert.equal(quota.count('write').used, 0)
})

test('a process that sends nothing itself tells what another has used', async () => {
  const { create } = createSimulation()
  const [writer, other] = [create(), create()]
  for (const used of [1, 2]) {
    await writer.take('read', never)
    await other.catchUp()
    assert.deepEqual(other.count('read'), { used, limit: 55 })
  }
})
