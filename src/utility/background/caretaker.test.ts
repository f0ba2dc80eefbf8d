import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { lookupAt, oauthAt, openWorkbench, type Workbench } from '../../../test/fakes/utility/workbench.ts'
import { engines } from '../../../test/support/databases.ts'
import type { Submission } from '../submissions/submission-record.ts'
import type { UtilityReading } from '../surroundings.ts'

const hour = 3_600_000

for (const engine of engines)
  describe(`what is done without being asked on ${engine.name}`, () => {
    let bench: Workbench
    let reading: UtilityReading
    before(async () => {
      bench = await openWorkbench(engine)
    })
    after(() => bench.close())
    beforeEach(() => {
      reading = bench.nextReading()
    })

    const connector = async () => {
      const found = await bench.connectors.find('city')
      assert.ok(found)
      return found
    }
    const all = () => bench.submissions.list({ state: undefined, site: undefined, limit: 1000, before: undefined })
    const ofReading = async ({ id }: UtilityReading): Promise<Submission | undefined> =>
      (await all()).find(({ readingId }) => readingId === id)
    const untilRun = async (lateMilliseconds = 0): Promise<void> => {
      const { nextRunAt } = await connector()
      bench.time.now = (nextRunAt ?? 0) + lateMilliseconds
      await bench.look()
    }

    describe('a schedule', () => {
      test('submits the newest reading once, at the moment that chance has chosen and a PUT keeps', async () => {
        await bench.set({ schedule: '0 7 * * *' })
        const { nextRunAt } = await connector()
        await bench.set({ schedule: '0 7 * * *', portal: 'https://portal.example' })
        assert.equal((await connector()).nextRunAt, nextRunAt)
        await bench.look()
        assert.equal(await ofReading(reading), undefined)
        await untilRun()
        const submission = await ofReading(reading)
        assert.equal(submission?.createdBy, 'schedule')
        assert.equal((await bench.settle(submission?.id ?? '')).state, 'confirmed')
        const count = (await all()).length
        await untilRun()
        assert.equal((await all()).length, count, 'the same reading is not submitted again')
      })

      test('is run once by two processes', async () => {
        await bench.set({ schedule: '0 8 * * *' })
        const count = (await all()).length
        const { nextRunAt } = await connector()
        bench.time.now = nextRunAt ?? 0
        await Promise.all([bench.look(), bench.look()])
        assert.equal((await all()).length, count + 1)
      })

      test('that was missed is made up for while the window is open, and not after it', async () => {
        await bench.set({ schedule: '0 7 1 * *', window: { fromDay: 1, toDay: 3 } })
        await untilRun(30 * hour)
        assert.equal((await ofReading(reading))?.state, 'queued')
        reading = bench.nextReading()
        await untilRun(24 * 20 * hour)
        assert.equal(await ofReading(reading), undefined)
        const { nextRunAt } = await connector()
        assert.ok((nextRunAt ?? 0) > bench.time.now)
      })

      test('does not run while the connector is switched off', async () => {
        await bench.set({ schedule: '0 7 * * *', enabled: false })
        assert.equal((await connector()).nextRunAt, null)
        bench.time.now += 48 * hour
        await bench.look()
        assert.equal(await ofReading(reading), undefined)
      })
    })

    describe('a doubtful reading', () => {
      const doubtful = async (): Promise<Submission> => {
        await bench.set()
        bench.doubts.set(reading.id, 'The counter fell.')
        const submission = await bench.push(reading.id)
        assert.deepEqual(
          [submission.state, submission.code, submission.detail],
          ['needs-attention', 'doubtful-reading', 'The counter fell.'],
        )
        await bench.work()
        assert.equal(bench.countTaken(reading), 0)
        return submission
      }

      test('is sent when the reading is confirmed', async () => {
        const { id } = await doubtful()
        await bench.look()
        assert.equal((await bench.find(id)).state, 'needs-attention')
        bench.doubts.delete(reading.id)
        await bench.look()
        assert.equal((await bench.settle(id)).state, 'confirmed')
      })

      test('is confirmed by the word that sends it', async () => {
        const { id } = await doubtful()
        await bench.decisions.retry(id, 'ada', 'I have read it again')
        assert.equal(bench.doubts.has(reading.id), false)
        assert.equal((await bench.settle(id)).state, 'confirmed')
      })

      test('that becomes so while it waits is not sent', async () => {
        await bench.set()
        const { id } = await bench.push(reading.id)
        bench.doubts.set(reading.id, 'It jumped.')
        assert.equal((await bench.settle(id)).code, 'doubtful-reading')
        assert.equal(bench.countTaken(reading), 0)
        bench.readings.delete(reading.id)
        bench.doubts.delete(reading.id)
        await bench.look()
        assert.equal((await bench.settle(id)).state, 'cancelled')
      })
    })

    describe('a refusal of the newest reading', () => {
      test('has an alert until a newer one is on its way', async () => {
        await bench.set()
        assert.equal((await bench.submit(reading, 'refuse')).state, 'rejected')
        await bench.look()
        const [alert, ...others] = await bench.openAlerts('submission-refused')
        assert.deepEqual(others, [])
        assert.match(alert?.message ?? '', /was refused \(less-than-previous\)/)
        assert.match(alert?.message ?? '', /lower than the last one; token was .+\. See GET/)
        await bench.submit(bench.anotherReading())
        await bench.look()
        assert.deepEqual(await bench.openAlerts('submission-refused'), [])
      })
    })

    describe('a captcha', () => {
      test('stops everything of the connector until the submission is resolved', async () => {
        const { connector: city } = await bench.set()
        const asked = await bench.push(reading.id)
        const needing = { state: 'needs-attention', code: 'captcha', nextAttemptAt: null } as const
        assert.ok(await bench.submissions.replace({ ...asked, ...needing }))
        await bench.connectors.setStop(city, { code: 'captcha', detail: 'I am not a robot' })
        const waiting = await bench.push(bench.anotherReading().id)
        assert.match(waiting.detail ?? '', /stopped until a person has acted \(captcha\)/)
        await bench.work()
        assert.equal((await bench.find(waiting.id)).state, 'queued')
        await bench.decisions.resolve(asked.id, { outcome: 'confirmed', receipt: 'R', note: 'typed by hand' }, 'ada')
        assert.equal((await bench.settle(waiting.id)).state, 'confirmed')
      })
    })

    describe('a daily rehearsal', () => {
      test('raises an alert where it does not go well, submits nothing, and closes it when it goes well', async () => {
        await bench.set({ rehearse: 'daily', lookup: lookupAt(bench.fake) })
        const rehearse = async (...lookupFaults: number[]) => {
          bench.fake.lookupFaults.push(...lookupFaults)
          const { nextRehearsalAt } = await connector()
          bench.time.now = nextRehearsalAt ?? 0
          await bench.rehearseDaily()
          return (await bench.openAlerts('rehearsal')).map(({ subject }) => subject)
        }
        await bench.rehearseDaily()
        assert.deepEqual(bench.fake.seen, [], 'it is not due yet')
        assert.deepEqual(await rehearse(500), ['city'])
        assert.deepEqual(await rehearse(), [])
        assert.ok(bench.fake.seen.every(({ method }) => method === 'GET'))
        assert.equal(bench.countTaken(reading), 0)
      })

      test('with a wrong password is tried once, and stops the account', async () => {
        await bench.set({ ...oauthAt(bench.fake), rehearse: 'daily', secrets: { clientId: 'me', clientSecret: 'no' } })
        for (let day = 0; day < 3; day++) {
          const { nextRehearsalAt } = await connector()
          bench.time.now = nextRehearsalAt ?? 0
          await bench.rehearseDaily()
        }
        assert.equal(bench.fake.seen.length, 1)
        assert.equal((await connector()).stopped?.code, 'credentials')
        await bench.look()
        assert.deepEqual((await bench.openAlerts('connector-stopped')).length, 1)
        await bench.set()
        await bench.look()
        assert.deepEqual(await bench.openAlerts('connector-stopped'), [])
      })

      test('does not stop a connector that was given another password meanwhile', async () => {
        const { connector: rehearsed } = await bench.set()
        await bench.set({ secrets: { token: 'another' } })
        await bench.connectors.setStop(rehearsed, { code: 'credentials', detail: 'The old password was refused.' })
        assert.equal((await connector()).stopped, null)
        await bench.set()
      })
    })

    describe('a window that closes within two days', () => {
      test('has an alert while nothing was handed over in it, and none before, afterwards, or once something was', async () => {
        await bench.set({ window: { fromDay: 1, toDay: 7 } })
        const alertsAt = async (day: string) => {
          bench.time.now = Date.parse(`${day}T12:00:00+01:00`)
          await bench.look()
          return (await bench.openAlerts('window-closes')).map(({ message }) => message)
        }
        assert.deepEqual(await alertsAt('2035-01-05'), [])
        const [message, ...others] = await alertsAt('2035-01-06')
        assert.deepEqual(others, [])
        assert.match(message ?? '', /^city takes readings of home until 2035-01-07, and none has been handed over/)
        assert.deepEqual(await alertsAt('2035-01-08'), [])
        bench.time.now = Date.parse('2035-02-02T12:00:00+01:00')
        assert.equal((await bench.submit(reading)).state, 'confirmed')
        assert.deepEqual(await alertsAt('2035-02-06'), [])
        assert.equal((await alertsAt('2035-03-06')).length, 1)
        await bench.set()
        await bench.look()
      })
    })

    describe('a submission that needs a person', () => {
      test('has one alert with the value, the portal and the deadline, until somebody has decided', async () => {
        await bench.set({ portal: 'https://portal.example/login', window: { fromDay: 1, toDay: 31 } })
        const { id, code } = await bench.submit(reading, 'take-then-drop')
        assert.equal(code, 'outcome-unknown')
        await bench.look()
        await bench.look()
        const alerts = (await bench.openAlerts('submission')).filter(({ subject }) => subject === id)
        assert.equal(alerts.length, 1)
        assert.match(
          alerts[0]?.message ?? '',
          new RegExp(`${Math.floor((reading.meter ?? 0) / 1000)}, at https://portal`),
        )
        await bench.decisions.resolve(id, { outcome: 'confirmed', receipt: null, note: 'it is there' }, 'ada')
        await bench.look()
        assert.equal((await bench.openAlerts('submission')).filter(({ subject }) => subject === id).length, 0)
      })
    })
  })
