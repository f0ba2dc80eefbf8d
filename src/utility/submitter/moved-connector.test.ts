import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { lookupAt, openWorkbench, type Workbench } from '../../../test/fakes/utility/workbench.ts'
import { engines } from '../../../test/support/databases.ts'
import type { Submission } from '../submissions/submission-record.ts'
import type { UtilityReading } from '../surroundings.ts'

for (const engine of engines)
  describe(`a connector that is led to another place, on ${engine.name}`, () => {
    let bench: Workbench
    let reading: UtilityReading
    before(async () => {
      bench = await openWorkbench(engine)
    })
    after(() => bench.close())
    beforeEach(() => {
      reading = bench.nextReading()
    })

    const elsewhere = (path: string) => `${bench.fake.elsewhere}${path}`
    const lead = (name: string, changes: Record<string, unknown> = {}) =>
      bench.desk.put(name, {
        type: 'http',
        request: { method: 'POST', url: elsewhere('/readings'), body: { reading: '{{reading}}' } },
        auth: { type: 'bearer' },
        secrets: { token: 'token-of-elsewhere' },
        success: { receipt: '/receipt' },
        ...changes,
      })
    const asksAPerson = async ({ id }: Submission) => {
      const { state, code, detail } = await bench.settle(id)
      assert.deepEqual([state, code], ['needs-attention', 'outcome-unknown'])
      assert.match(detail ?? '', /leads to another place/)
      assert.deepEqual(bench.fake.seenElsewhere, [])
    }

    test('does not ask the first place for an outcome with the credentials of the second', async () => {
      await bench.set()
      bench.fake.faults.push('accept')
      bench.fake.pollsBeforeDecision = 100
      const submission = await bench.push(reading.id)
      await bench.work()
      await lead('city', { pending: { poll: 'location', state: '/status', confirmed: ['done'], rejected: [] } })
      await asksAPerson(submission)
      const tokens = bench.fake.seen.map(({ headers }) => headers.authorization)
      assert.ok(!tokens.includes('Bearer token-of-elsewhere'), String(tokens))
    })

    test('does not send again what the second place does not list, until a person says so', async () => {
      await bench.set({ lookup: lookupAt(bench.fake) })
      bench.fake.faults.push('take-then-drop')
      const submission = await bench.push(reading.id)
      await bench.work()
      const lookup = { url: elsewhere('/list'), list: '/readings', match: { date: '/date', reading: '/reading' } }
      await lead('city', { lookup })
      await asksAPerson(submission)
      assert.equal(bench.countTaken(reading), 1)
      await bench.decisions.retry(submission.id, 'ada', 'It was only a trial there.')
      assert.equal((await bench.settle(submission.id)).state, 'confirmed')
      assert.equal(bench.fake.seenElsewhere.length, 1)
    })

    test('sends what still waits to the new place, but not what another connector has brought there', async () => {
      const closed = { window: { fromDay: 31, toDay: 31 } }
      await bench.set(closed)
      const first = await bench.push(reading.id, 'city')
      const only = bench.anotherReading()
      const waits = await bench.push(only.id, 'city')
      await lead('city', closed)
      await lead('successor')
      const second = await bench.push(reading.id, 'successor')
      assert.equal((await bench.settle(second.id)).state, 'confirmed')
      await lead('city')
      const { state, detail } = await bench.settle(first.id)
      assert.equal(state, 'cancelled')
      assert.ok(detail?.includes(`/utility/submissions/${second.id}`), String(detail))
      assert.equal((await bench.settle(waits.id)).state, 'confirmed')
      await assert.rejects(bench.push(only.id, 'successor'), { type: 'already-submitted' })
      assert.equal(bench.fake.seenElsewhere.length, 2)
    })
  })
