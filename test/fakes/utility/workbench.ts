import { createLog } from '../../../src/log.ts'
import { Problem } from '../../../src/problem.ts'
import { createSeal } from '../../../src/seal.ts'
import { Secret } from '../../../src/secret.ts'
import { createConnectorDesk } from '../../../src/utility/connector-desk.ts'
import { createConnectorsStore } from '../../../src/utility/connectors-store.ts'
import { createDecisions } from '../../../src/utility/decisions.ts'
import { isSettled } from '../../../src/utility/progress.ts'
import { createPush } from '../../../src/utility/push.ts'
import type { Attempt, Submission } from '../../../src/utility/submission-record.ts'
import { createSubmissionsStore } from '../../../src/utility/submissions-store.ts'
import { createSubmitter, type Submitter } from '../../../src/utility/submitter.ts'
import { createSubmitterStore, type SubmitterStore } from '../../../src/utility/submitter-store.ts'
import type { UtilityReading } from '../../../src/utility/surroundings.ts'
import { defaultTiming, type Timing } from '../../../src/utility/timing.ts'
import { createWorkshop } from '../../../src/utility/workshop.ts'
import type { engines } from '../../support/databases.ts'
import type { FakeUtility } from './fake-types.ts'
import { startFakeUtility } from './fake-utility.ts'

/** Everything but HTTP: a real database, a fake utility, and a clock that moves when it is told to. */
export type Workbench = Awaited<ReturnType<typeof openWorkbench>>

const day = 24 * 3_600_000
const firstReadingAt = Date.UTC(2026, 2, 10, 12)
export const quickLimits = { milliseconds: 100, bytes: 100_000 }
const timing: Timing = { ...defaultTiming, limits: quickLimits, pollMilliseconds: 1 }

export async function openWorkbench(engine: (typeof engines)[number]) {
  const database = await engine.open()
  const time = { now: firstReadingAt + 300 * day }
  const clock = () => time.now
  const fake = await startFakeUtility(clock)
  const seal = createSeal([new Secret('a secret that only this test knows')], 'test')
  const workshop = createWorkshop({ seal, clock, limits: timing.limits })
  const connectors = createConnectorsStore(database)
  const submissions = createSubmissionsStore(database)
  const readings = new Map<string, UtilityReading>()
  const surroundings = {
    readings: readingsIn(readings),
    sites: { find: async () => ({ timeZone: 'Europe/Berlin', meterDigits: 6 }) },
  }
  const log = createLog({ level: 'silent', format: 'json' })
  const changes: Submission[] = []
  const push = createPush({ connectors, submissions, ...surroundings, clock, onPushed: () => undefined })
  const submitter = (store: SubmitterStore = createSubmitterStore(database)): Submitter =>
    createSubmitter({
      store,
      workshop,
      ...surroundings,
      clock,
      log,
      random: () => 0.5,
      rules: timing.rules,
      timing,
      onChanged: (submission) => changes.push(submission),
    })
  const usual = submitter()
  const find = async (id: string): Promise<Submission> => {
    const found = await submissions.find(id)
    if (!found) throw new Error(`no submission ${id}`)
    return found
  }
  return {
    database,
    fake,
    time,
    timing,
    readings,
    connectors,
    submissions,
    changes,
    submitter,
    find,
    desk: createConnectorDesk({
      connectors,
      submissions,
      workshop,
      ...surroundings,
      clock,
      onChanged: () => undefined,
    }),
    decisions: createDecisions({ store: submissions, clock, onChanged: () => undefined }),
    push: (readingId?: string, connector?: string) => push({ site: undefined, readingId, connector, by: 'ada' }),
    /** A reading on a day of its own; its number tells it apart from every other. */
    addReading: (number: number): UtilityReading => {
      const id = `reading-${number}`
      const reading = {
        id,
        site: 'home',
        timestamp: firstReadingAt + (number % 300) * day,
        inverter: null,
        meter: (1000 + number) * 1000 + 400,
      }
      readings.set(id, reading)
      return reading
    },
    /** How often the utility has taken it. */
    countTaken: ({ timestamp, meter }: UtilityReading): number =>
      fake.takenOf(new Date(timestamp).toISOString().slice(0, 10), Math.floor((meter ?? 0) / 1000)).length,
    attemptsOf: async (submission: Submission): Promise<Attempt[]> =>
      (await submissions.attemptsOf([submission])).get(submission.id) ?? [],
    /** Works, and moves the clock to whatever is due next, until the submission is settled. */
    settle: async (id: string, worker: Submitter = usual): Promise<Submission> => {
      for (let turns = 0; turns < 60; turns++) {
        await worker.runDue()
        const current = await find(id)
        if (isSettled(current.state)) return current
        time.now = Math.max(time.now + 1000, current.nextAttemptAt ?? 0)
      }
      throw new Error(`${id} does not settle: ${JSON.stringify(await find(id))}`)
    },
    work: () => usual.runDue(),
    close: async () => {
      await fake.close()
      await database.close()
    },
  }
}

function readingsIn(readings: ReadonlyMap<string, UtilityReading>) {
  const newest = (field: 'meter' | 'inverter') =>
    [...readings.values()]
      .filter((reading) => reading[field] !== null)
      .toSorted((one, other) => one.timestamp - other.timestamp)
      .at(-1)
  return {
    current: async () => (readings.size === 0 ? undefined : { inverter: newest('inverter'), meter: newest('meter') }),
    find: async (id: string) => {
      const found = readings.get(id)
      if (!found) throw new Problem(404, `There is no reading ${id}.`)
      return found
    },
  }
}

/** A connector to the fake utility with everything that it understands. */
export function connectorTo(fake: FakeUtility, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'http',
    request: {
      method: 'POST',
      url: `${fake.url}/api/readings`,
      body: { date: '{{date|YYYY-MM-DD}}', reading: '{{reading}}' },
    },
    auth: { type: 'bearer' },
    secrets: { token: 'api-token' },
    success: { status: [200, 201], receipt: '/receipt' },
    pending: { status: [202], poll: 'location', state: '/status', confirmed: ['done'], rejected: ['refused'] },
    ...changes,
  }
}

export function lookupAt(fake: FakeUtility): Record<string, unknown> {
  return {
    method: 'GET',
    url: `${fake.url}/api/readings`,
    list: '/readings',
    match: { date: '/date', reading: '/reading' },
    receipt: '/id',
  }
}

export function oauthAt(fake: FakeUtility): Record<string, unknown> {
  return {
    auth: { type: 'oauth2', tokenUrl: `${fake.url}/oauth/token` },
    secrets: { clientId: 'meterbridge', clientSecret: fake.clientSecret },
  }
}
