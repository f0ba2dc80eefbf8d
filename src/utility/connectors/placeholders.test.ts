import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkPlaceholders, fill, fillJson, type Placement, PlacementError } from './placeholders.ts'

const placement: Placement = {
  value: 12_345_600,
  rule: { field: 'meterValue', decimals: 1, rounding: 'down' },
  meterDigits: 6,
  readingAt: Date.UTC(2026, 0, 31, 23, 30, 5),
  timeZone: 'Europe/Berlin',
  site: 'home',
  submission: '0190-id',
  secrets: { TOKEN: 'sesame' },
}

describe('placeholders', () => {
  const cases: [string, string][] = [
    ['{{reading}}', '12345.6'],
    ['{{reading|digits:0:3}}', '012'],
    ['{{reading|digits:3:6}}-{{reading|digits:6:7}}', '345-6'],
    ['{{reading|decimal:,:1}}', '12345,6'],
    ['{{reading|decimal:,:0}}', '12345'],
    ['{{reading|decimal:.:3}}', '12345.600'],
    ['{{date|YYYY-MM-DD}}', '2026-02-01'],
    ['{{date|DD.MM.YYYY}}', '01.02.2026'],
    ['{{date|YYYYMMDD}}', '20260201'],
    ['{{time|HH:mm}}', '00:30'],
    ['{{date|YYYY-MM-DD}}T{{time|HH:mm:ss}}', '2026-02-01T00:30:05'],
    ['Bearer {{secret.TOKEN}}', 'Bearer sesame'],
    ['{{site}}/{{submission}}', 'home/0190-id'],
    ['{"a":{"b":{{reading}}}}', '{"a":{"b":12345.6}}'],
    ['nothing', 'nothing'],
  ]
  for (const [template, filled] of cases)
    test(`fill ${template} with ${filled}`, () => assert.equal(fill(template, placement), filled))

  test('a JSON string that is nothing but the reading becomes a number', () => {
    const body = {
      reading: '{{reading}}',
      list: ['{{reading}}', 'x{{reading}}'],
      flag: true,
      none: null,
      text: '{{date|YYYY}}',
    }
    const filled = { reading: 12345.6, list: [12345.6, 'x12345.6'], flag: true, none: null, text: '2026' }
    assert.deepEqual(fillJson(body, placement), filled)
  })

  test('what is filled in is encoded for an address, and the address is not', () => {
    assert.equal(
      fill('http://x/a b?z={{secret.TOKEN}}', { ...placement, secrets: { TOKEN: 'a&b/c' } }, encodeURIComponent),
      'http://x/a b?z=a%26b%2Fc',
    )
  })

  test('a secret that looks like a placeholder is not filled again', () => {
    assert.equal(fill('{{secret.TOKEN}}', { ...placement, secrets: { TOKEN: '{{site}}$&' } }), '{{site}}$&')
  })

  test('digits are refused rather than put in the wrong fields', () => {
    const digits = (changes: Partial<Placement>) => () => fill('{{reading|digits:0:6}}', { ...placement, ...changes })
    assert.throws(digits({ meterDigits: null }), PlacementError)
    assert.throws(digits({ meterDigits: 4 }), PlacementError)
    assert.throws(() => fill('{{reading|digits:0:9}}', placement), PlacementError)
  })

  for (const wrong of [
    '{{readin}}',
    '{{reading|digits:3:1}}',
    '{{reading|decimal:,:9}}',
    '{{date|yyyy}}',
    '{{date|}}',
    '{{site|x}}',
    '{{ reading }}',
    '{{',
    '{{reading}',
  ])
    test(`${wrong} is refused, and its place named`, () => {
      const [error] = checkPlaceholders({ body: [{ 'a/b': `x ${wrong}` }] }, '', [])
      assert.equal(error?.path, '/body/0/a~1b')
    })

  test('a secret that is not stored is named', () => {
    assert.match(checkPlaceholders('{{secret.PIN}}', '/url', ['TOKEN'])[0]?.message ?? '', /secret.PIN.*not stored/)
    assert.deepEqual(checkPlaceholders('{{secret.TOKEN}}', '/url', ['TOKEN']), [])
  })
})
