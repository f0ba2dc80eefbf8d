import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startFakePvoutput } from '../fakes/pvoutput/fake-pvoutput.ts'
import type { FakePvoutput } from '../fakes/pvoutput/pvoutput-types.ts'
import { type FakeSmtp, startFakeSmtp } from '../fakes/smtp.ts'
import { engines } from '../support/databases.ts'
import { type Service, startService } from '../support/service.ts'

const waiting = { prefer: 'wait=20' }
// Its days always have 24 hours.
const timeZone = 'Asia/Kolkata'
const today = Temporal.Now.zonedDateTimeISO(timeZone).startOfDay()

for (const engine of engines)
  describe(`the whole service before PVOutput and a mail server on ${engine.name}`, () => {
    let service: Service
    let pvoutput: FakePvoutput
    let smtp: FakeSmtp
    before(async () => {
      pvoutput = await startFakePvoutput(Date.now, timeZone)
      smtp = await startFakeSmtp()
      service = await startService(engine, { smtpUrl: smtp.url, siteTimeZone: timeZone })
      // Two counts a day, at six in the morning and in the evening, for three days up to yesterday.
      const counts = [-3, -2, -1].flatMap((days) => [6, 18].map((hours) => today.add({ days }).add({ hours })))
      const records = counts.map((at, index) => ({
        timestamp: at.toInstant().toString(),
        inverterKwh: 1000 + index * 6,
        meterValue: 500 + index,
      }))
      const { json } = await service.call('POST', '/records/bulk', { records })
      assert.equal(json.recorded, 6, JSON.stringify(json))
    })
    after(async () => {
      await service.stop()
      await pvoutput.close()
      await smtp.close()
    })

    const put = async (name: string, definition: Record<string, unknown>): Promise<void> => {
      const { status, text } = await service.call('PUT', `/utility/connectors/${name}`, definition)
      assert.equal(status, 201, text)
    }
    const push = async (connector: string, readingId?: string) =>
      (await service.call('POST', '/utility/push', { connector, readingId }, waiting)).json.submission
    const toPvoutput = (kind: string) => ({
      type: 'pvoutput',
      kind,
      systemId: pvoutput.systemId,
      url: pvoutput.url,
      secrets: { apiKey: pvoutput.apiKey },
      value: { field: 'inverterKwh', decimals: 3 },
    })
    const yesterday = today.subtract({ days: 1 }).toPlainDate().toString()

    test('a status stands at PVOutput in watt-hours at local time', async () => {
      await put('status', toPvoutput('status'))
      const submission = await push('status')
      assert.equal(submission.state, 'confirmed', JSON.stringify(submission))
      const key = `${yesterday.replaceAll('-', '')} 18:00`
      assert.deepEqual(pvoutput.statuses.get(key), { v1: 1_030_000, v3: null })
    })

    test('an output is the energy since midnight, which lies between two readings', async () => {
      await put('output', toPvoutput('output'))
      const submission = await push('output')
      assert.equal(submission.state, 'confirmed', JSON.stringify(submission))
      // 6 kWh in each twelve hours: half of them after midnight up to six, and all of them up to the evening.
      assert.deepEqual(pvoutput.outputs.get(yesterday.replaceAll('-', '')), { g: 9000, c: null })
    })

    test('an output is not replaced by that of an earlier reading of the day, pushed later', async () => {
      const before = pvoutput.outputs.get(yesterday.replaceAll('-', ''))
      assert.ok(before)
      const noon = today.subtract({ days: 1 }).add({ hours: 12 }).toInstant().toString()
      const { json } = await service.call('GET', `/readings?to=${noon}&limit=1`)
      const submission = await push('output', json.readings[0].id)
      assert.deepEqual([submission.state, submission.code], ['rejected', 'less-than-previous'], submission.detail)
      assert.match(submission.detail, /a later reading/i)
      assert.deepEqual(pvoutput.outputs.get(yesterday.replaceAll('-', '')), before)
      const dayBefore = (await service.call('GET', `/readings?to=${noon}&limit=2`)).json.readings[1]
      assert.equal((await push('output', dayBefore.id)).state, 'confirmed')
    })

    test('an e-mail is sent, with the reading as CSV', async () => {
      await put('post', { type: 'email', to: 'a@utility.example', subject: 'Reading', body: '{{reading}}' })
      const submission = await push('post')
      assert.equal(submission.state, 'sent', JSON.stringify(submission))
      assert.match(smtp.taken[0]?.text ?? '', /^505\r$/m)
      assert.match(smtp.taken[0]?.text ?? '', /^Timestamp,Inverter_kWh,Meter_Value,Source,Note,Reading_ID\r$/m)
    })

    test('no key and no password is shown or logged', async () => {
      const shown = await service.call('GET', '/utility/connectors')
      const submissions = await service.call('GET', '/utility/submissions')
      const secrets = /pv-secret-key|pass:wörd|pass%3Aw/
      for (const text of [shown.text, submissions.text, service.logged()]) assert.doesNotMatch(text, secrets)
    })
  })

test('without SMTP_URL an e-mail connector is refused, and told what to set', async (context) => {
  for (const engine of engines.slice(0, 1)) {
    const service = await startService(engine)
    context.after(() => service.stop())
    const definition = { type: 'email', to: 'a@utility.example', subject: 's', body: 'b' }
    const { status, text } = await service.call('PUT', '/utility/connectors/post', definition)
    assert.equal(status, 422)
    assert.match(text, /SMTP_URL/)
  }
})
