import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { root } from './cruise.ts'

// The service itself is started by the journeys.
const later = globSync('dist/*.js', { cwd: root }).filter((file) => file !== 'dist/service.js')

describe('the bundle', () => {
  test('all that is loaded when it is first needed finds what it imports', async () => {
    assert.ok(later.length > 10)
    for (const file of later) await assert.doesNotReject(import(pathToFileURL(join(root, file)).href), file)
  })
})
