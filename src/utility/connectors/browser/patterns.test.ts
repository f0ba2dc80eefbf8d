import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Placement } from '../placeholders.ts'
import { fillPattern, matchesOf, mayHoldValue } from './patterns.ts'

const placement: Placement = {
  value: 12_345_600,
  rule: { field: 'meterValue', decimals: 1, rounding: 'down' },
  meterDigits: 7,
  readingAt: Date.UTC(2026, 4, 2, 10),
  timeZone: 'Europe/Berlin',
  site: 'home',
  submission: 'the-submission',
  secrets: {},
}

describe('an expression with placeholders', () => {
  const finds = (pattern: string, text: string) => matchesOf(fillPattern(pattern, placement), text).length > 0
  const rows: [string, string][] = [
    ['{{date|DD.MM.YYYY}} +{{reading|decimal:,:1}}', '02.05.2026  12.345,6 kWh'],
    ['{{date|DD.MM.YYYY}} +{{reading|decimal:,:1}}', '02.05.2026  0012345,6 kWh'],
    ['0*{{reading|decimal:,:0}} kWh', '0012345 kWh'],
    ['{{reading|digits:0:3}}{{reading|digits:3:7}}', '0012345'],
    ['{{reading}}', "12'345.600"],
  ]
  for (const [pattern, text] of rows)
    test(`${pattern} finds ${text}`, () => assert.ok(finds(pattern, text), fillPattern(pattern, placement)))

  const others = ['112345,6', '12345,67', '9.12345,6', '12345,60001']
  for (const text of others)
    test(`finds no reading in ${text}`, () => assert.ok(!finds('{{reading|decimal:,:1}}', text)))
})

describe('a list proves absence only where the value stands nowhere', () => {
  const shown = ['12345,6', '12.345,60 kWh', '0012345', '12346', '1 2 3 4 5', '1\t2\t3\t4\t5', 'Stand: 12 345']
  for (const text of shown)
    test(`it may stand in ${JSON.stringify(text)}`, () => assert.ok(mayHoldValue(text, 12_345_600)))
  const absent = ['112345', '123456', '12347', '12.344,9 am 02.05.2026', 'nichts']
  for (const text of absent) test(`it does not stand in ${text}`, () => assert.ok(!mayHoldValue(text, 12_345_600)))
})
