import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { zones } from '../../../test/support/locale-samples.ts'
import { boundariesOf, type IntervalName, intervalNames } from './intervals.ts'

function shown(interval: IntervalName, from: string, to: string, timeZone: string): string[] {
  const range = { from: Date.parse(from), to: Date.parse(to) }
  return boundariesOf(interval, range, timeZone).map((at) => new Date(at).toISOString().replace(':00.000Z', ''))
}

test('a range is widened to whole intervals, and one that is whole is left as it is', () => {
  assert.deepEqual(shown('day', '2026-03-01T10:00Z', '2026-03-02T00:30Z', 'Europe/Berlin'), [
    '2026-02-28T23:00',
    '2026-03-01T23:00',
    '2026-03-02T23:00',
  ])
  assert.deepEqual(shown('month', '2026-01-31T23:00Z', '2026-02-28T23:00Z', 'Europe/Berlin'), [
    '2026-01-31T23:00',
    '2026-02-28T23:00',
  ])
  assert.deepEqual(shown('year', '2026-05-05T00:00Z', '2026-05-05T00:00Z', 'UTC'), [
    '2026-01-01T00:00',
    '2027-01-01T00:00',
  ])
})

test('hours and days of zones with odd offsets begin when the clocks there say so', () => {
  assert.deepEqual(shown('hour', '2026-01-01T00:00Z', '2026-01-01T01:00Z', 'Asia/Kolkata'), [
    '2025-12-31T23:30',
    '2026-01-01T00:30',
    '2026-01-01T01:30',
  ])
  assert.deepEqual(shown('day', '2026-01-01T00:00Z', '2026-01-01T01:00Z', 'Asia/Kathmandu'), [
    '2025-12-31T18:15',
    '2026-01-01T18:15',
  ])
})

test('where clocks change by half an hour, an hour on the clock lasts one and a half or half as long', () => {
  assert.deepEqual(shown('hour', '2026-04-04T14:00Z', '2026-04-04T16:30Z', 'Australia/Lord_Howe'), [
    '2026-04-04T14:00',
    '2026-04-04T15:30',
    '2026-04-04T16:30',
  ])
  assert.deepEqual(shown('hour', '2026-10-03T14:30Z', '2026-10-03T17:00Z', 'Australia/Lord_Howe'), [
    '2026-10-03T14:30',
    '2026-10-03T15:30',
    '2026-10-03T16:00',
    '2026-10-03T17:00',
  ])
  assert.deepEqual(shown('hour', '2026-10-03T15:35Z', '2026-10-03T15:40Z', 'Australia/Lord_Howe'), [
    '2026-10-03T15:30',
    '2026-10-03T16:00',
  ])
})

test('where clocks change within an hour, one that they skip into begins there, and one that comes again goes on', () => {
  assert.deepEqual(shown('hour', '2011-03-13T03:00Z', '2011-03-13T04:00Z', 'America/St_Johns'), [
    '2011-03-13T02:30',
    '2011-03-13T03:30',
    '2011-03-13T03:31',
    '2011-03-13T04:30',
  ])
  assert.deepEqual(shown('hour', '2010-11-07T02:40Z', '2010-11-07T03:40Z', 'America/St_Johns'), [
    '2010-11-07T02:30',
    '2010-11-07T03:30',
    '2010-11-07T04:30',
  ])
  assert.deepEqual(shown('day', '2010-11-07T02:40Z', '2010-11-07T02:50Z', 'America/St_Johns'), [
    '2010-11-07T02:30',
    '2010-11-08T03:30',
  ])
})

test('a day whose midnight was skipped begins at one, and a day that was skipped is none', () => {
  assert.deepEqual(shown('day', '2018-11-04T02:00Z', '2018-11-05T01:00Z', 'America/Sao_Paulo'), [
    '2018-11-03T03:00',
    '2018-11-04T03:00',
    '2018-11-05T02:00',
  ])
  assert.deepEqual(shown('day', '2011-12-29T12:00Z', '2011-12-31T12:00Z', 'Pacific/Apia'), [
    '2011-12-29T10:00',
    '2011-12-30T10:00',
    '2011-12-31T10:00',
    '2012-01-01T10:00',
  ])
})

test('boundaries rise, enclose the range tightly, and every year begins with a month, a day and an hour', () => {
  const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2037, 0, 1) })
  fc.assert(
    fc.property(instant, fc.nat(40 * 86_400_000), fc.constantFrom(...zones), (from, length, timeZone) => {
      const range = { from, to: from + length }
      const found = Object.fromEntries(intervalNames.map((name) => [name, boundariesOf(name, range, timeZone)]))
      for (const boundaries of Object.values(found)) {
        assert.ok(boundaries.every((at, index) => index === 0 || at > (boundaries[index - 1] ?? 0)))
        assert.ok((boundaries[0] ?? 0) <= from && (boundaries[1] ?? 0) > from)
        assert.ok((boundaries.at(-1) ?? 0) >= range.to)
        assert.ok(boundaries.length === 2 || (boundaries.at(-2) ?? 0) < range.to)
      }
      const within = (at: number): boolean => at >= from && at <= range.to
      const { hour = [], day = [], month = [], year = [] } = found
      for (const [longer, shorter] of [
        [year, month],
        [month, day],
        [day, hour],
      ] as const)
        for (const at of longer.filter(within)) assert.ok(shorter.includes(at), `${timeZone} ${at}`)
    }),
    { numRuns: 300 },
  )
})

/** Zones whose clocks have changed by half an hour, or in the middle of an hour. */
const unevenZones = [
  'Australia/Lord_Howe',
  'America/Caracas',
  'America/St_Johns',
  'Antarctica/Casey',
  'Asia/Bishkek',
  'Asia/Pyongyang',
  'Pacific/Chatham',
  'Pacific/Norfolk',
  'Pacific/Rarotonga',
]

test('wherever a range begins and ends, its intervals are a contiguous part of those of a wider one', () => {
  const minutes = (max: number, min = 0) => fc.integer({ min, max }).map((count) => count * 60_000)
  const aroundChange = fc
    .tuple(
      fc.constantFrom(...unevenZones, ...zones),
      fc.integer({ min: Date.UTC(1988, 0, 1), max: Date.UTC(2030, 0, 1) }),
    )
    .map(([timeZone, at]) => {
      const change = Temporal.Instant.fromEpochMilliseconds(at)
        .toZonedDateTimeISO(timeZone)
        .getTimeZoneTransition('previous')
      return { timeZone, at: change?.epochMilliseconds ?? at }
    })
  fc.assert(
    fc.property(
      aroundChange,
      fc.constantFrom(...intervalNames),
      fc.record({ since: minutes(240), length: minutes(240, 1), earlier: minutes(3000), later: minutes(3000) }),
      (change, interval, { since, length, earlier, later }) => {
        const from = change.at - 120 * 60_000 + since
        const to = from + length
        const narrow = boundariesOf(interval, { from, to }, change.timeZone)
        const wide = boundariesOf(interval, { from: from - earlier, to: to + later }, change.timeZone)
        const first = wide.indexOf(narrow[0] ?? 0)
        assert.deepEqual(wide.slice(first, first + narrow.length), narrow, change.timeZone)
        assert.ok((narrow[0] ?? 0) <= from && (narrow[1] ?? 0) > from)
      },
    ),
    { numRuns: 1000 },
  )
})
