import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { locales } from '../../../test/support/locale-samples.ts'
import { readCells } from './human-cells.ts'
import type { Field } from './sheet-layout.ts'

const now = Date.UTC(2030, 0, 1)
const seconds = fc.integer({ min: Date.UTC(2000, 0, 2) / 1000, max: now / 1000 }).map((second) => second * 1000)
const berlin = (text: string): number => Temporal.ZonedDateTime.from(`${text}[Europe/Berlin]`).epochMilliseconds

function readOne(field: Field, cell: unknown, locale = 'de_DE'): unknown {
  const result = readCells({ [field]: cell }, { locale, timeZone: 'Europe/Berlin', now })
  return 'values' in result ? result.values[field] : undefined
}

test('a number that is formatted in the locale is read as the same number, or not at all', () => {
  const unread = new Set<string>()
  fc.assert(
    fc.property(
      fc.oneof(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 1e7 })),
      fc.constantFrom(...locales),
      fc.constantFrom<'auto' | 'always' | false>('auto', 'always', false),
      fc.integer({ min: 0, max: 3 }),
      (thousandths, locale, useGrouping, minimumFractionDigits) => {
        const tag = locale.replace('_', '-')
        const text = new Intl.NumberFormat(tag, {
          useGrouping,
          minimumFractionDigits,
          maximumFractionDigits: 3,
        }).format(thousandths / 1000)
        const value = readOne('meter', text, locale)
        if (value === undefined) unread.add(`${locale} ${text}`)
        else assert.equal(value, thousandths, `${locale} ${text}`)
      },
    ),
    { numRuns: 5000 },
  )
  assert.deepEqual([...unread], [])
})

test('a date and time that is formatted in the locale is read as the same instant, or not at all', () => {
  const styles: Intl.DateTimeFormatOptions[] = [
    { dateStyle: 'short', timeStyle: 'medium' },
    { dateStyle: 'short', timeStyle: 'medium', hour12: true },
    { dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' },
    { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    { dateStyle: 'medium', timeStyle: 'medium' },
  ]
  const readable = new Set<string>()
  fc.assert(
    fc.property(seconds, fc.constantFrom(...locales), fc.constantFrom(...styles), (instant, locale, style) => {
      const tag = Intl.DateTimeFormat.supportedLocalesOf(locale.replace('_', '-'))[0] ?? 'en-US'
      const text = new Intl.DateTimeFormat(tag, { ...style, timeZone: 'UTC' }).format(instant)
      const result = readCells({ timestamp: text }, { locale, timeZone: 'UTC', now })
      if ('problem' in result) return
      readable.add(locale)
      assert.equal(result.values.timestamp, instant, `${locale} ${text}`)
    }),
    { numRuns: 5000 },
  )
  // Other calendars, and words around the time.
  const unread = ['fr_CA', 'fi_FI', 'bg_BG', 'ar_SA', 'fa_IR', 'th_TH']
  assert.deepEqual(
    locales.filter((locale) => !(readable.has(locale) || unread.includes(locale))),
    [],
  )
})

test('numbers are read as people write them', () => {
  const right: [locale: string, text: string, thousandths: number][] = [
    ['de_DE', '1.234,5', 1_234_500],
    ['de_DE', '1 234,5', 1_234_500],
    ['de_DE', "1'234.5", 1_234_500],
    ['de_DE', '1,234.5', 1_234_500],
    ['de_DE', '1.234', 1_234_000],
    ['en_US', '1.234', 1_234],
    ['en_US', '1,5', 1_500],
    ['de_DE', '12.5', 12_500],
    ['de_DE', '12345.678', 12_345_678],
    ['de_DE', '1234,5 kWh', 1_234_500],
    ['de_DE', '1234,5KWH', 1_234_500],
    ['de_CH', '1’234.5', 1_234_500],
    ['fr_FR', '1 234,5', 1_234_500],
    ['en_IN', '12,34,567.5', 1_234_567_500],
    ['de_DE', ' 7 ', 7_000],
    ['de_DE', ',5', 500],
    ['de_DE', '0,0004', 0],
    ['de_DE', '1,2345', 1_235],
  ]
  for (const [locale, text, thousandths] of right) assert.equal(readOne('meter', text, locale), thousandths, text)
  const wrong = [
    'abc',
    '1.2.3',
    '1,2,3',
    '1.23.456',
    '12 kW',
    '5 MWh',
    '1e5',
    '50 %',
    '12²',
    '1..5',
    'kWh',
    '-',
    '1 5',
    '#REF!',
  ]
  for (const text of [...wrong, true, '-1', -0.5, 1e9 + 1, '1000000000,5'])
    assert.equal(readOne('meter', text), undefined, String(text))
  assert.equal(readOne('meter', '1.234', 'fr_FR'), undefined, 'a thousand to some and one to others')
  assert.equal(readOne('inverter', 1234.567_89), 1_234_568)
})

test('dates are read as people write them', () => {
  const right: [locale: string, text: string, local: string][] = [
    ['de_DE', '22.11.2026 07:30', '2026-11-22T07:30'],
    ['de_DE', '22.11.26 7:30:15', '2026-11-22T07:30:15'],
    ['de_DE', '2.3.2026', '2026-03-02T00:00'],
    ['de_DE', '22. 11. 2026, 07:30', '2026-11-22T07:30'],
    ['en_US', '2/3/2026 7:30 PM', '2026-02-03T19:30'],
    ['en_US', '11/22/26 12:05 am', '2026-11-22T00:05'],
    ['en_GB', '2/3/2026 7:30 p.m.', '2026-03-02T19:30'],
    ['da_DK', '22.11.2026 07.30', '2026-11-22T07:30'],
    ['it_IT', '22/11/2026 7.30.15', '2026-11-22T07:30:15'],
    ['vi_VN', '19:30:00 22/11/2026', '2026-11-22T19:30'],
    ['ko_KR', '2026. 11. 22. 오후 7:30', '2026-11-22T19:30'],
    ['ja_JP', '2026/11/22 19:30', '2026-11-22T19:30'],
    ['en_US', '2026-11-22 07:30', '2026-11-22T07:30'],
    ['en_US', '2026-11-22T07:30:15.250', '2026-11-22T07:30:15.250'],
    ['en_US', '2026-11-22', '2026-11-22T00:00'],
  ]
  for (const [locale, text, local] of right) assert.equal(readOne('timestamp', text, locale), berlin(local), text)
  assert.equal(readOne('timestamp', '2026-11-22T07:30:00Z'), Date.UTC(2026, 10, 22, 7, 30))
  assert.equal(readOne('timestamp', '2026-11-22T07:30:00+01:00'), Date.UTC(2026, 10, 22, 6, 30))
  const wrong = [
    'yesterday',
    '07:30',
    '31.2.2026',
    '22.13.2026',
    '22.11.2026 25:00',
    '22.11.2026 07.30',
    '22.11.',
    '22.11.126',
  ]
  for (const text of [
    ...wrong,
    '22.11.2026 07:60',
    '22.11.1999',
    '22.11.40',
    '1.1.2031',
    '22.11.2026 13:00 PM',
    true,
    '#N/A',
  ])
    assert.equal(readOne('timestamp', text), undefined, String(text))
  assert.equal(readOne('timestamp', '11/12/2026', 'sv_SE'), undefined, 'the year comes first in Sweden')
  for (const serial of [0.5, 20_261_122, 1_764_000_000_000, -3, 1e300])
    assert.equal(readOne('timestamp', serial), undefined, String(serial))
})
