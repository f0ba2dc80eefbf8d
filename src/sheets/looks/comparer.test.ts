import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { headerNames } from '../cells/sheet-layout.ts'
import { createComparers, type TabComparer } from './comparer.ts'
import type { Difference } from './comparison.ts'

const nothing = { ids: [], strays: [] }
// Above the size from which a thread of its own compares.
const manyRows = 3_000

type Row = (string | number)[]

function rowsOf(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => [45_000 + index, index, index * 2, 'roof', '', `id-${index}`])
}

function answerOf(rows: readonly Row[]): Uint8Array<ArrayBuffer> {
  const values = [Object.values(headerNames), ...rows]
  return new TextEncoder().encode(JSON.stringify({ valueRanges: [{ values }] }))
}

async function look(comparer: TabComparer, rows: readonly Row[]) {
  const difference = await comparer.compare(answerOf(rows), nothing)
  assert.equal(difference.kind, 'clear')
  const { page, ...rest } = difference as Extract<Difference, { kind: 'clear' }>
  const changed = page.changed.map(({ id }) => id)
  const moved = [...page.moved]
  for (let isLast = page.isLast; !isLast; ) {
    const next = await comparer.nextPage()
    changed.push(...next.changed.map(({ id }) => id))
    moved.push(...next.moved)
    isLast = next.isLast
  }
  return { ...rest, changed, moved }
}

for (const { where, count } of [
  { where: 'on this thread', count: 30 },
  { where: 'on the worker thread', count: manyRows },
])
  describe(`the looks at a tab compared ${where}`, () => {
    test('tell what is new, changed, moved, gone and without an id', async (context) => {
      const comparers = createComparers()
      context.after(() => comparers.stop())
      const comparer = comparers.open()
      const rows = rowsOf(count)
      const first = await look(comparer, rows)
      assert.equal(first.isFirst, true)
      assert.equal(first.changed.length, count)
      assert.deepEqual((await look(comparer, rows)).changed, [])

      rows[4] = [...rows[4]!.slice(0, 4), 'typed', 'id-4']
      assert.deepEqual((await look(comparer, rows)).changed, ['id-4'])

      rows.push([1, 2, 3, 'roof', '', 'id-new'], [4, 5, 6, 'roof', '', ''])
      const longer = await look(comparer, rows)
      assert.deepEqual(longer.changed, ['id-new'])
      assert.deepEqual(
        longer.withoutId.map(({ row, looks }) => ({ row, looks })),
        [{ row: count + 3, looks: 1 }],
      )
      assert.deepEqual(await comparer.absent(['id-1', 'id-other', 'id-new']), ['id-other'])

      rows.splice(0, 1)
      const shorter = await look(comparer, rows)
      assert.deepEqual(shorter.changed, [])
      assert.equal(shorter.moved.length, count)
      assert.deepEqual(shorter.moved[0], ['id-1', 2])
      assert.deepEqual(
        shorter.missing.map(({ id, looks, gap }) => ({ id, looks, gap })),
        [{ id: 'id-0', looks: 1, gap: { first: 2, last: 2 } }],
      )
      assert.equal((await look(comparer, rows)).missing[0]?.looks, 2)
      assert.deepEqual((await comparer.rawRows([2])).rows.get(2), rows[0])
    })

    test('tell a copy that comes after all others, and that is changed later', async (context) => {
      const comparers = createComparers()
      context.after(() => comparers.stop())
      const comparer = comparers.open()
      const rows = rowsOf(count)
      await look(comparer, rows)
      rows.push([...rows[7]!])
      assert.deepEqual((await look(comparer, rows)).changed, ['id-7'])
      rows[count] = [...rows[7]!.slice(0, 4), 'mine', 'id-7']
      assert.deepEqual((await look(comparer, rows)).changed, ['id-7'])
    })

    test('begin anew where all is to be forgotten, and after an answer that cannot be read', async (context) => {
      const comparers = createComparers()
      context.after(() => comparers.stop())
      const comparer = comparers.open()
      const rows = rowsOf(count)
      await look(comparer, rows)
      await comparer.forget()
      assert.equal((await look(comparer, rows)).isFirst, true)
      const torn = answerOf(rows).slice(0, -9)
      await assert.rejects(async () => comparer.compare(torn, nothing), /JSON/)
      assert.deepEqual((await look(comparer, rows)).changed, [])
    })
  })
