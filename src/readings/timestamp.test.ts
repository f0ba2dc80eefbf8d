import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { formatTimestamp, parseTimestamp } from './timestamp.ts'

const berlin = 'Europe/Berlin'

function refusal(text: string, timeZone = berlin): string {
  const result = parseTimestamp(text, timeZone)
  assert.equal(typeof result, 'object', `${text} was taken as ${String(result)}`)
  return (result as { message: string }).message
}

describe('a timestamp', () => {
  test('is the same instant however its offset is written', () => {
    for (const text of [
      '2026-11-22T07:30:00Z',
      '2026-11-22T08:30:00+01:00',
      '2026-11-21T23:30:00-08:00',
      '2026-11-22t07:30:00.000z',
    ])
      assert.equal(parseTimestamp(text, berlin), Date.UTC(2026, 10, 22, 7, 30))
  })

  test('without an offset is local time of the site', () => {
    assert.equal(parseTimestamp('2026-07-01T12:00:00', berlin), Date.UTC(2026, 6, 1, 10))
    assert.equal(parseTimestamp('2026-07-01T12:00', 'Asia/Kolkata'), Date.UTC(2026, 6, 1, 6, 30))
  })

  test('without an offset is refused in the hour that occurs twice or never', () => {
    assert.match(refusal('2026-10-25T02:30:00'), /occurs twice in Europe\/Berlin/)
    assert.match(refusal('2026-03-29T02:30:00'), /occurs never in Europe\/Berlin/)
    assert.equal(parseTimestamp('2026-10-25T02:30:00+02:00', berlin), Date.UTC(2026, 9, 25, 0, 30))
  })

  test('is refused where the calendar or the clock has no such time', () => {
    for (const text of ['2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-00T00:00:00Z', '2026-04-31T00:00:00'])
      assert.match(refusal(text), /date that does not exist/)
    for (const text of ['2026-01-01T24:00:00Z', '2026-01-01T00:61:00Z', '2026-06-30T23:59:00+24:00'])
      assert.match(refusal(text), /RFC 3339/)
    assert.match(refusal('2026-06-30T23:59:60Z'), /leap seconds/)
  })

  test('is refused in any other form, never guessed', () => {
    for (const text of [
      '',
      'now',
      '22.11.2026',
      '2026-11-22',
      '1732258200',
      '2026-11-22T07:30:00+0100',
      ' 2026-11-22T07:30:00Z',
      '2026-11-22T07:30:00Z[Europe/Berlin]',
    ])
      assert.match(refusal(text), /RFC 3339/)
  })

  test('is read back as it was written, in every year of four digits', () => {
    const year0 = Date.parse('0000-01-01T00:00:00Z')
    fc.assert(
      fc.property(fc.integer({ min: year0, max: Date.UTC(9999, 11, 31) }), (instant) => {
        assert.equal(parseTimestamp(formatTimestamp(instant), berlin), instant)
      }),
      { examples: [[year0], [Date.parse('0050-06-01T00:00:00Z')], [Date.parse('0099-12-31T23:59:59.999Z')]] },
    )
    assert.equal(parseTimestamp('0050-06-01T00:00', 'UTC'), Date.parse('0050-06-01T00:00:00Z'))
    assert.equal(parseTimestamp('0000-02-29T00:00:00Z', berlin), Date.parse('0000-02-29T00:00:00Z'))
    assert.match(refusal('0050-02-29T00:00:00Z'), /date that does not exist/)
  })

  test('is local time exactly where the zone says so, for every instant and zone', () => {
    const zones = fc.constantFrom(
      'Europe/Berlin',
      'America/Los_Angeles',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/Sao_Paulo',
    )
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 }),
        zones,
        (seconds, timeZone) => {
          const zoned = Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toZonedDateTimeISO(timeZone)
          const local = zoned.toPlainDateTime().toString({ smallestUnit: 'second' })
          const parsed = parseTimestamp(local, timeZone)
          if (typeof parsed === 'number') assert.equal(parsed, seconds * 1000)
          else assert.match(parsed.message, /occurs twice/)
        },
      ),
    )
  })
})
