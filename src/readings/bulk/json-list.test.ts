import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import type { BulkRow } from './bulk.ts'
import { beginsList, readJsonList } from './json-list.ts'

const records = [
  { meterValue: 1, note: 'brackets ] } and a comma, in "quotes" \\' },
  { meterValue: 2, sheet: { state: 'written', rows: [1, [2]] } },
  'no record',
]
const exported = JSON.stringify({ records })

async function read(text: string, size = text.length): Promise<BulkRow[]> {
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_unused, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
  return (await Array.fromAsync(readJsonList(Readable.from(pieces)))).flat()
}

test('the records of a list are told apart wherever the pieces of the file end', async () => {
  const expected = records.map((value) => ({ value }))
  for (const text of [exported, JSON.stringify({ records }, null, 2), JSON.stringify(records), `\n${exported}\n`])
    for (const size of [1, 2, 7, text.length]) assert.deepEqual(await read(text, size), expected, `${size}: ${text}`)
  assert.deepEqual(await read('{"records":[]}'), [])
})

test('a record that is no JSON is told of, and the others are read', async () => {
  const rows = await read('[{"meterValue":1},{meterValue:2},{"meterValue":3}]')
  assert.deepEqual(
    rows.map((row) => 'errors' in row),
    [false, true, false],
  )
})

test('a list that is cut off, goes on after its end or has an endless record is refused', async () => {
  for (const length of [exported.length - 2, exported.length - 20, 13])
    await assert.rejects(read(exported.slice(0, length)), /ends in the middle of record/, String(length))
  await assert.rejects(read(`${exported}{"records":[]}`), /After record 2 the list must end/)
  await assert.rejects(read(`["${'x'.repeat(70_000)}`, 1000), /Record 0 is longer than 65536 characters/)
})

test('only a list, or an object that begins with its records, begins a list', () => {
  for (const text of ['[', ' [{', '{"records":[', '{\n  "records" : [\n']) assert.ok(beginsList(text), text)
  for (const text of ['{"id":1,"records":[]}', '{"records":{}}', 'Timestamp,Meter_Value', ''])
    assert.ok(!beginsList(text), text)
})
