import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { until } from '../../test/journeys/client.ts'
import { engines } from '../../test/support/databases.ts'
import type { Database } from '../database/engine.ts'
import { createLog } from '../log.ts'
import { dailyCleanUp } from './clean-up.ts'
import { createCleanUpStore } from './clean-up-store.ts'
import { createJobRunsStore } from './job-runs-store.ts'
import { createJobs, type Job, notTooSoon } from './jobs.ts'
import { createRecentCount } from './recent-count.ts'
import { weeklyExport } from './weekly-export.ts'

const minute = 60_000
const day = 24 * 60 * minute
const begin = Date.UTC(2026, 0, 1)
const log = createLog({ level: 'silent', format: 'json' })

function setUp(context: TestContext, database: Database) {
  context.mock.timers.enable({ apis: ['setInterval'] })
  let now = begin
  const start = (jobs: readonly Job[]) => {
    const { claim } = database.replicas
    const started = createJobs({ jobs, runs: createJobRunsStore(database), claim, clock: () => now, log })
    started.start()
    return started
  }
  /** Moves time, and lets what is due begin. */
  const pass = async (milliseconds: number, jobs: { list(): Promise<unknown> }) => {
    now += milliseconds
    context.mock.timers.tick(5000)
    await jobs.list()
  }
  return { clock: () => now, start, pass }
}

const hourly = (work: () => string | Promise<string>): Job => ({
  name: 'hourly',
  description: 'A job of the test',
  dueAt: (last) => notTooSoon(last, last ? last.ranAt + 60 * minute : 0),
  run: async () => await work(),
})

for (const engine of engines)
  describe(`background jobs on ${engine.name}`, () => {
    const opened = async (context: TestContext): Promise<Database> => {
      const database = await engine.open()
      context.after(() => database.close())
      await database.replicas.open()
      return database
    }

    test('run when they are due, say what came of it, and remember it over a restart', async (context) => {
      const database = await opened(context)
      const { start, pass } = setUp(context, database)
      let runs = 0
      const jobs = start([hourly(() => `${++runs} done`)])
      await pass(0, jobs)
      await until('it has run', () => runs === 1)
      await pass(59 * minute, jobs)
      await jobs.stop()
      assert.equal(runs, 1)
      const successor = start([hourly(() => `${++runs} done`)])
      const [known] = await successor.list()
      assert.deepEqual([known?.lastRunAt, known?.outcome, known?.detail], [begin, 'ok', '1 done'])
      assert.equal(known?.nextRunAt, begin + 60 * minute)
      await pass(minute, successor)
      await until('it has run again', () => runs === 2)
      await successor.stop()
    })

    test('are tried again a while after a failure, and go on after a clock was set back', async (context) => {
      const database = await opened(context)
      const { start, pass } = setUp(context, database)
      let runs = 0
      const jobs = start([
        hourly(() => {
          runs++
          if (runs === 1) throw new Error('The disk is full.')
          return 'done'
        }),
      ])
      await pass(0, jobs)
      await until('it has failed', async () => (await jobs.list())[0]?.outcome === 'failed')
      const [failed] = await jobs.list()
      assert.deepEqual([failed?.outcome, failed?.detail], ['failed', 'The disk is full.'])
      await pass(14 * minute, jobs)
      assert.equal(runs, 1)
      await pass(46 * minute, jobs)
      await until('it has run again', () => runs === 2)
      await pass(-365 * day, jobs)
      await until('it has run although the clock says that it did tomorrow', () => runs === 3)
      await pass(minute, jobs)
      await jobs.stop()
      assert.equal(runs, 3)
    })

    test('are run by one of several processes, which the others see', async (context) => {
      const database = await opened(context)
      const { start, pass } = setUp(context, database)
      const { promise: work, resolve: finish } = Promise.withResolvers<string>()
      const runsOf = [0, 0]
      const both = runsOf.map((_, place) =>
        start([
          hourly(() => {
            runsOf[place]!++
            return work
          }),
        ]),
      )
      await pass(0, both[0]!)
      const total = () => runsOf[0]! + runsOf[1]!
      await until('one runs it', () => total() === 1)
      // Due still, since the first has not ended.
      await pass(5000, both[1]!)
      finish('done')
      for (const one of both) await until('it is done', async () => (await one.list())[0]?.detail === 'done')
      await pass(5000, both[0]!)
      await Promise.all(both.map((one) => one.stop()))
      assert.equal(total(), 1)
    })

    test('remove what has had its time, and nothing else', async (context) => {
      const { sql } = await opened(context)
      const answer = { caller: 'x', request_hash: 'x', status: 200, sealed_answer: 'x' }
      const alert = { site: 'home', kind: 'x', subject: '', message: 'x', opened_at: 0 }
      await sql
        .insertInto('idempotent_answers')
        .values([8, 6].map((days) => ({ ...answer, key: `of ${days} days`, created_at: begin - days * day })))
        .execute()
      await sql
        .insertInto('alerts')
        .values(
          [401, 399, null].map((days, index) => ({
            ...alert,
            id: `${days}`,
            subject: `${index}`,
            closed_at: days === null ? null : begin - days * day,
          })),
        )
        .execute()
      await sql
        .insertInto('alert_deliveries')
        .values(['401', '399'].map((id) => ({ site: 'home', alert_id: id, channel: 'x', told_at: 0, is_open: 0 })))
        .execute()
      const job = dailyCleanUp(createCleanUpStore({ sql }), () => begin)
      assert.equal(await job.run(), 'removed 1 answers, 0 sign-ins, 1 alerts')
      const answers = await sql.selectFrom('idempotent_answers').select('key').execute()
      assert.deepEqual(
        answers.map(({ key }) => key),
        ['of 6 days'],
      )
      const alerts = await sql.selectFrom('alerts').select('id').orderBy('id').execute()
      assert.deepEqual(
        alerts.map(({ id }) => id),
        ['399', 'null'],
      )
      const told = await sql.selectFrom('alert_deliveries').select('alert_id').execute()
      assert.deepEqual(
        told.map(({ alert_id: id }) => id),
        ['399'],
      )
    })
  })

test('a weekly export writes each site’s readings, and the last four weeks stay', async (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'meterbridge-exports-'))
  context.after(() => rmSync(directory, { recursive: true }))
  let now = begin
  const job = weeklyExport({
    directory,
    clock: () => now,
    sites: async () => [{ site: 'home' }, { site: 'barn' }],
    csvOf: async function* (site) {
      yield 'Timestamp\r\n'
      yield `${site}\r\n`
    },
  })
  assert.equal(await job.dueAt(null), begin + 60 * minute)
  for (let week = 0; week < 6; week++) {
    assert.match(await job.run(), /^2026-\d\d-\d\d, 2 sites$/)
    assert.equal(await job.dueAt({ ranAt: now, outcome: 'ok', detail: '' }), now + 7 * day)
    now += 7 * day
  }
  assert.deepEqual(readdirSync(directory).sort(), ['2026-01-15', '2026-01-22', '2026-01-29', '2026-02-05'])
  assert.equal(readFileSync(join(directory, '2026-02-05', 'barn.csv'), 'utf8'), 'Timestamp\r\nbarn\r\n')
})

test('a recent count forgets what is long ago, and what lies ahead', () => {
  let now = begin
  const recent = createRecentCount(() => now, 5 * minute)
  recent.add()
  now += 4 * minute
  recent.add()
  assert.equal(recent.count(), 2)
  now += 2 * minute
  assert.equal(recent.count(), 1)
  now -= day
  assert.equal(recent.count(), 0)
})
