import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { SendResult } from '../connectors/connector.ts'
import { type Breaker, createBreaker } from './breaker.ts'

const minute = 60_000
const down: SendResult = { kind: 'again', detail: 'nobody answers', afterMilliseconds: null }
const busy: SendResult = { kind: 'again', detail: 'come later', afterMilliseconds: 1000 }
const refused: SendResult = { kind: 'refused', code: 'other', detail: 'no' }

describe('the breaker', () => {
  const time = { now: 0 }
  let breaker: Breaker
  beforeEach(() => {
    time.now = 1_000_000
    breaker = createBreaker({
      clock: () => time.now,
      random: () => 1,
      rules: {
        mostFailures: 3,
        rest: { firstMilliseconds: minute, factor: 2, longestMilliseconds: 5 * minute },
      },
    })
  })
  const restAfter = (...results: SendResult[]): number | null => {
    for (const result of results) breaker.note('city', result)
    const until = breaker.restsUntil('city')
    return until === null ? null : until - time.now
  }

  test('lets a connector rest after so many failures in a row, and no other', () => {
    assert.equal(restAfter(down, down), null)
    assert.equal(restAfter(down), minute)
    assert.equal(breaker.restsUntil('village'), null)
  })
  test('any answer begins the count anew', () => {
    assert.equal(restAfter(down, down, refused, down, down), null)
    assert.equal(restAfter(busy, down, down), null)
  })
  test('after the rest one trial decides: it fails, and the next rest is longer', () => {
    restAfter(down, down, down)
    time.now += minute
    assert.equal(breaker.restsUntil('city'), null)
    assert.equal(restAfter(down), 2 * minute)
    time.now += 2 * minute
    assert.equal(restAfter(down), 4 * minute)
    time.now += 4 * minute
    assert.equal(restAfter(down), 5 * minute)
    time.now += 5 * minute
    assert.equal(restAfter(refused), null)
    assert.equal(restAfter(down, down), null)
  })
  test('a rest is never shorter than half of what it may be', () => {
    const rules = { mostFailures: 1, rest: { firstMilliseconds: minute, factor: 2, longestMilliseconds: minute } }
    const lowest = createBreaker({ clock: () => time.now, random: () => 0, rules })
    lowest.note('city', down)
    assert.equal(lowest.restsUntil('city'), time.now + minute / 2)
  })
})
