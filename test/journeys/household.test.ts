import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FakeGoogle, Fault } from '../fakes/google/types.ts'
import type { FakeUtility } from '../fakes/utility/fake-types.ts'
import { engines } from '../support/databases.ts'
import { until } from './client.ts'
import {
  assertSheetShows,
  connectorOf,
  csv,
  csvHeader,
  expected,
  type Household,
  listed,
  openHousehold,
  type ShownReading,
  valuesOf,
  written,
} from './household.ts'

const timeout = 240_000
const lostByGoogle: Fault = { kind: 'apply-then-drop' }
const busyGoogle: Fault = { kind: 'status', status: 429, retryAfterSeconds: 1 }
const brokenGoogle: Fault = { kind: 'status', status: 503 }
const silentGoogle: Fault = { kind: 'apply-then-hang' }
// Long after the batch has been sent anew: only its marker keeps it from being written twice.
const lateGoogle: Fault = { kind: 'late', milliseconds: 25_000 }

// They mostly wait for leases and back-offs, so they run side by side.
describe('four years of a household', { concurrency: 2 * engines.length }, () => {
  for (const engine of engines) {
    test(`go through a service on ${engine.name} into the sheet and to the utility, and survive its restart`, {
      timeout,
    }, async (t) => {
      const house = await openHousehold(engine, t)
      await recordHousehold(house)
      const readings = await written(house.call)
      assertSheetShows(house.tab(), readings)
      const last = readings.at(-1)
      const submission = await pushLast(house, last)
      const before = await stateOf(house, submission.id)

      assert.equal(await house.restart(), 0)
      assert.deepEqual(await stateOf(house, submission.id), before)
      assert.equal((await house.call('POST', '/utility/push', { readingId: last?.id })).status, 409)
      await assertOneMoreWrite(house)
      assert.deepEqual(taken(house.utility), [['2023-12-31', 11_277]])
      assert.equal(sent(house.utility), 1)
    })

    test(`stand in the sheet once and are submitted once, whatever fails around a service on ${engine.name}`, {
      timeout,
    }, async (t) => {
      // The tab with its header, the column of ids to be hidden twice, the batch twice.
      const faults = [lostByGoogle, busyGoogle, undefined, brokenGoogle, lateGoogle]
      const house = await openHousehold(engine, t, (google) => failWrites(google, faults))
      await recordHousehold(house)
      await until('a batch has left', () => faults.length === 0)
      const again = [silentGoogle]
      failWrites(house.google, again)
      await house.killAndRestart()

      const { earlier, last } = await submitBoth(house)
      await until('the batch has left again', () => again.length === 0)
      house.utility.lookupFaults.push(503)
      await house.killAndRestart()

      assertLookedUp(await settled(house, last), 'R-2')
      assertLookedUp(await settled(house, earlier), 'R-1')
      const readings = await written(house.call)
      await until('the first batch has arrived late', () => house.google.count('write') === 4)
      assertSheetShows(house.tab(), readings)
      failWrites(house.google, [lostByGoogle])
      await assertOneMoreWrite(house)
      assert.deepEqual(taken(house.utility), [
        ['2023-12-30', 11_264],
        ['2023-12-31', 11_277],
      ])
      assert.equal(sent(house.utility), 4)
    })
  }
})

async function recordHousehold({ call }: Household): Promise<void> {
  const { status, json } = await call('POST', '/records/bulk', csv, { 'content-type': 'text/csv' })
  assert.equal(status, 200)
  const count = expected.length
  assert.equal(count, 1340)
  assert.deepEqual(json, {
    received: count,
    recorded: count,
    duplicates: 0,
    rejected: 0,
    errors: [],
    warnings: [],
    duplicateRanges: [],
  })
}

async function pushLast({ call, utility }: Household, last: ShownReading | undefined): Promise<{ id: string }> {
  assert.equal((await call('PUT', '/utility/connectors/city', connectorOf(utility))).status, 201)
  const { status, json } = await call('POST', '/utility/push', {}, { prefer: 'wait=60' })
  assert.equal(status, 200, JSON.stringify(json))
  const { readingId, value, state, receipt } = json.submission
  assert.deepEqual(
    { readingId, value, state, receipt },
    { readingId: last?.id, value: 11_277, state: 'confirmed', receipt: 'R-1' },
  )
  return json.submission
}

