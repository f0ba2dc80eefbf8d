import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createIds } from './ids.ts'

const version7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('ids grow in the order made, also beyond what one millisecond has room for and when the clock goes back', () => {
  const begin = Date.UTC(2026, 0, 1)
  let now = begin
  const nextId = createIds(() => now)
  const ids = Array.from({ length: 10_000 }, nextId)
  now = begin - 60_000
  ids.push(...Array.from({ length: 100 }, nextId))
  now = begin + 1000
  ids.push(nextId())
  assert.deepEqual(ids.toSorted(), ids)
  assert.equal(new Set(ids).size, ids.length)
  for (const id of ids) assert.match(id, version7)
  assert.equal(Number.parseInt((ids.at(-1) ?? '').replace('-', '').slice(0, 12), 16), now)
})
