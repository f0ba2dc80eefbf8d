import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { openDatabase } from '../../src/database/database.ts'
import { type DatabaseLocation, engines } from '../support/databases.ts'
import { startProcess } from '../support/process.ts'
import { signIn, until } from './client.ts'

const dayMilliseconds = 86_400_000

test('of two processes on one PostgreSQL one exports, and an alert is told once', async (context) => {
  const [, postgres] = engines
  const location = await postgres!.createLocation()
  context.after(() => location.remove())
  await leaveExportDue(location)
  const told = await listenForAlerts(context)
  const directories = ['one', 'other'].map((name) => join(location.dataDir, name))
  const both = await Promise.all(
    directories.map(async (directory) => {
      mkdirSync(directory)
      const environment = { JWT_SECRET: 'a secret that both share, of the tests', ALERT_WEBHOOK_URL: told.url }
      return await startProcess(location, { ...environment, DATA_DIR: directory })
    }),
  )
  context.after(() => Promise.all(both.map((one) => one.kill())))
  const calls = await Promise.all(both.map(({ url }) => signIn(() => url)))
  const [call] = calls
  assert.equal((await call!('PATCH', '/sites/home', { expectEveryHours: 1 })).status, 200)
  const timestamp = new Date(Date.now() - 2 * dayMilliseconds).toISOString()
  assert.equal((await call!('POST', '/records/single', { timestamp, meterValue: 1 })).status, 201)

  /** When each of them has last run a job, as it knows. */
  const lastRunsOf = async (name: string): Promise<(string | null)[]> =>
    await Promise.all(
      calls.map(async (ask) => {
        const { jobs } = (await ask('GET', '/status')).json
        return jobs.find((job: { name: string }) => job.name === name).lastRunAt
      }),
    )
  await until('it is told', () => told.notices.length > 0)
  // Each has looked around twice more, and with the alerts at the export.
  for (let round = 0; round < 2; round++) {
    const before = await lastRunsOf('alerts')
    await until('both have looked again', async () =>
      (await lastRunsOf('alerts')).every((at, place) => at !== before[place]),
    )
  }
  assert.equal(told.notices.length, 1, told.notices.join('\n'))
  assert.match(told.notices[0] ?? '', /No reading for 2 days|No reading for 48 hours/)
  const exported = directories.filter((directory) => existsSync(join(directory, 'exports')))
  assert.equal(exported.length, 1, 'one of them has exported')
  assert.equal(readdirSync(join(exported[0]!, 'exports')).length, 1)
  const [known, knownToTheOther] = await lastRunsOf('csv-export')
  assert.ok(known !== null && known === knownToTheOther, 'both know of it')

  // Ten are too many, wherever they failed.
  await whileNothingIsStored(location, async () => {
    for (const ask of calls)
      for (let number = 0; number < 5; number++)
        assert.equal((await ask('POST', '/records/single', { meterValue: 2 })).status, 500)
  })
  await until('it is told', () => told.notices.some((notice) => /10 or more requests failed/.test(notice)))
})

/** As it is eight days after the last one. */
async function leaveExportDue(location: DatabaseLocation): Promise<void> {
  const database = await openDatabase(location)
  const run = { ran_at: Date.now() - 8 * dayMilliseconds, outcome: 'ok' as const, detail: '' }
  await database.sql
    .insertInto('job_runs')
    .values({ name: 'csv-export', ...run })
    .execute()
  await database.close()
}

async function whileNothingIsStored(location: DatabaseLocation, work: () => Promise<void>): Promise<void> {
  const { sql, close } = await openDatabase(location)
  await sql.schema.alterTable('readings').renameTo('readings_away').execute()
  await work()
  await sql.schema
    .alterTable('readings_away' as 'readings')
    .renameTo('readings')
    .execute()
  await close()
}

async function listenForAlerts(context: TestContext): Promise<{ url: string; notices: string[] }> {
  const notices: string[] = []
  const server = createServer((request, response) => {
    text(request).then(
      (notice) => {
        notices.push(notice)
        response.end()
      },
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  context.after(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, notices }
}
