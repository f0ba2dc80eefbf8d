import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { engines } from '../support/databases.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { admin } from '../support/service.ts'

const kills = 20
const writers = 50

for (const engine of engines)
  describe(`a service on ${engine.name} that is killed ${kills} times under ${writers} writers`, () => {
    test('has every acknowledged reading once, with its value', async () => {
      const location = await engine.createLocation()
      const acknowledged = new Map<string, number>()
      let service = await startProcess(location)
      const token = await signIn(service)
      let next = 0
      let isOver = false
      const write = async (): Promise<void> => {
        while (!isOver) {
          const value = next++
          const timestamp = new Date(Date.UTC(2020, 0, 1) + value * 1000).toISOString()
          await recordUntilAnswered(() => service.url, token, { timestamp, meterValue: value }, () => isOver)
          if (!isOver) acknowledged.set(timestamp, value)
        }
      }
      const writing = Array.from({ length: writers }, write)
      for (let kill = 0; kill < kills; kill++) {
        // The moment is random on purpose: nothing is awaited here.
        await pause(randomInt(20, 400))
        await service.kill()
        service = await startProcess(location)
      }
      isOver = true
      await Promise.all(writing)
      const kept = await exported(service, token)
      assert.ok(acknowledged.size > kills * writers, `only ${acknowledged.size} were acknowledged`)
      const found = new Map(kept.map(({ timestamp, meterValue }) => [timestamp, meterValue]))
      assert.equal(found.size, kept.length, 'a reading is there twice')
      for (const [timestamp, value] of acknowledged) assert.equal(found.get(timestamp), value, `${timestamp} was lost`)
      assert.equal(await service.terminate(), 0)
      await location.remove()
    })
  })

async function signIn({ url }: ServiceProcess): Promise<string> {
  const response = await fetch(`${url}/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(admin) })
  return ((await response.json()) as { access_token: string }).access_token
}

// As a phone does it: the same reading again until somebody answers.
async function recordUntilAnswered(url: () => string, token: string, reading: object, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    try {
      const response = await fetch(`${url()}/records/single`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(reading),
      })
      await response.text()
      assert.ok(response.status === 201 || response.status === 200, `answered ${response.status}`)
      return
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      await pause(10)
    }
  }
}

async function exported({ url }: ServiceProcess, token: string): Promise<{ timestamp: string; meterValue: number }[]> {
  const response = await fetch(`${url}/readings/export?format=ndjson`, { headers: { authorization: `Bearer ${token}` } })
  const text = await response.text()
  return text.trimEnd().split('\n').map((line) => JSON.parse(line))
}
