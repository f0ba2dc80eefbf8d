import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { draftOf, fromThousandths, toThousandths } from './reading.ts'

const context = { site: 'home', timeZone: 'Europe/Berlin', defaultSource: 'phone', now: Date.UTC(2026, 10, 22, 12) }

describe('a quantity', () => {
  test('with up to three decimals is kept exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (thousandths) => {
        const text = `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`
        assert.equal(toThousandths(Number(text)), thousandths)
        assert.equal(fromThousandths(thousandths), Number(text))
      }),
    )
  })

  test('with more decimals is rounded by its decimal digits, half up', () => {
    const rounded: [number, number][] = [
      [1.0005, 1001],
      [1.00049, 1000],
      [0.0005, 1],
      [0.00049999, 0],
      [1e-9, 0],
      [2.6755, 2676],
      [123456.7895, 123456790],
    ]
    for (const [value, expected] of rounded) assert.equal(toThousandths(value), expected, String(value))
  })

  test('is never further than half a thousandth from what was given', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (value) => {
        assert.ok(Math.abs(toThousandths(value) - value * 1000) <= 0.5 + value * 1e-12)
      }),
    )
  })
})

describe('a reading', () => {
  test('takes the moment of recording, the account and no note by default', () => {
    assert.deepEqual(draftOf({ meterValue: 12.5 }, context), {
      id: undefined,
      site: 'home',
      timestamp: context.now,
      inverter: null,
      meter: 12500,
      source: 'phone',
      note: null,
    })
  })

  test('is refused without any value, before 2000 or more than five minutes ahead', () => {
    const wrong = (input: Parameters<typeof draftOf>[0]) => {
      const errors = draftOf(input, context)
      assert.ok(Array.isArray(errors))
      return errors.map(({ path, message }) => `${path} ${message}`).join()
    }
    assert.match(wrong({}), /^\/meterValue is required/)
    assert.match(wrong({ meterValue: 1, timestamp: '1999-12-31T23:59:59Z' }), /^\/timestamp lies before the year 2000/)
    assert.match(
      wrong({ meterValue: 1, timestamp: '2026-11-22T12:05:01Z' }),
      /^\/timestamp lies more than 5 minutes ahead/,
    )
    assert.ok(!Array.isArray(draftOf({ meterValue: 1, timestamp: '2026-11-22T12:05:00Z' }, context)))
  })
})
