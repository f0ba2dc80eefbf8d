import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { retryAfterMilliseconds, retryDelay } from './retry-delay.ts'
import { nextOpening } from './window.ts'

const zone = 'Europe/Berlin'
const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds

describe('the window of a utility', () => {
  const cases: [string, number, number, string, string][] = [
    ['is open on its first day', 15, 20, '2026-03-15T00:00', '2026-03-15T00:00'],
    ['is open on its last minute', 15, 20, '2026-03-20T23:59', '2026-03-20T23:59'],
    ['opens at local midnight', 15, 20, '2026-03-21T08:00', '2026-04-15T00:00'],
    ['runs over the end of a month', 28, 3, '2026-02-01T12:00', '2026-02-01T12:00'],
    ['opens at the end of a month', 28, 3, '2026-02-04T12:00', '2026-02-28T00:00'],
    ['waits for a month that has the day', 31, 31, '2026-04-02T12:00', '2026-05-31T00:00'],
    ['opens on a day that the clocks change', 29, 29, '2026-03-10T12:00', '2026-03-29T00:00'],
  ]
  for (const [what, fromDay, toDay, now, opening] of cases)
    test(what, () => assert.equal(nextOpening({ fromDay, toDay }, zone, at(now)), at(opening)))

  test('is always open where there is none', () => assert.equal(nextOpening(null, zone, 5), 5))
})

describe('the wait before the next try', () => {
  const backoff = { firstMilliseconds: 1000, factor: 2, longestMilliseconds: 5000 }

  test('grows to its limit and is spread over its whole length', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 9].map((tries) => retryDelay(backoff, tries, () => 1)),
      [1000, 2000, 4000, 5000, 5000],
    )
    assert.equal(
      retryDelay(backoff, 3, () => 0),
      0,
    )
  })

  test('is never shorter than the utility asks', () => {
    assert.ok(retryDelay(backoff, 1, () => 0, 60_000) >= 60_000)
    assert.equal(retryAfterMilliseconds('120', 0), 120_000)
    assert.equal(retryAfterMilliseconds('Thu, 01 Jan 1970 00:01:00 GMT', 10_000), 50_000)
    assert.equal(retryAfterMilliseconds('soon', 0), null)
    assert.equal(retryAfterMilliseconds(undefined, 0), null)
  })
})
