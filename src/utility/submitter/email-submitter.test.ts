import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type FakeSmtp, startFakeSmtp } from '../../../test/fakes/smtp.ts'
import { noSettings } from '../../../test/fakes/utility/connector-context.ts'
import { openWorkbench, type Workbench } from '../../../test/fakes/utility/workbench.ts'
import { engines } from '../../../test/support/databases.ts'

for (const engine of engines.slice(0, 1))
  describe('submitting by e-mail', () => {
    let bench: Workbench
    let fake: FakeSmtp
    before(async () => {
      fake = await startFakeSmtp()
      bench = await openWorkbench(engine, {
        settings: { ...noSettings, smtpUrl: fake.url },
        limits: { milliseconds: 2000, bytes: 100_000 },
      })
      await bench.desk.put('post', {
        type: 'email',
        to: 'readings@utility.example',
        subject: 'Meter reading of {{date|DD.MM.YYYY}}',
        body: 'The meter shows {{reading}}.',
      })
    })
    after(async () => {
      await bench.close()
      await fake.close()
    })

    test('ends in sent, with the reading as CSV', async () => {
      const { id } = await bench.push(bench.addReading(1).id, 'post')
      const submission = await bench.settle(id)
      assert.deepEqual([submission.state, submission.code], ['sent', null])
      assert.equal(fake.taken.length, 1)
      const text = (fake.taken[0]?.text ?? '').replaceAll('=\r\n', '')
      assert.match(text, /Timestamp,Inverter_kWh,Meter_Value,Source,Note,Reading_ID/)
      assert.match(text, /^2026-03-11T12:00:00\.000Z,,1001\.4,ada,,reading-1\r$/m)
      await assert.rejects(bench.push('reading-1', 'post'), { status: 409 })
    })

    test('a server that is busy is tried again, and takes it once', async () => {
      fake.faults.push('later-recipient', 'busy-after-message', 'drop-at-recipient')
      const { id } = await bench.push(bench.addReading(2).id, 'post')
      assert.equal((await bench.settle(id)).state, 'sent')
      assert.equal(fake.taken.length, 2)
    })

    test('after a lost answer a person decides, and nothing is sent by itself', async () => {
      fake.faults.push('take-then-drop')
      const { id } = await bench.push(bench.addReading(3).id, 'post')
      const submission = await bench.settle(id)
      assert.deepEqual([submission.state, submission.code], ['needs-attention', 'outcome-unknown'])
      assert.equal(fake.taken.length, 3)
    })
  })
