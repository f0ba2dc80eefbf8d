import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { locales, zones } from '../../../test/support/locale-samples.ts'
import { isEmptyRow, type RowCells, readCells } from './human-cells.ts'
import type { Field } from './sheet-layout.ts'
import { toCells, toSerial } from './sheet-rows.ts'

const now = Date.UTC(2030, 0, 1)
const instants = fc.integer({ min: Date.UTC(2000, 0, 2), max: now })
const quantities = fc.option(fc.integer({ min: 0, max: 1e12 }))
const settings = { locale: 'de_DE', timeZone: 'Europe/Berlin', now }

function read(cells: RowCells, locale = 'de_DE') {
  const result = readCells(cells, { ...settings, locale })
  return 'values' in result ? result.values : result.problem
}

function readOne(field: Field, cell: unknown, locale = 'de_DE'): unknown {
  const result = read({ [field]: cell }, locale)
  return typeof result === 'string' ? undefined : result[field]
}

test('what is written into a row is read back the same in every zone and locale, but for the doubled hour', () => {
  const plainText = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .filter((text) => /^(?!\s)[^\p{Cc}\p{Cs}]+(?<!\s)$/u.test(text))
  const reading = fc.record({
    id: fc.uuid(),
    timestamp: instants,
    inverter: quantities,
    meter: quantities,
    source: plainText,
    note: fc.option(fc.oneof(plainText, fc.constantFrom('#REF!', '=1+1', ' ', 'a\nb', 'TRUE', '1,5'))),
  })
  fc.assert(
    fc.property(reading, fc.constantFrom(...zones), fc.constantFrom(...locales), (written, timeZone, locale) => {
      const cells = Object.fromEntries(
        Object.entries(toCells(written, timeZone)).map(([field, cell]) => [
          field,
          Object.values(cell.userEnteredValue ?? {})[0],
        ]),
      )
      const result = readCells(cells, { locale, timeZone, now })
      assert.ok('values' in result, JSON.stringify(result))
      const { timestamp, ...others } = result.values
      const { timestamp: expected, ...otherExpected } = written
      assert.deepEqual(others, otherExpected)
      assert.equal(toSerial(timestamp ?? 0, timeZone), toSerial(expected, timeZone))
      assert.ok(expected - (timestamp ?? 0) === 0 || expected > (timestamp ?? 0))
    }),
    { numRuns: 2000 },
  )
})

test('of an hour that occurs twice the first is taken, one that never was is refused, as date or as text', () => {
  const first = Date.UTC(2026, 9, 25, 0, 30)
  assert.equal(readOne('timestamp', '25.10.2026 02:30'), first)
  assert.equal(readOne('timestamp', toSerial(first + 3_600_000, 'Europe/Berlin')), first)
  const skipped =
    'Timestamp holds 2026-03-29 02:30:00, which never was in Europe/Berlin because the clocks changed; write another time'
  assert.equal(read({ timestamp: '29.3.2026 02:30' }), skipped)
  assert.equal(read({ timestamp: toSerial(Date.UTC(2026, 2, 29, 2, 30), 'UTC') }), skipped)
})

test('what cannot be read is named with its column, its text and what would be right', () => {
  assert.equal(read({ meter: 'abc' }, 'en_US'), 'Meter_Value holds “abc”; write a number such as 1234.5')
  assert.equal(read({ meter: '#REF!' }), 'Meter_Value holds “#REF!”; write a number such as 1234,5')
  assert.equal(read({ inverter: true }), 'Inverter_kWh holds “TRUE”; write a number such as 1234,5')
  assert.equal(read({ inverter: -3 }), 'Inverter_kWh holds “-3”; write a number from 0 to 1000000000')
  assert.equal(
    read({ timestamp: 'soon', meter: `${'x'.repeat(50)}` }),
    `Timestamp holds “soon”; write a date and time such as 2026-11-22 07:30. Meter_Value holds “${'x'.repeat(40)}…”; write a number such as 1234,5`,
  )
  assert.match(
    String(read({ timestamp: 1 })),
    /^Timestamp holds “1899-12-31 00:00:00”, which lies before the year 2000/,
  )
  assert.match(String(read({ timestamp: '2030-01-01 02:00' })), /more than 5 minutes ahead/)
  assert.equal(read({ source: 'x'.repeat(65) }), 'Source holds more than 64 characters; shorten it')
  assert.equal(read({ note: '😀'.repeat(1001) }), 'Note holds more than 1000 characters; shorten it')
})

test('words, numbers and ticks in text columns are text, blanks around names are not', () => {
  assert.deepEqual(read({ source: ' roof ', note: 12.5, id: ' 018F0000-0000-7000-8000-00000000000A ' }), {
    timestamp: null,
    inverter: null,
    meter: null,
    source: 'roof',
    note: '12,5',
    id: '018f0000-0000-7000-8000-00000000000a',
  })
  assert.equal(readOne('note', true), 'TRUE')
  assert.equal(readOne('note', '😀'.repeat(1000)), '😀'.repeat(1000))
  assert.ok(isEmptyRow({}) && isEmptyRow({ note: ' ', timestamp: '', meter: null }))
  assert.ok(!isEmptyRow({ meter: 0 }) && !isEmptyRow({ note: false }))
})

test('no text whatever makes the reader fail', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.stringMatching(/^[\d., '/:-]{1,20}$/),
        fc.double({ noNaN: true }),
        fc.boolean(),
      ),
      fc.constantFrom(...locales),
      fc.constantFrom(...zones),
      (cell, locale, timeZone) => {
        const cells = { timestamp: cell, inverter: cell, meter: cell, source: cell, note: cell, id: cell }
        const result = readCells(cells, { locale, timeZone, now })
        if ('problem' in result) assert.match(result.problem, /^[A-Z]\w+ holds /)
      },
    ),
    { numRuns: 3000 },
  )
})
