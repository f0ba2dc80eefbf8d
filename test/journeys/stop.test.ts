import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { test } from 'node:test'
import { engines } from '../support/databases.ts'
import { startProcess } from '../support/process.ts'
import { admin } from '../support/service.ts'
import { signIn } from './client.ts'

test('SIGTERM answers what has arrived, and ends within ten seconds whoever is still sending or listening', async (context) => {
  const location = await engines[0]!.createLocation()
  context.after(() => location.remove())
  const service = await startProcess(location)
  context.after(() => service.kill())
  const call = await signIn(() => service.url)
  const { json } = await call('POST', '/auth/token', admin)
  const headers = { authorization: `Bearer ${json.access_token}`, 'content-type': 'text/csv' }
  const listener = await fetch(`${service.url}/readings/stream`, { headers })
  const heard = listener.text().catch(() => '')
  const slow = request(`${service.url}/records/bulk`, { method: 'POST', headers })
  const cutOff = once(slow, 'error')
  slow.write('Timestamp,Meter_Value\n2026-01-01T00:00:00Z,1\n')
  const writes = Array.from({ length: 20 }, (_, meterValue) =>
    call('POST', '/records/single', { meterValue, timestamp: `2026-01-01T00:01:${10 + meterValue}Z` }),
  )
  await Promise.any(writes)
  const begin = Date.now()
  const ended = service.terminate()
  const answers = await Promise.allSettled(writes)
  const acknowledged = answers.flatMap((answer, meterValue) =>
    answer.status === 'fulfilled' && answer.value.status === 201 ? [meterValue] : [],
  )
  assert.equal(await ended, 0)
  assert.ok(Date.now() - begin < 10_000, `it took ${Date.now() - begin} ms`)
  await Promise.all([heard, cutOff])
  const successor = await startProcess(location)
  context.after(() => successor.kill())
  const callAgain = await signIn(() => successor.url)
  const kept = (await callAgain('GET', '/readings?limit=100')).json.readings as { meterValue: number }[]
  assert.deepEqual(
    acknowledged.filter((value) => !kept.some(({ meterValue }) => meterValue === value)),
    [],
  )
})
