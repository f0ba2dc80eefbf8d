import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../../../test/support/databases.ts'
import { createRequestMemory } from './requests-store.ts'

for (const engine of engines)
  test(`of two processes that want one place in the quota, one gets it, on ${engine.name}`, async (context) => {
    const database = await engine.open()
    context.after(() => database.close())
    const memory = createRequestMemory(database, async () => 'mirror@example.org')
    assert.deepEqual(await memory.load('read'), [])
    assert.ok(await memory.keep('read', 0, { known: undefined, at: 1_000 }))
    assert.ok(!(await memory.keep('read', 0, { known: undefined, at: 1_001 })))
    assert.ok(await memory.keep('read', 0, { known: 1_000, at: 2_000 }))
    assert.ok(!(await memory.keep('read', 0, { known: 1_000, at: 2_001 })))
    assert.ok(await memory.keep('write', 0, { known: undefined, at: 3_000 }), 'reads and writes are counted apart')
    assert.deepEqual(await memory.load('read'), [2_000])
  })
