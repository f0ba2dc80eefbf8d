import assert from 'node:assert/strict'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import { engines } from '../support/databases.ts'
import { root } from './cruise.ts'

const files = globSync('dist/*.js', { cwd: root })
// The service itself is started by the journeys.
const later = files.filter((file) => file !== 'dist/service.js' && !file.endsWith('-worker.js'))

describe('the bundle', () => {
  test('all that is loaded when it is first needed finds what it imports', async () => {
    assert.ok(later.length > 10)
    for (const file of later) await assert.doesNotReject(import(pathToFileURL(join(root, file)).href), file)
  })

  test('what is required when it is first needed is in it', () => {
    const library = /\(`(?:ajv|fast-jwt|@fastify\/fast-json-stringify-compiler)`\)/
    const asking = files.filter((file) => library.test(readFileSync(join(root, file), 'utf8')))
    assert.deepEqual(asking, [])
  })

  test('its worker threads answer', async (context) => {
    const location = await engines[0]!.createLocation()
    context.after(() => location.remove())
    const copy = join(location.dataDir, 'copy.db')
    new DatabaseSync(copy).close()
    const start = (name: string, options?: WorkerOptions): Worker => {
      const worker = new Worker(join(root, `dist/${name}.js`), options)
      context.after(() => worker.terminate())
      return worker
    }
    assert.deepEqual(await once(start('copy-check-worker', { workerData: copy }), 'message'), ['ok'])
    const comparison = start('comparison-worker')
    comparison.postMessage({ number: 7, tab: 1, call: { name: 'forget', values: [] } })
    const [reply] = (await once(comparison, 'message')) as [{ number: number }]
    assert.equal(reply.number, 7)
  })
})
