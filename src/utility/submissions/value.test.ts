import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decimalText, readThousandths, roundThousandths } from './value.ts'

const thousandths = fc.integer({ min: 0, max: 1e12 })
const decimals = fc.integer({ min: 0, max: 3 })

describe('the value that is sent', () => {
  test('rounds down and to the nearest, half up', () => {
    assert.equal(roundThousandths(12_999, { decimals: 0, rounding: 'down' }), 12_000)
    assert.equal(roundThousandths(12_499, { decimals: 0, rounding: 'nearest' }), 12_000)
    assert.equal(roundThousandths(12_500, { decimals: 0, rounding: 'nearest' }), 13_000)
    assert.equal(roundThousandths(12_345, { decimals: 2, rounding: 'nearest' }), 12_350)
    assert.equal(roundThousandths(12_345, { decimals: 3, rounding: 'down' }), 12_345)
  })

  test('down never adds, the nearest is never half a step away, and both hit whole steps', () => {
    fc.assert(
      fc.property(thousandths, decimals, (value, places) => {
        const step = 10 ** (3 - places)
        const down = roundThousandths(value, { decimals: places, rounding: 'down' })
        const nearest = roundThousandths(value, { decimals: places, rounding: 'nearest' })
        assert.ok(down <= value && value - down < step && down % step === 0)
        assert.ok(Math.abs(nearest - value) * 2 <= step && nearest % step === 0)
      }),
    )
  })

  test('what is written is read back as the same', () => {
    fc.assert(
      fc.property(thousandths, decimals, fc.constantFrom('.', ','), (value, places, separator) => {
        const rounded = roundThousandths(value, { decimals: places, rounding: 'down' })
        const text = decimalText(rounded, places, separator)
        assert.equal(readThousandths(text), rounded)
        assert.equal(Number(decimalText(rounded, places)), rounded / 1000)
        assert.equal(readThousandths(rounded / 1000), rounded)
      }),
    )
  })

  test('what is no plain number is not guessed', () => {
    for (const text of ['', 'abc', '1.2.3', '-1', '1e5', '1 000', '0.0005', null, Number.NaN, [1]])
      assert.equal(readThousandths(text), undefined)
    assert.equal(readThousandths('007,500'), 7500)
    assert.equal(readThousandths('1.5000'), 1500)
  })
})
