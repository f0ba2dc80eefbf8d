import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { systemClock } from '../../src/clock.ts'
import type { FakeUtility } from '../fakes/utility/fake-types.ts'
import { startFakeUtility } from '../fakes/utility/fake-utility.ts'
import { connectorTo } from '../fakes/utility/workbench.ts'
import { engines } from '../support/databases.ts'
import { type Service, startService } from '../support/service.ts'

const day = 24 * 3_600_000
const dayOfMonth = (daysFromNow: number) => new Date(Date.now() + daysFromNow * day).getUTCDate()
const portal = 'https://portal.example/readings'

for (const engine of engines)
  describe(`a doubtful reading on its way to the utility on ${engine.name}`, () => {
    let service: Service
    let fake: FakeUtility
    before(async () => {
      fake = await startFakeUtility(systemClock)
      service = await startService(engine)
      const window = { fromDay: dayOfMonth(-1), toDay: dayOfMonth(2) }
      const connector = connectorTo(fake, { portal, window })
      assert.equal((await service.call('PUT', '/utility/connectors/city', connector)).status, 201)
      await record('2026-01-01T12:00:00Z', 10_000)
    })
    after(async () => {
      await service.stop()
      await fake.close()
    })

    const record = async (timestamp: string, meterValue: number) => {
      const { json, text } = await service.call('POST', '/records/single', { timestamp, meterValue })
      assert.ok(json.reading, text)
      return json
    }
    const pushDoubtful = async (timestamp: string, meterValue: number) => {
      const { reading, warnings } = await record(timestamp, meterValue)
      assert.deepEqual(
        warnings.map(({ code }: { code: string }) => code),
        ['counter-fell'],
      )
      const { status, json } = await service.call('POST', '/utility/push', { readingId: reading.id })
      // Nobody asked for the outcome.
      assert.equal(status, 202)
      assert.deepEqual([json.submission.state, json.submission.code], ['needs-attention', 'doubtful-reading'])
      return json.submission
    }
    const until = async (isReached: () => Promise<boolean>): Promise<void> => {
      for (let isDone = false; !isDone; ) isDone = await isReached()
    }
    const stateOf = async (id: string) =>
      (await service.call('GET', `/utility/submissions/${id}`)).json.submission.state

    test('waits for a word, and says to a person what to type, where and until when', async () => {
      const { id, action } = await pushDoubtful('2026-02-01T12:00:00Z', 9000)
      assert.deepEqual([action.link, action.value], [portal, '9000'])
      assert.ok(Date.parse(action.deadline) > Date.now())
      const openAlerts = async () =>
        (await service.call('GET', '/alerts?state=open')).json.alerts.filter(
          ({ subject }: { subject: string }) => subject === id,
        )
      await until(async () => (await openAlerts()).length > 0)
      const [alert] = await openAlerts()
      assert.match(alert.message, /needs a person \(doubtful-reading\).*9000, at https:\/\/portal\.example/)
      assert.match(service.logged(), /a submission needs a person/)
      const retry = await service.call('POST', `/utility/submissions/${id}/retry`, { note: 'the meter was replaced' })
      assert.equal(retry.status, 202)
      await until(async () => (await stateOf(id)) === 'confirmed')
      await until(async () => (await openAlerts()).length === 0)
      const { json } = await service.call('GET', '/audit')
      const entry = json.entries.find(({ action: what }: { action: string }) => what.endsWith('/retry'))
      assert.deepEqual([entry.target, entry.note, entry.status], [id, 'the meter was replaced', 202])
    })

    test('goes on when the reading is confirmed', async () => {
      const { id, readingId } = await pushDoubtful('2026-03-01T12:00:00Z', 8000)
      const confirmed = await service.call('POST', `/records/${readingId}/confirm`, { note: 'I have looked again' })
      assert.equal(confirmed.status, 200, confirmed.text)
      await until(async () => (await stateOf(id)) === 'confirmed')
    })
  })
