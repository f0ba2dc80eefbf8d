import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import fc from 'fast-check'
import { startFakePvoutput } from '../../../test/fakes/pvoutput/fake-pvoutput.ts'
import type { FakePvoutput, PvoutputFault } from '../../../test/fakes/pvoutput/pvoutput-types.ts'
import { slotOf } from '../../../test/fakes/pvoutput/services.ts'
import { openWorkbench, type Workbench } from '../../../test/fakes/utility/workbench.ts'
import { engines } from '../../../test/support/databases.ts'
import type { UtilityReading } from '../surroundings.ts'

const minute = 60_000
const hour = 60 * minute
interface Pushed {
  id: string
  reading: UtilityReading
}

const faults: PvoutputFault[] = ['none', 'take-then-drop', 'drop', '503', '502', 'half-answer', 'nonsense']

for (const engine of engines)
  describe(`submitting to PVOutput on ${engine.name}`, () => {
    let bench: Workbench
    let fake: FakePvoutput
    let number = 0
    let latest = 0
    before(async () => {
      // Nothing hangs here, so nothing is cut short however busy the machine is.
      bench = await openWorkbench(engine, { limits: { milliseconds: 10_000, bytes: 100_000 } })
      fake = await startFakePvoutput(() => bench.time.now, 'Europe/Berlin')
      await bench.desk.put('roof', {
        type: 'pvoutput',
        systemId: fake.systemId,
        url: fake.url,
        secrets: { apiKey: fake.apiKey },
        value: { field: 'inverterKwh', decimals: 3 },
      })
    })
    after(async () => {
      await fake.close()
      await bench.close()
    })
    beforeEach(() => {
      bench.time.now += 24 * hour
      Object.assign(fake, { faults: [], refusals: [], leftOut: new Set(), seen: [] })
    })

    /** A reading of the last hours; each is later and higher than the one before, by an interval of PVOutput's. */
    const addReading = (): UtilityReading => {
      const id = `pv-${++number}`
      const interval = fake.statusInterval * minute
      const timestamp = Math.max(latest + interval, Math.floor((bench.time.now - 10 * hour) / interval) * interval)
      latest = timestamp
      const values = { timestamp, inverter: 5_000_000 + number * 10, meter: null, source: 'ada', note: null }
      const reading = { id, site: 'home', ...values }
      bench.readings.set(id, reading)
      return reading
    }
    const push = async (): Promise<Pushed> => {
      const reading = addReading()
      return { id: (await bench.push(reading.id, 'roof')).id, reading }
    }
    const keptOf = ({ timestamp }: UtilityReading) => {
      const local = Temporal.Instant.fromEpochMilliseconds(timestamp).toZonedDateTimeISO('Europe/Berlin')
      const date = local.toPlainDate().toString().replaceAll('-', '')
      return fake.statuses.get(slotOf(fake, date, local.toPlainTime().toString({ smallestUnit: 'minute' })).join(' '))
    }

    test('what waits together goes out in one request, and each row gets its own outcome', async () => {
      const pushed: Pushed[] = []
      for (let count = 0; count < 40; count++) pushed.push(await push())
      const [, second] = pushed
      const local = Temporal.Instant.fromEpochMilliseconds(second?.reading.timestamp ?? 0)
      fake.leftOut.add(local.toZonedDateTimeISO('Europe/Berlin').toPlainTime().toString({ smallestUnit: 'minute' }))
      await bench.work()
      assert.equal(fake.seen.length, 2)
      const states = await Promise.all(pushed.map(async ({ id }) => (await bench.find(id)).state))
      assert.equal(states[1], 'rejected')
      assert.equal(states.filter((state) => state === 'confirmed').length, 39)
    })

    test('a lost answer is looked up, and the status is there once', async () => {
      fake.faults.push('take-then-drop')
      const { id, reading } = await push()
      assert.equal((await bench.settle(id)).state, 'confirmed')
      assert.deepEqual(keptOf(reading), { v1: reading.inverter, v3: null })
      assert.equal(fake.seen.filter(({ service }) => service.startsWith('add')).length, 1)
    })

    test('a date that PVOutput takes for the future is tried later', async () => {
      fake.refusals.push('Bad request 400: Invalid future [20990101]')
      const { id } = await push()
      await bench.work()
      const { state, nextAttemptAt } = await bench.find(id)
      assert.equal(state, 'queued')
      assert.ok((nextAttemptAt ?? 0) > bench.time.now)
      assert.equal((await bench.settle(id)).state, 'confirmed')
    })

    test('a wrong key stops the account until a person has acted', async () => {
      fake.apiKey = 'another-key'
      const first = await push()
      const second = await push()
      await bench.work()
      const [one, other] = [await bench.find(first.id), await bench.find(second.id)]
      assert.deepEqual([one.state, one.code], ['needs-attention', 'credentials'])
      assert.ok(['queued', 'needs-attention'].includes(other.state))
      assert.equal(fake.seen.length, 1)
      fake.apiKey = 'pv-secret-key'
      for (const { id } of [first, second])
        if ((await bench.find(id)).state === 'needs-attention') await bench.decisions.retry(id, 'ada', null)
      for (const { id } of [first, second]) assert.equal((await bench.settle(id)).state, 'confirmed')
    })

    test('whatever fails, what is called confirmed is there, and nothing is lost', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom(...faults), { maxLength: 6 }),
          fc.integer({ min: 1, max: 5 }),
          async (schedule, count) => {
            bench.time.now += 24 * hour
            fake.faults.splice(0, Number.POSITIVE_INFINITY, ...schedule)
            const pushed: Pushed[] = []
            for (let left = count; left > 0; left--) pushed.push(await push())
            for (const { id, reading } of pushed) {
              assert.equal((await bench.settle(id)).state, 'confirmed')
              assert.deepEqual(keptOf(reading), { v1: reading.inverter, v3: null })
            }
          },
        ),
        { numRuns: 15 },
      )
    })
  })
