import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findRollovers } from './rollovers.ts'

const day = 86_400_000
const limits = { range: 100_000, maxPerDay: 100_000, isMaxChosen: false }

test('a question of thousands of years is looked through only where there are readings', async () => {
  const begin = Date.UTC(2020, 0, 1)
  const points = [90_000, 99_000, 8_000].map((value, index) => ({ timestamp: begin + index * day, value }))
  let looks = 0
  const lookUp = async (instants: readonly number[]) => {
    looks += instants.length
    return instants.map((at) => ({
      before: points.findLast(({ timestamp }) => timestamp <= at) ?? null,
      after: points.find(({ timestamp }) => timestamp > at) ?? null,
    }))
  }
  const span = { from: Date.UTC(1, 0, 1), to: Date.UTC(9999, 11, 31) }
  assert.deepEqual(await findRollovers(lookUp, span, { changes: [], limits }), [
    { before: points[1], after: points[2] },
  ])
  assert.ok(looks < 20, `looked at ${looks} instants`)
  assert.deepEqual(await findRollovers(async () => [], span, { changes: [], limits }), [])
})
