import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createVirtualTime } from '../../../test/mirror/virtual-time.ts'
import { createQuota, type Quota } from './quota.ts'
import type { RequestMemory } from './request-window.ts'

const minute = 60_000
const googleAllows = 60
const never = new AbortController().signal

/** Google, which counts what arrives, and processes that share an account and its memory. */
function createSimulation() {
  const kept: number[] = []
  const memory: RequestMemory = {
    load: async () => [...kept],
    keep: async (_, slot, { known, at }) => {
      if (kept[slot] !== known) return false
      kept[slot] = at
      return true
    },
  }
  const time = createVirtualTime({ isBusy: () => false })
  const arrivals: number[] = []
  return {
    time,
    arrivals,
    openProcess: () => createQuota({ clock: time.clock, sleep: time.sleep, memory }),
    /** A request that is so long on its way, and whose answer is. */
    ask: (quota: Quota, there: number, back: number) =>
      quota.spend('read', never, async () => {
        await time.sleep(there, never)
        arrivals.push(time.clock())
        await time.sleep(back, never)
      }),
    /** One that arrives after its connection was lost. */
    lose: async (quota: Quota, there: number) => {
      const asking = quota.spend('read', never, async () => {
        await time.sleep(there, never)
        time.defer(() => arrivals.push(time.clock()), 4_000)
        throw new Error('the connection is lost')
      })
      await assert.rejects(asking, /connection is lost/)
    },
  }
}

function assertWithinQuota(arrivals: readonly number[]): void {
  for (const from of arrivals) {
    const count = arrivals.filter((at) => at >= from && at < from + minute).length
    assert.ok(count <= googleAllows, `${count} requests arrived within a minute`)
  }
}

test('no minute sees more requests arrive than Google allows, however long they are under way and whichever are lost', async () => {
  const burst = fc.record({ there: fc.nat({ max: 20_000 }), back: fc.nat({ max: 20_000 }), isLost: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(burst, { minLength: 2, maxLength: 4 }), async (bursts) => {
      const { time, arrivals, openProcess, ask, lose } = createSimulation()
      const processes = [openProcess(), openProcess()]
      const requests = bursts.flatMap((each) => Array.from({ length: 55 }, () => each))
      const all = Promise.all(
        requests.map(({ there, back, isLost }, index) => {
          const quota = processes[index % processes.length] as Quota
          return isLost ? lose(quota, there) : ask(quota, there, back)
        }),
      )
      await time.pass(10 * minute)
      await all
      assert.equal(arrivals.length, requests.length)
      assertWithinQuota(arrivals)
    }),
    {
      numRuns: 30,
      // A busy machine and then a quick one, lost connections and then none.
      examples: [
        [[20_000, 0].map((there) => ({ there, back: 0, isLost: false }))],
        [[true, false].map((isLost) => ({ there: 0, back: 0, isLost }))],
      ],
    },
  )
})

test('two processes of one account share its quota', async () => {
  const { time, arrivals, openProcess, ask } = createSimulation()
  const processes = [openProcess(), openProcess()]
  const all = Promise.all(processes.flatMap((quota) => Array.from({ length: 50 }, () => ask(quota, 100, 100))))
  await time.pass(minute / 2)
  // Each alone would have sent half of its own at once.
  assert.ok(arrivals.length >= 28 && arrivals.length <= 45, `${arrivals.length} requests in half a minute`)
  await time.pass(3 * minute)
  await all
  assert.equal(arrivals.length, 100)
  assertWithinQuota(arrivals)
})

test('a process that follows one that was killed counts what that one had under way', async () => {
  const { time, arrivals, openProcess, ask } = createSimulation()
  const killed = openProcess()
  const dying = Promise.all(Array.from({ length: 28 }, () => ask(killed, 0, minute)))
  await time.pass(1_000)
  const successor = openProcess()
  const all = Promise.all(Array.from({ length: 40 }, () => ask(successor, 0, 0)))
  await time.pass(minute / 2)
  assert.ok(arrivals.length <= 45, `${arrivals.length} requests in half a minute`)
  await time.pass(2 * minute)
  await Promise.all([all, dying])
  assertWithinQuota(arrivals)
})

test('a clock that was set back by an hour holds requests up for no longer than a window', async () => {
  const kept: number[] = []
  const state = { now: 10 * 60 * minute }
  const quota = createQuota({
    clock: () => state.now,
    sleep: async (milliseconds) => {
      state.now += milliseconds
    },
    memory: {
      load: async () => kept,
      keep: async () => true,
    },
  })
  for (let count = 0; count < 55; count++) await quota.spend('read', never, async () => undefined)
  quota.pauseFor(minute)
  state.now -= 60 * minute
  const setBackAt = state.now
  await quota.spend('read', never, async () => undefined)
  assert.ok(state.now - setBackAt <= 70_000, `${state.now - setBackAt} ms`)
})
