import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const beginnings = ['selectFrom(', 'insertInto(', 'updateTable(', 'deleteFrom(']

/** The statements of a file that take the first of several rows, and read the others all the same. */
function readingMore(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/executeTakeFirst/g)].flatMap(({ index }) => {
    const begins = beginnings.map((name) => text.lastIndexOf(name, index))
    const statement = text.slice(Math.max(...begins), index)
    return /\.orderBy\(/.test(statement) && !/\.limit\(/.test(statement) ? [`${file}: ${statement}`] : []
  })
}

test('a statement that takes the first of several rows asks the database for one', () => {
  const files = globSync('src/**/*.ts', { cwd: `${import.meta.dirname}/../..` })
  assert.ok(files.some((file) => file.endsWith('submissions-store.ts')))
  assert.deepEqual(files.map((file) => `${import.meta.dirname}/../../${file}`).flatMap(readingMore), [])
})
