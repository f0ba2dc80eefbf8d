import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RowCells } from '../cells/human-cells.ts'
import { findGoneRows } from './loose-rows.ts'

const typed = (inverter: number, note: string): RowCells => ({
  timestamp: 45_000,
  inverter,
  meter: '',
  source: '',
  note,
})

test('of typed rows that are gone the one that a person has changed is not counted', () => {
  const before = [typed(1, 'first'), typed(2, 'second'), typed(3, 'third')]
  assert.deepEqual(findGoneRows(before, [typed(1, 'first, changed'), typed(3, 'third')]), [typed(2, 'second')])
  assert.deepEqual(findGoneRows(before, [typed(2, 'second, changed'), typed(3, 'third')]), [typed(1, 'first')])
  assert.deepEqual(findGoneRows(before, [typed(3, 'third')]), [typed(1, 'first'), typed(2, 'second')])
})

test('where more rows are new than are gone none is', () => {
  const before = [typed(1, 'first')]
  assert.deepEqual(findGoneRows(before, [typed(8, 'of its own'), typed(9, 'another')]), [])
  assert.deepEqual(findGoneRows(before, [...before, typed(8, 'of its own')]), [])
})
