import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, type TestContext, test } from 'node:test'
import { Secret } from '../../src/secret.ts'
import { until } from '../journeys/client.ts'
import { engines } from '../support/databases.ts'
import { startService } from '../support/service.ts'

interface Notice {
  text: string
  content: string
}

interface ShownJob {
  name: string
  description: string
  outcome: string | null
  lastRunAt: string | null
  nextRunAt: string | null
}

async function startHook(context: TestContext) {
  const notices: Notice[] = []
  const server = createServer((request, response) => {
    text(request).then((body) => {
      notices.push(JSON.parse(body))
      response.end()
    }, assert.fail)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  context.after(() => server.close())
  return { notices, url: `http://127.0.0.1:${(server.address() as { port: number }).port}/` }
}

// Side by side: most of their time they wait for the next look of the jobs.
describe('operations', { concurrency: true }, () => {
  for (const engine of engines) {
    test(`on ${engine.name} a silent site and refused sign-ins raise alerts by themselves, told once, and over when they are`, async (context) => {
      const { notices, url } = await startHook(context)
      const service = await startService(engine, { alertWebhookUrl: new Secret(url) })
      context.after(() => service.stop())
      const before = new Date(Date.now() - 3 * 3_600_000).toISOString()
      await service.call('POST', '/records/single', { meterValue: 1, timestamp: before })
      assert.equal((await service.call('PATCH', '/sites/home', { expectEveryHours: 2 })).status, 200)
      const wrong = { username: 'admin', password: 'not this one' }
      for (let turn = 0; turn < 10; turn++)
        await Promise.all(
          ['admin', 'nobody', 'phone'].map((username) => service.call('POST', '/auth/token', { ...wrong, username })),
        )
      const open = async () => (await service.call('GET', '/alerts?state=open')).json.alerts as { kind: string }[]
      const kinds = async () => (await open()).map(({ kind }) => kind).toSorted()
      await until('both are open', async () => (await kinds()).join() === 'no-reading,sign-ins-refused')
      await until('both are told', () => notices.length >= 2)
      await service.call('POST', '/records/single', { meterValue: 2 })
      await until('it is over', async () => (await kinds()).join() === 'sign-ins-refused')
      await until('that is told', () => notices.length >= 3)
      assert.deepEqual(
        notices.map(({ text }) => text.split('\n')[0]),
        ['Meterbridge: home needs you', 'Meterbridge: home needs you', 'Meterbridge: over at home'],
      )
      assert.match(notices.at(-1)?.content ?? '', /This is over: No reading for 3 hours/)
      const { json } = await service.call('GET', '/alerts?state=past')
      assert.deepEqual(
        json.alerts.map(({ kind, closedAt }: { kind: string; closedAt: string }) => [kind, Date.parse(closedAt) > 0]),
        [['no-reading', true]],
      )
    })

    test(`on ${engine.name} the status lists every background job with its last run, its outcome and its next run`, async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      const jobs = async () => (await service.call('GET', '/status')).json.jobs as ShownJob[]
      const wanted = ['alerts', 'clean-up', 'csv-export', 'rehearsals', 'scheduler', 'submitter']
      const names = engine.name === 'sqlite' ? ['backup', ...wanted] : wanted
      assert.deepEqual((await jobs()).map(({ name }) => name).toSorted(), names.toSorted())
      await until('the first ones have run', async () =>
        (await jobs()).every(({ name, outcome }) => name === 'backup' || name === 'csv-export' || outcome === 'ok'),
      )
      for (const { name, description, lastRunAt, nextRunAt } of await jobs()) {
        assert.ok(description)
        assert.ok(Date.parse(String(nextRunAt)) > Date.now() - 60_000, `${name}: ${nextRunAt}`)
        assert.ok(lastRunAt === null || Date.parse(lastRunAt) <= Date.now() + 1000)
      }
    })
  }
})
