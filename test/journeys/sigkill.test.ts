import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { engines } from '../support/databases.ts'
import { startProcess } from '../support/process.ts'
import { type Call, signIn, until } from './client.ts'

// `npm run test:kills` has a hundred.
const kills = Number(process.env['KILLS'] ?? 20)
const writers = 50
const rowsOfBulk = 7
const longestLifeMilliseconds = 200

interface SentRecord {
  timestamp: string
  meterValue: number
}

/** A service that is killed again and again, and its writers. */
interface Scene {
  call: Call
  /** The number of the service's life; it grows before a kill. */
  life(): number
  /** What was acknowledged, by instant. */
  acknowledged: Map<string, number>
  /** Requests that a kill has cut off. */
  cutOff: { count: number }
  isOver(): boolean
}

describe(`a service that is killed ${kills} times under ${writers} writers`, { concurrency: engines.length }, () => {
  for (const engine of engines)
    test(`has on ${engine.name} every acknowledged reading once, with its value, and no other`, {
      timeout: 60_000 + kills * 9000,
    }, async (t) => {
      const { scene, restart, end, terminate } = await openScene(engine, t)
      const writing = Promise.all(Array.from({ length: writers }, (_, writer) => write(scene, writer)))
      writing.catch(end)
      for (let kill = 0; kill < kills && !scene.isOver(); kill++) {
        const before = scene.acknowledged.size
        await until('this life has acknowledged something', () => scene.acknowledged.size > before || scene.isOver())
        // The moment is random on purpose: nothing is awaited here.
        await pause(randomInt(longestLifeMilliseconds))
        await restart()
      }
      end()
      await writing
      assert.ok(scene.cutOff.count > kills * 10, `only ${scene.cutOff.count} requests were cut off`)
      // What was acknowledged last has no later write behind it.
      await restart()
      await assertKept(scene)
      assert.equal(await terminate(), 0)
    })
})

async function openScene(engine: (typeof engines)[number], t: TestContext) {
  const location = await engine.createLocation()
  t.after(() => location.remove())
  let service = await startProcess(location)
  t.after(() => service.kill())
  // While the service is down, the writers wait here for its successor and leave it the processor.
  let url = Promise.resolve(service.url)
  let life = 0
  let isOver = false
  const scene: Scene = {
    call: await signIn(() => url),
    life: () => life,
    acknowledged: new Map(),
    cutOff: { count: 0 },
    isOver: () => isOver,
  }
  const succeed = async (): Promise<string> => {
    await service.kill()
    service = await startProcess(location)
    return service.url
  }
  return {
    scene,
    restart: async () => {
      life++
      url = succeed()
      await url
    },
    end: () => {
      isOver = true
    },
    terminate: () => service.terminate(),
  }
}

async function write(scene: Scene, writer: number): Promise<void> {
  const isBulk = writer % 5 === 0
  for (let round = 0; !scene.isOver(); round++) {
    const records = Array.from({ length: isBulk ? rowsOfBulk : 1 }, (_, row) =>
      recordOf(writer, round * rowsOfBulk + row),
    )
    await untilAnswered(scene, () => (isBulk ? recordTogether(scene.call, records) : recordOne(scene.call, records[0])))
    for (const { timestamp, meterValue } of records) scene.acknowledged.set(timestamp, meterValue)
  }
}

/** A reading of its own for every writer and number. */
function recordOf(writer: number, number: number): SentRecord {
  const meterValue = number * writers + writer
  return { timestamp: new Date(Date.UTC(2020, 0, 1) + meterValue * 1000).toISOString(), meterValue }
}

async function recordOne(call: Call, record: SentRecord | undefined): Promise<void> {
  const { status, json, text } = await call('POST', '/records/single', record)
  assert.ok(status === 201 || status === 200, `answered ${status}: ${text}`)
  assert.equal(json.reading.meterValue, record?.meterValue)
}

/** All or nothing, so that after a kill all or nothing of them may be there. */
async function recordTogether(call: Call, records: readonly SentRecord[]): Promise<void> {
  const { status, json, text } = await call('POST', '/records/bulk?atomic=true', { records })
  assert.equal(status, 200, text)
  assert.equal(json.recorded + json.duplicates, records.length, text)
  assert.ok(json.recorded === 0 || json.duplicates === 0, `a part was there already: ${text}`)
}

/** As a phone does it: the same again until somebody answers. Only a kill excuses a request that was not answered. */
async function untilAnswered(scene: Scene, send: () => Promise<void>): Promise<void> {
  for (;;) {
    const life = scene.life()
    try {
      return await send()
    } catch (error) {
      if (error instanceof assert.AssertionError || life === scene.life()) throw error
      scene.cutOff.count++
    }
  }
}

async function assertKept({ call, acknowledged }: Scene): Promise<void> {
  const { text } = await call('GET', '/readings/export?format=ndjson')
  const kept = text
    .trimEnd()
    .split('\n')
    .map((line): SentRecord => JSON.parse(line))
  const found = new Map(kept.map(({ timestamp, meterValue }) => [new Date(timestamp).toISOString(), meterValue]))
  assert.equal(found.size, kept.length, 'a reading is there twice')
  for (const [timestamp, value] of acknowledged) assert.equal(found.get(timestamp), value, `${timestamp} was lost`)
  assert.equal(found.size, acknowledged.size, 'there is a reading that nobody was told of')
}
