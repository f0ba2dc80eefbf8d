import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { test } from 'node:test'
import { collectStartGarbage } from './start-garbage.ts'

const { NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: everything } = constants

test('what a start leaves behind is collected soon after it, all of it', async (context) => {
  const collected = Promise.withResolvers<void>()
  const observer = new PerformanceObserver((list) => {
    // Node.js' types do not know of it.
    const entries = list.getEntries() as (PerformanceEntry & { detail: { flags: number } })[]
    if (entries.some(({ detail }) => (detail.flags & everything) !== 0)) collected.resolve()
  })
  observer.observe({ entryTypes: ['gc'] })
  context.after(() => observer.disconnect())
  collectStartGarbage()
  // The timer that it waits for keeps no process alive.
  const awake = setInterval(() => undefined, 1000)
  context.after(() => clearInterval(awake))
  await collected.promise
})
