import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { admin } from '../support/service.ts'
import { until } from './client.ts'
import { type Fleet, openFleet } from './fleet.ts'

// `npm run test:replicas` has fifty.
const kills = Number(process.env['KILLS'] ?? 3)
const writers = 6
const day = 86_400_000
const start = Date.UTC(2001, 0, 1)

/** Writers, and what they were told. */
interface Work {
  acknowledged: Map<string, number>
  pushed: number
  /** Whether no request may fail: nobody is killed. */
  isCalm: boolean
  isOver: boolean
  nextNumber: number
}

test(`three processes on one PostgreSQL, ${kills} of them killed and PostgreSQL restarted under load, then replaced one by one`, {
  timeout: 120_000 + kills * 10_000,
}, async (context) => {
  const fleet = await openFleet(context)
  await assertStreamsShowEverything(fleet)
  const work: Work = { acknowledged: new Map(), pushed: 0, isCalm: false, isOver: false, nextNumber: 100 }
  context.after(() => {
    work.isOver = true
  })
  const writing = Promise.all(Array.from({ length: writers }, () => write(fleet, work)))
  writing.catch(() => {
    work.isOver = true
  })
  for (let kill = 0; kill < kills && !work.isOver; kill++) {
    const before = work.acknowledged.size
    await until('something is acknowledged', () => work.acknowledged.size > before || work.isOver)
    // The moment is random on purpose: nothing is awaited here.
    await pause(randomInt(300))
    await Promise.all([fleet.kill(randomInt(3)), kill === 1 && fleet.restartPostgres()])
  }
  await until('it works again', async () => (await fleet.call('GET', '/health')).status === 200)
  work.isCalm = true
  for (const place of [0, 1, 2]) await fleet.replace(place)
  work.isOver = true
  await writing
  await assertAllIsThereOnce(fleet, work)
  context.diagnostic(`${work.acknowledged.size} readings, ${fleet.utility.taken.length} of ${work.pushed} submitted`)
  await fleet.end()
})

async function write(fleet: Fleet, work: Work): Promise<void> {
  while (!work.isOver) {
    const number = work.nextNumber++
    const id = randomUUID()
    const reading = { id, timestamp: new Date(start + number * day).toISOString(), meterValue: 1000 + number }
    const recorded = await untilTaken(work, () => fleet.call('POST', '/records/single', reading))
    assert.ok(recorded === 200 || recorded === 201, `recording was answered ${recorded}`)
    work.acknowledged.set(id, reading.meterValue)
    if (number % 4 > 0) continue
    const headers = { 'idempotency-key': id }
    const push = () => fleet.call('POST', '/utility/push', { readingId: id, connector: 'grid' }, headers)
    const pushed = await untilTaken(work, push)
    assert.ok(pushed === 202 || pushed === 409, `pushing was answered ${pushed}`)
    work.pushed += 1
  }
}

/** As a phone does it: the same again until somebody answers. While nobody is killed, the first time must do. */
async function untilTaken(work: Work, send: () => Promise<{ status: number; text: string }>): Promise<number> {
  for (;;) {
    const { isCalm } = work
    const { status, text } = await send().catch((error: unknown) => ({ status: 0, text: String(error) }))
    if (status !== 0 && status < 500 && status !== 429) return status
    if (isCalm) assert.fail(`a request failed while the fleet was replaced: ${status} ${text}`)
    if (work.isOver) assert.fail('the test has ended')
    await pause(50)
  }
}

async function assertStreamsShowEverything({ call, urls }: Fleet): Promise<void> {
  const { json } = await call('POST', '/auth/token', admin)
  const headers = { authorization: `Bearer ${json.access_token}` }
  const heard = urls().map(() => '')
  const closing = new AbortController()
  for (const [place, url] of urls().entries()) {
    const { body } = await fetch(`${url}/readings/stream`, { headers, signal: closing.signal })
    const decoder = new TextDecoder()
    const listen = async (): Promise<void> => {
      for await (const bytes of body ?? []) heard[place] += decoder.decode(bytes, { stream: true })
    }
    listen().catch(() => undefined)
  }
  const reading = (await call('POST', '/records/single', { meterValue: 1001, timestamp: '2001-01-02T00:00:00Z' })).json
  const { id } = reading.reading as { id: string }
  await call('POST', '/utility/push', { readingId: id, connector: 'grid' })
  await call('PATCH', `/records/${id}`, { note: 'seen by all' })
  const expected = [
    /^event: reading$/m,
    /^event: sheet$/m,
    /"state":"confirmed"/,
    /^event: correction\ndata: .*seen by all/m,
  ]
  await until('every stream shows all of it', () =>
    heard.every((text) => expected.every((pattern) => pattern.test(text))),
  )
  for (const text of heard) assert.equal(text.match(/^event: reading$/gm)?.length, 1)
  closing.abort()
}

async function assertAllIsThereOnce({ call, sheetIds, utility }: Fleet, { acknowledged }: Work): Promise<void> {
  const { text } = await call('GET', '/readings/export?format=ndjson')
  const kept = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; meterValue: number })
  const found = new Map(kept.map(({ id, meterValue }) => [id, meterValue]))
  assert.equal(found.size, kept.length, 'a reading is there twice')
  for (const [id, value] of acknowledged) assert.equal(found.get(id), value, `${id} was lost`)
  assert.equal(found.size, acknowledged.size + 1, 'there is a reading that nobody was told of')
  const waiting = async (): Promise<number> =>
    ((await call('GET', '/readings?sheet=pending&limit=1')).json.readings as unknown[]).length
  await until('the sheet has all of it', async () => (await waiting()) === 0)
  assert.deepEqual(sheetIds().toSorted(), [...found.keys()].toSorted())
  // What a process held that was killed is submitted when its lease has ended.
  await until('more than the first is submitted', () => utility.taken.length > 1)
  const dates = utility.taken.map(({ date }) => date)
  assert.equal(new Set(dates).size, dates.length, 'a reading was submitted twice')
}
