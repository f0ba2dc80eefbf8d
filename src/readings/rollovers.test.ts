import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findRollovers } from './rollovers.ts'

test('a span of thousands of years takes no more steps than one of a hundred', async () => {
  let steps = 0
  const lookUp = async (instants: readonly number[]) => {
    steps += instants.length
    return instants.map(() => ({ before: null, after: null }))
  }
  const span = { from: Date.UTC(1970, 0, 1), to: Date.UTC(9999, 11, 31) }
  const limits = { range: 100_000, maxPerDay: 100_000, isMaxChosen: false }
  assert.deepEqual(await findRollovers(lookUp, span, { changes: [], limits }), [])
  assert.ok(steps > 1000 && steps <= 50_002, `${steps} steps`)
})
