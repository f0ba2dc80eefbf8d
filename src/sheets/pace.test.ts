import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { createMirrorFixture, until } from '../../test/fakes/google/mirror-fixture.ts'
import { engines } from '../../test/support/databases.ts'

describe('the pace of the mirror', () => {
  test('brings 1,000 readings posted at 100 a second into the sheet with at most 15 write requests', async () => {
    const [sqlite] = engines
    const fixture = await createMirrorFixture(await sqlite!.open(), { latencyMilliseconds: 100 })
    try {
      const sheets = fixture.start()
      const start = Date.now()
      for (let count = 0; count < 1000; count++) {
        await fixture.record(1)
        sheets.hint('home')
        await wait(Math.max(0, start + count * 10 - Date.now()))
      }
      await until('nothing waits', async () => (await fixture.waiting()) === 0)
      assert.equal(fixture.rows().length, 1000)
      assert.ok(fixture.google.count('write') <= 15, `${fixture.google.count('write')} writes`)
    } finally {
      await fixture.stop()
    }
  })

  test('brings single readings into the sheet within 3 s, one every second and a half', async () => {
    const [sqlite] = engines
    const fixture = await createMirrorFixture(await sqlite!.open(), { latencyMilliseconds: 200 })
    try {
      const sheets = fixture.start()
      await until('the header stands', () => sheets.status().detail === 'the sheet shows every reading')
      const delays: number[] = []
      for (let count = 0; count < 12; count++) {
        await fixture.record(1)
        sheets.hint('home')
        const start = Date.now()
        await until('it is written', async () => (await fixture.waiting()) === 0)
        delays.push(Date.now() - start)
        await wait(1_500 * Math.random())
      }
      assert.ok(Math.max(...delays) < 3_000, `delays of ${delays.join(', ')} ms`)
    } finally {
      await fixture.stop()
    }
  })
})
