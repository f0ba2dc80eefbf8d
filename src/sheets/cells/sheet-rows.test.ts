import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readHeader } from './sheet-layout.ts'
import { fromSerial, toCells, toRow, toSerial } from './sheet-rows.ts'

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', '-07:00', 'Etc/GMT+3']
const instants = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2050, 0, 1) })
const quantities = fc.option(fc.integer({ min: 0, max: 1e12 }))

test('a serial number is the wall clock of the zone, in days since 1899-12-30', () => {
  assert.equal(toSerial(Date.UTC(1899, 11, 31, 12), 'UTC'), 1.5)
  assert.equal(toSerial(Date.UTC(2024, 6, 1, 22), 'Europe/Berlin'), 45_475)
  assert.equal(fromSerial(45_475, 'Europe/Berlin'), Date.UTC(2024, 6, 1, 22))
})

test('an instant survives the sheet, but for the second run of an hour that occurs twice', () => {
  fc.assert(
    fc.property(instants, fc.constantFrom(...zones), (timestamp, zone) => {
      const returned = fromSerial(toSerial(timestamp, zone), zone)
      assert.ok(returned === timestamp || toSerial(returned, zone) === toSerial(timestamp, zone))
      assert.ok(timestamp - returned >= 0 && timestamp - returned <= 3_600_000)
    }),
  )
})

test('quantities are numbers that give back their thousandths, and text is never a formula', () => {
  fc.assert(
    fc.property(quantities, fc.string({ minLength: 1 }), fc.option(fc.string()), (quantity, source, note) => {
      const cells = toCells({ id: 'x', timestamp: 0, inverter: quantity, meter: null, source, note }, 'UTC')
      const value = cells.inverter.userEnteredValue
      assert.deepEqual(value && 'numberValue' in value ? Math.round(value.numberValue * 1000) : null, quantity)
      assert.deepEqual(cells.meter, {})
      assert.deepEqual(cells.source, { userEnteredValue: { stringValue: source } })
      assert.deepEqual(cells.note, note ? { userEnteredValue: { stringValue: note } } : {})
    }),
  )
})

test('a row fills the columns that the header names and no other, in whatever order they stand', () => {
  const names = ['Timestamp', 'Inverter_kWh', 'Meter_Value', 'Source', 'Note', 'Reading_ID']
  const reading = { id: 'the-id', timestamp: 0, inverter: 1, meter: 2, source: 'me', note: 'n' }
  fc.assert(
    fc.property(fc.shuffledSubarray([...names, 'Mine', ''], { minLength: 8, maxLength: 8 }), (header) => {
      const found = readHeader(header)
      assert.ok(found.kind === 'complete')
      const row = toRow(reading, found.columns, 'UTC')
      for (const [column, name] of header.entries())
        assert.equal(row[column]?.userEnteredValue !== undefined, names.includes(name))
      assert.deepEqual(row[header.indexOf('Reading_ID')], { userEnteredValue: { stringValue: 'the-id' } })
    }),
  )
})

test('a header that is not clear is told from one that is empty or lacks the ids', () => {
  const names = ['timestamp', 'INVERTER_KWH', ' Meter_Value ', 'Source', 'Note']
  assert.equal(readHeader([]).kind, 'empty')
  assert.equal(readHeader(['', ' ', null]).kind, 'empty')
  assert.equal(readHeader(names).kind, 'without-ids')
  assert.equal(readHeader([...names, 'Reading_ID']).kind, 'complete')
  const doubled = readHeader([...names, 'Reading_ID', 'Note'])
  assert.ok(doubled.kind === 'unclear' && /Note stands there more than once/.test(doubled.reason))
  const missing = readHeader(names.slice(1))
  assert.ok(missing.kind === 'unclear' && /Timestamp, Reading_ID are missing/.test(missing.reason))
})
