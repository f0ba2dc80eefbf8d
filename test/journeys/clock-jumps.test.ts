import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../support/databases.ts'
import { admin, runService } from '../support/service.ts'
import { until } from './client.ts'

const year = 365 * 86_400_000
const jumps = { 'a year forward': year, 'a year back': -year, 'an hour back': -3_600_000 }

test('a clock that jumps while it runs stops nothing', async (context) => {
  const location = await engines[0]!.createLocation()
  context.after(() => location.remove())
  let offset = 0
  const clock = () => Date.now() + offset
  const service = await runService(location, {}, { clock })
  let running = service
  context.after(() => running.stop())
  let count = 0
  for (const [name, jump] of Object.entries(jumps)) {
    offset += jump
    // A token that the jump has aged is over; anybody may sign in again.
    const { status, json } = await service.call('POST', '/auth/token', admin)
    assert.equal(status, 200, name)
    const headers = { authorization: `Bearer ${json.access_token}` }
    count++
    const written = await service.call('POST', '/records/single', { meterValue: count, note: name }, headers)
    assert.equal(written.status, 201, `${name}: ${written.text}`)
    const { timestamp } = written.json.reading as { timestamp: string }
    assert.ok(Math.abs(Date.parse(timestamp) - clock()) < 60_000, name)
    assert.equal((await service.call('GET', '/health')).json.status, 'healthy', name)
    const lastRun = async (job: string) => {
      const { jobs } = (await service.call('GET', '/status', undefined, headers)).json as {
        jobs: { name: string; lastRunAt: string | null }[]
      }
      return Date.parse(jobs.find((each) => each.name === job)?.lastRunAt ?? '')
    }
    for (const job of ['alerts', 'submitter', 'scheduler'])
      await until(`${job} runs after ${name}`, async () => Math.abs((await lastRun(job)) - clock()) < 15_000)
  }
  await service.stop()
  running = await runService(location, {}, { clock })
  const { json } = await running.call('GET', '/readings')
  assert.equal(json.readings.length, count)
})
