import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RowValues } from '../cells/row-values.ts'
import { mistakesIn, type StrayedWrite, withoutMistakes } from './strayed-writes.ts'

const agreed: RowValues = { timestamp: 0, inverter: 1, meter: 2, source: 'meter', note: 'mine' }
const write = (id: string, fields: StrayedWrite['fields'], values: Partial<RowValues>): StrayedWrite => ({
  id,
  fields,
  values: { ...agreed, ...values },
})
const namesIn = (seen: RowValues, strayed: StrayedWrite[], settled: StrayedWrite['fields'] = []): string[] =>
  mistakesIn(seen, { id: 'own', agreed, settled }, strayed).map(({ id }) => id)

test('what several batches have written into a row by mistake is found, also where one has overwritten a part of another', () => {
  const both = write('first', ['meter', 'note'], { meter: 20, note: 'of the first' })
  const note = write('second', ['note'], { note: 'of the second' })
  const seen = { ...agreed, meter: 20, note: 'of the second' }
  assert.deepEqual(namesIn(seen, [both, note]), ['second', 'first'])
  assert.deepEqual(withoutMistakes(seen, [both, note], agreed), agreed)
})

test('what a person has typed is none, nor is what was meant for the row itself', () => {
  const seen = { ...agreed, meter: 20 }
  assert.deepEqual(namesIn(seen, [write('first', ['meter', 'note'], { meter: 20, note: 'of the first' })]), [])
  assert.deepEqual(namesIn(seen, [write('first', ['meter'], { meter: 21 })]), [])
  assert.deepEqual(namesIn(seen, [write('own', ['meter'], { meter: 20 })]), [])
  assert.deepEqual(namesIn(agreed, [write('first', ['meter'], {})]), [])
})

test('of a write that a person has edited in part since the rest is a mistake', () => {
  const both = write('first', ['meter', 'note'], { meter: 20, note: 'of the first' })
  const seen = { ...agreed, meter: 20, note: 'typed' }
  const mistakes = mistakesIn(seen, { id: 'own', agreed, settled: [] }, [both])
  assert.deepEqual(withoutMistakes(seen, mistakes, agreed), { ...agreed, note: 'typed' })
})

test('what is known to be no edit tells with the other cells whose write it was, and is no mistake alone', () => {
  const both = write('first', ['meter', 'note'], { meter: 20, note: 'of the first' })
  assert.deepEqual(namesIn({ ...agreed, meter: 20, note: 'of the first' }, [both], ['note']), ['first'])
  assert.deepEqual(
    namesIn({ ...agreed, note: 'of the second' }, [write('second', ['note'], { note: 'of the second' })], ['note']),
    [],
  )
})
