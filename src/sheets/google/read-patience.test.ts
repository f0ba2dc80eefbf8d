import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPatience } from './read-patience.ts'

const most = 15_000

describe('the patience with a tab', () => {
  const cases = [
    { name: 'that answers quickly is four seconds', took: 12.3, expected: 4_000 },
    { name: 'that takes its time is five times that, in whole milliseconds', took: 1_234.567, expected: 6_173 },
    { name: 'that is slow is all there is', took: 9_000.1, expected: most },
  ]
  for (const { name, took, expected } of cases)
    test(name, () => {
      let now = 0.25
      const patience = createPatience(most, () => now)
      const { note } = patience.of('Readings')
      now += took
      note()
      const { milliseconds } = patience.of('Readings')
      assert.equal(milliseconds, expected)
      assert.doesNotThrow(() => AbortSignal.timeout(milliseconds))
    })
})
