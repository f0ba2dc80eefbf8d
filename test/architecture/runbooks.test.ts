import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { rules } from '../../src/alerts/rules.ts'
import { root } from './cruise.ts'

test('every kind of alert has its section in the runbooks', () => {
  const sources = globSync('src/utility/**/*.ts', { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))
  const raised = sources.flatMap((source) =>
    [...source.matchAll(/^const \w*[kK]ind = '([\w-]+)'$/gm)].map(([, kind]) => kind),
  )
  assert.ok(raised.length >= 4)
  const runbooks = readFileSync(join(root, 'docs/runbooks.md'), 'utf8')
  const missing = [...raised, ...Object.keys(rules)].filter((kind) => !runbooks.includes(`\n## ${kind}\n`))
  assert.deepEqual(missing, [])
})
