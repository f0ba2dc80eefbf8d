import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createTab } from './model.ts'
import { deleteColumn, insertColumn, moveColumn, sortByColumn, typeRow, typeText } from './people.ts'
import { rawValue } from './ranges.ts'
import { parseTyped } from './typed-text.ts'

const now = Date.UTC(2024, 5, 1)
const christmas = 45_650

describe('the fake of Google reads typed text', () => {
  const cases: [text: string, locale: string, expected: object][] = [
    ['1.234,5', 'de_DE', { numberValue: 1234.5 }],
    ['1,234.5', 'en_US', { numberValue: 1234.5 }],
    ['1234,5', 'de_DE', { numberValue: 1234.5 }],
    ['1,234.5', 'de_DE', { stringValue: '1,234.5' }],
    ['12 345,6', 'fr_FR', { numberValue: 12_345.6 }],
    ['50%', 'en_US', { numberValue: 0.5 }],
    ['24.12.2024', 'de_DE', { numberValue: christmas }],
    ['24.12.24 18:00', 'de_DE', { numberValue: christmas + 0.75 }],
    ['12/24/2024', 'en_US', { numberValue: christmas }],
    ['24/12/2024', 'en_GB', { numberValue: christmas }],
    ['2024-12-24 18:00', 'en_US', { numberValue: christmas + 0.75 }],
    ['24.12.', 'de_DE', { numberValue: christmas }],
    ['31.02.2024', 'de_DE', { stringValue: '31.02.2024' }],
    ['true', 'de_DE', { boolValue: true }],
    ['=1+1', 'de_DE', { formulaValue: '=1+1' }],
    ["'=1+1", 'de_DE', { stringValue: '=1+1' }],
    ["'12", 'de_DE', { stringValue: '12' }],
    ['about 12', 'de_DE', { stringValue: 'about 12' }],
    ['', 'de_DE', {}],
  ]
  for (const [text, locale, expected] of cases)
    test(`“${text}” in ${locale}`, () => {
      assert.deepEqual(parseTyped(text, { locale, now }).value, expected)
    })
})

describe('a person in the fake of Google', () => {
  test('moves, inserts and deletes columns with all that stands in them', () => {
    const tab = createTab(1, 'Readings')
    typeRow(tab, ['a', 'b', 'c'])
    typeRow(tab, [1, 2, 3])
    tab.hiddenColumns = new Set([2])
    moveColumn(tab, 2, 0)
    insertColumn(tab, 1)
    deleteColumn(tab, 3)
    assert.deepEqual(
      tab.rows.map((row) => row.map(rawValue)),
      [
        ['c', '', 'a'],
        [3, '', 1],
      ],
    )
    assert.deepEqual([...tab.hiddenColumns], [0])
  })

  test('sorts numbers before text, and empty cells last', () => {
    const tab = createTab(1, 'Readings')
    for (const value of ['Meter_Value', 7, 'text', undefined, 3]) typeRow(tab, [value, 'x'])
    sortByColumn(tab, 0, -1)
    assert.deepEqual(
      tab.rows.map((row) => rawValue(row[0])),
      ['Meter_Value', 'text', 7, 3, ''],
    )
  })

  test('gives a date the looks of one where the cell has none', () => {
    const tab = createTab(1, 'Readings')
    typeText(tab, { row: 1, column: 0 }, '24.12.2024', { locale: 'de_DE', now })
    assert.deepEqual(tab.rows[0]?.[0]?.userEnteredFormat, { numberFormat: { type: 'DATE', pattern: 'yyyy-mm-dd' } })
  })
})
