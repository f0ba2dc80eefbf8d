import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { startFakePvoutput } from '../../../../test/fakes/pvoutput/fake-pvoutput.ts'
import type { FakePvoutput, PvoutputFault } from '../../../../test/fakes/pvoutput/pvoutput-types.ts'
import { contextFor, noSettings, silentLedger } from '../../../../test/fakes/utility/connector-context.ts'
import type { ValueRule } from '../../submissions/value.ts'
import type { Connector, Job, SendResult, TokenCache } from '../connector.ts'
import { pvoutputConnector } from './pvoutput.ts'

const timeZone = 'Europe/Berlin'
const noon = Date.UTC(2026, 5, 10, 10)
const minute = 60_000
const noCommit = async () => undefined

describe('the connector pvoutput', () => {
  const time = { now: noon }
  let day = 0
  let fake: FakePvoutput
  let tokens: TokenCache
  before(async () => {
    fake = await startFakePvoutput(() => time.now, timeZone)
  })
  after(() => fake.close())
  beforeEach(() => {
    // A day of its own has hours of its own.
    time.now = noon + day++ * 24 * 60 * minute
    tokens = { current: undefined }
    Object.assign(fake, { faults: [], refusals: [], leftOut: new Set(), seen: [], isTellingLimits: true })
    fake.statuses.clear()
    fake.outputs.clear()
  })

  const open = (fields: Record<string, unknown> = {}, secrets = { apiKey: fake.apiKey }): Connector => {
    const given = { systemId: fake.systemId, url: fake.url, ...fields }
    const { definition, errors } = pvoutputConnector.check(given, secrets, noSettings)
    assert.deepEqual(errors, [])
    const limits = { milliseconds: 1000, bytes: 100_000 }
    return pvoutputConnector.open(definition, contextFor({ secrets, clock: () => time.now, limits, tokens }))
  }
  const jobAt = (minutesAgo: number, value = 4_200_123, field: ValueRule['field'] = 'inverterKwh'): Job => ({
    placement: {
      value,
      rule: { field, decimals: 3, rounding: 'down' },
      meterDigits: 6,
      readingAt: time.now - minutesAgo * minute,
      timeZone,
      site: 'home',
      submission: 'the-submission',
      secrets: {},
    },
    receiptsOfOthers: async () => new Set<string>(),
    ledger: silentLedger,
  })
  const send = (job = jobAt(0), connector = open()) => connector.send(job, noCommit)
  const sendAll = (jobs: readonly Job[], connector = open()): Promise<SendResult[]> =>
    connector.sendBatch?.send(jobs, noCommit) ?? assert.fail('there is no batch')
  const kindsOf = (results: readonly SendResult[]) => results.map(({ kind }) => kind)
  const handedOver = () => fake.seen.filter(({ service }) => service.startsWith('add'))

  test('sends a counter as lifetime watt-hours at the site’s own time', async () => {
    assert.equal((await send()).kind, 'confirmed')
    const [request] = fake.seen
    assert.equal(request?.service, 'addbatchstatus.jsp')
    assert.equal(request.method, 'POST')
    assert.equal(request.parameters.get('data'), '20260610,12:00,4200123')
    assert.equal(request.parameters.get('c1'), '1')
    assert.equal(request.headers['x-pvoutput-apikey'], fake.apiKey)
    assert.equal(request.headers['x-pvoutput-systemid'], '4711')
  })

  test('the meter’s counter is energy consumed', async () => {
    await send(jobAt(5, 1_000_000, 'meterValue'))
    assert.deepEqual([...fake.statuses.values()], [{ v1: null, v3: 1_000_000 }])
  })

  test('nothing leaves before the point of no return is stored, nor where that fails', async () => {
    let seenAtCommit = -1
    await open().send(jobAt(0), async () => {
      seenAtCommit = fake.seen.length
    })
    assert.equal(seenAtCommit, 0)
    fake.seen.length = 0
    await assert.rejects(
      open().send(jobAt(0), () => Promise.reject(new Error('not stored'))),
      /not stored/,
    )
    assert.equal(fake.seen.length, 0)
  })

  test('sends what waits together in one request and tells rows apart', async () => {
    fake.leftOut.add('11:50')
    const jobs = Array.from({ length: 30 }, (_, index) => jobAt(index * 5, 5_000_000 - index * 1000))
    const results = await sendAll(jobs)
    assert.equal(handedOver().length, 1)
    assert.equal(fake.statuses.size, 29)
    assert.equal(results[2]?.kind, 'refused')
    assert.equal(results.filter(({ kind }) => kind === 'confirmed').length, 29)
  })

  test('a row that is too old is refused although PVOutput answers 200', async () => {
    const results = await sendAll([jobAt(0), jobAt(20 * 24 * 60, 1000)])
    assert.deepEqual(kindsOf(results), ['confirmed', 'refused'])
  })

  test('where a whole batch is refused, each row goes alone and gets its own reason', async () => {
    const results = await sendAll([jobAt(20 * 24 * 60, 1000), jobAt(-24 * 60, 9_000_000)])
    assert.deepEqual(kindsOf(results), ['refused', 'again'])
    const [old] = results
    assert.equal(old?.kind === 'refused' && old.code, 'outside-window')
    assert.equal(handedOver().length, 3)
  })

  test('of two readings of one minute the second waits', async () => {
    const results = await sendAll([jobAt(0), { ...jobAt(0, 4_200_200) }])
    assert.deepEqual(kindsOf(results), ['confirmed', 'again'])
    assert.deepEqual([...fake.statuses.values()], [{ v1: 4_200_123, v3: null }])
  })

  test('a time that PVOutput rounds is told from its neighbours, also over midnight', async () => {
    time.now += 12 * 60 * minute
    const late = jobAt(2, 4_000_000)
    const results = await sendAll([late, jobAt(8, 3_900_000), jobAt(13, 3_800_000)])
    assert.deepEqual(kindsOf(results), ['confirmed', 'confirmed', 'confirmed'])
    assert.deepEqual(
      [...fake.statuses.keys()].map((key) => key.slice(-5)),
      ['23:45', '23:50', '00:00'],
    )
    fake.faults.push('take-then-drop')
    assert.equal((await send(late)).kind, 'unknown')
    // It stands under another time, so it is not found; sent again it is proven, and there once.
    assert.equal((await open().lookUp(late)).kind, 'absent')
    assert.equal((await send(late)).kind, 'confirmed')
    assert.equal(fake.statuses.size, 3)
  })

  test('of two rows that are rounded to one time each gets its own answer', async () => {
    fake.leftOut.add('12:02')
    assert.deepEqual(kindsOf(await sendAll([jobAt(0), jobAt(-2)])), ['confirmed', 'refused'])
    fake.leftOut = new Set(['12:00'])
    assert.deepEqual(kindsOf(await sendAll([jobAt(0), jobAt(2)])), ['refused', 'confirmed'])
  })

  test('a wrong key, a key that only reads and a wrong system need a person', async () => {
    for (const connector of [
      open({}, { apiKey: 'wrong' }),
      open({}, { apiKey: fake.readOnlyKey }),
      open({ systemId: 1 }),
    ]) {
      const result = await send(jobAt(0), connector)
      assert.deepEqual([result.kind, 'code' in result && result.code], ['person', 'credentials'])
      assert.doesNotMatch(result.detail, /pv-/)
    }
    assert.equal(fake.statuses.size, 0)
  })

  test('a reading from the future is tried when its time has come', async () => {
    const result = await send(jobAt(-24 * 60))
    assert.deepEqual([result.kind, 'afterMilliseconds' in result && result.afterMilliseconds], ['again', 1440 * minute])
  })

  const faults: [PvoutputFault, string][] = [
    ['take-then-drop', 'unknown'],
    ['drop', 'unknown'],
    ['hang', 'unknown'],
    ['502', 'unknown'],
    ['half-answer', 'unknown'],
    ['nonsense', 'unknown'],
    ['503', 'again'],
  ]
  for (const [fault, kind] of faults)
    test(`takes ${fault} for ${kind}, after one request`, async () => {
      fake.faults.push(fault)
      assert.equal((await send()).kind, kind)
      assert.equal(handedOver().length, 1)
    })

  test('a lost answer is looked up, and sending the status again leaves one there', async () => {
    const job = jobAt(0)
    assert.equal((await open().lookUp(job)).kind, 'absent')
    fake.faults.push('take-then-drop')
    await send(job)
    assert.equal((await open().lookUp(job)).kind, 'found')
    assert.equal((await send(job)).kind, 'confirmed')
    assert.equal(fake.statuses.size, 1)
    assert.equal((await open().lookUp(jobAt(0, 1, 'meterValue'))).kind, 'absent')
  })

  for (const isTellingLimits of [true, false])
    test(`sends no more than an hour's requests${isTellingLimits ? '' : ', also where PVOutput tells nothing of them'}`, async () => {
      fake.isTellingLimits = isTellingLimits
      const results: SendResult[] = []
      for (let count = 0; count < 63; count++) results.push(await send())
      assert.equal(fake.seen.length, 60)
      const [last] = results.slice(-1)
      assert.equal(last?.kind === 'again' && last.afterMilliseconds, 60 * minute)
      time.now += 60 * minute
      assert.equal((await send()).kind, 'confirmed')
    })

  test('waits for the next hour where another program has used this one up', async () => {
    fake.isTellingLimits = false
    for (let count = 0; count < 60; count++) {
      tokens = { current: undefined }
      await send()
    }
    time.now += 20 * minute
    tokens = { current: undefined }
    const result = await send(jobAt(20))
    assert.match(result.detail, /Exceeded 60 requests per hour/)
    assert.equal(result.kind === 'again' && result.afterMilliseconds, 40 * minute)
    const before = fake.seen.length
    assert.equal((await send()).kind, 'again')
    assert.equal(fake.seen.length, before)
  })

  test('a day’s output is its energy in watt-hours, and a later one takes its place', async () => {
    const connector = open({ kind: 'output' })
    const job = { ...jobAt(0), ledger: { ...silentLedger, energyOfDay: async () => 12_345 } }
    assert.equal((await connector.lookUp(job)).kind, 'absent')
    assert.equal((await connector.send(job, noCommit)).kind, 'confirmed')
    assert.deepEqual([...fake.outputs.values()], [{ g: 12_345, c: null }])
    assert.equal((await connector.lookUp(job)).kind, 'found')
    const later = { ...jobAt(0), ledger: { ...silentLedger, energyOfDay: async () => 13_000 } }
    assert.equal((await connector.lookUp(later)).kind, 'absent')
    await connector.send(later, noCommit)
    assert.deepEqual([...fake.outputs.values()], [{ g: 13_000, c: null }])
    assert.equal(connector.sendBatch, undefined)
  })

  test('an output is not sent where the day’s energy is not known', async () => {
    const result = await open({ kind: 'output' }).send(jobAt(0), noCommit)
    assert.equal(result.kind, 'impossible')
    assert.equal(fake.seen.length, 0)
  })

  test('a rehearsal checks the key and hands nothing over', async () => {
    const good = await open().rehearse(jobAt(0))
    assert.deepEqual(
      good.map(({ ok }) => ok),
      [true, true],
    )
    const bad = await open({}, { apiKey: 'wrong' }).rehearse(jobAt(0))
    assert.deepEqual(
      bad.map(({ ok }) => ok),
      [true, false],
    )
    assert.equal(handedOver().length, 0)
  })
})