/** Everything that the API tells: what a restart must not change. */
async function stateOf({ call }: Household, submission: string): Promise<object> {
  const exported = (await call('GET', '/readings/export?format=csv')).text
  assert.equal(exported.split('\r\n')[0], csvHeader.join(','))
  assert.deepEqual(valuesOf(exported), expected)
  const current = (await call('GET', '/readings/current')).json
  const [timestamp, inverter, meter, source] = expected.at(-1) ?? []
  assert.deepEqual(shown(current.latest.inverterKwh), [timestamp, inverter, source])
  assert.deepEqual(shown(current.latest.meterValue), [timestamp, meter, source])
  return {
    exported,
    current,
    readings: await listed(call),
    submission: (await call('GET', `/utility/submissions/${submission}`)).json,
  }
}

function shown({ value, timestamp, source }: { value: number; timestamp: string; source: string }): unknown[] {
  return [Date.parse(timestamp), value, source]
}

/** One more reading costs one more write and changes nothing else: the mirror had nothing left to do. */
async function assertOneMoreWrite({ call, google, tab }: Household): Promise<void> {
  const rows = tab().rows.slice(0, expected.length + 1)
  const writes = google.count('write')
  const reading = { timestamp: '2024-01-01T00:00:00-08:00', inverterKwh: 45_440.25, source: 'ada', note: '=1+1' }
  assert.equal((await call('POST', '/records/single', reading)).status, 201)
  const last = (await written(call)).at(-1)
  assert.equal(google.count('write'), writes + 1)
  const cells = tab().rows.map((row) => row.map(({ userEnteredValue }) => userEnteredValue))
  assert.deepEqual(tab().rows.slice(0, rows.length), rows)
  assert.equal(cells.length, rows.length + 1)
  const [, inverter, meter, ...texts] = cells.at(-1) ?? []
  assert.deepEqual([inverter, meter], [{ numberValue: 45_440.25 }, {}])
  assert.deepEqual(
    texts.map((cell) => cell?.stringValue),
    ['ada', '=1+1', last?.id],
  )
}

/** What befalls Google's next writes, in turn; `faults` holds what is still to come. */
function failWrites(google: FakeGoogle, faults: (Fault | undefined)[]): void {
  google.chooseFault = (kind) => (kind === 'write' ? faults.shift() : undefined)
}

/** Of the first reading the utility loses its answer, of the second the service does not live to hear it. */
async function submitBoth({ call, utility }: Household): Promise<{ earlier: string; last: string }> {
  utility.retryAfterSeconds = 1
  utility.faults.push('503', 'take-then-drop', '429', 'take-then-hang')
  assert.equal((await call('PUT', '/utility/connectors/city', connectorOf(utility))).status, 201)
  const [before, newest] = (await listed(call)).slice(-2)
  const earlier = await call('POST', '/utility/push', { readingId: before?.id }, { prefer: 'wait=60' })
  assert.equal(earlier.status, 200, earlier.text)
  const last = await call('POST', '/utility/push', {})
  assert.equal(last.status, 202, last.text)
  assert.equal(last.json.submission.readingId, newest?.id)
  const { id } = last.json.submission
  await until('the utility has taken the last reading', () => utility.taken.length === 2)
  assert.equal((await call('GET', `/utility/submissions/${id}`)).json.submission.state, 'committing')
  return { earlier: earlier.json.submission.id, last: id }
}

interface ShownSubmission {
  state: string
  receipt: string
  attempts: { outcome: string }[]
}

async function settled({ call }: Household, id: string): Promise<ShownSubmission> {
  let submission: ShownSubmission | undefined
  await until('the submission is settled', async () => {
    submission = (await call('GET', `/utility/submissions/${id}`)).json.submission
    return submission?.state !== 'queued' && submission?.state !== 'committing'
  })
  return submission as ShownSubmission
}

/** The answer was lost, and the look-up has found the reading at the utility. */
function assertLookedUp({ state, receipt, attempts }: ShownSubmission, expectedReceipt: string): void {
  assert.deepEqual({ state, receipt }, { state: 'confirmed', receipt: expectedReceipt })
  const outcomes = attempts.map(({ outcome }) => outcome)
  assert.ok(outcomes.includes('unknown'), `no answer was lost: ${outcomes}`)
  assert.equal(outcomes.at(-1), 'found')
}

function taken({ taken: all }: FakeUtility): [string, number][] {
  return all.map(({ date, reading }) => [date, reading])
}

/** How often a reading was handed over, whatever came of it. */
function sent({ seen }: FakeUtility): number {
  return seen.filter(({ method, path }) => method === 'POST' && path === '/api/readings').length
}
