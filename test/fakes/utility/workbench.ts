import { createAlerts } from '../../../src/alerts/alerts.ts'
import { createAlertsStore } from '../../../src/alerts/alerts-store.ts'
import { createLog } from '../../../src/log.ts'
import { Problem } from '../../../src/problem.ts'
import { createSeal } from '../../../src/seal.ts'
import { Secret } from '../../../src/secret.ts'
import { createAttention } from '../../../src/utility/background/attention.ts'
import { createClosingWindows } from '../../../src/utility/background/closing-windows.ts'
import { createDoubtfulRelease } from '../../../src/utility/background/doubtful.ts'
import { createScheduler } from '../../../src/utility/background/scheduler.ts'
import { createSchedulesStore } from '../../../src/utility/background/schedules-store.ts'
import { createConnectorDesk } from '../../../src/utility/connectors/connector-desk.ts'
import { createConnectorsStore } from '../../../src/utility/connectors/connectors-store.ts'
import { createWorkshop } from '../../../src/utility/connectors/workshop.ts'
import { createEvidenceStore } from '../../../src/utility/rehearsals/evidence.ts'
import { createRehearse } from '../../../src/utility/rehearsals/rehearsal.ts'
import { createDailyRehearsals } from '../../../src/utility/rehearsals/rehearsals.ts'
import { createDecisions } from '../../../src/utility/submissions/decisions.ts'
import { createPresenter } from '../../../src/utility/submissions/presenter.ts'
import { isSettled } from '../../../src/utility/submissions/progress.ts'
import { createPush } from '../../../src/utility/submissions/push.ts'
import type { Attempt, Submission } from '../../../src/utility/submissions/submission-record.ts'
import { createSubmissionsStore } from '../../../src/utility/submissions/submissions-store.ts'
import { createBreaker } from '../../../src/utility/submitter/breaker.ts'
import { createSubmitter, type Submitter } from '../../../src/utility/submitter/submitter.ts'
import { createSubmitterStore, type SubmitterStore } from '../../../src/utility/submitter/submitter-store.ts'
import type { UtilityReading } from '../../../src/utility/surroundings.ts'
import { defaultTiming, type Timing } from '../../../src/utility/timing.ts'
import type { engines } from '../../support/databases.ts'
import { noBrowsers, noSettings } from './connector-context.ts'
import type { FakeUtility, Fault } from './fake-types.ts'
import { startFakeUtility } from './fake-utility.ts'

/** Everything but HTTP: a real database, a fake utility, and a clock that moves when it is told to. */
export type Workbench = Awaited<ReturnType<typeof openWorkbench>>

const day = 24 * 3_600_000
const firstReadingAt = Date.UTC(2026, 2, 10, 12)
export const sealOfBench = createSeal([new Secret('a secret that only this test knows')], 'test')
export const quickLimits = { milliseconds: 300, bytes: 100_000 }
const timing: Timing = { ...defaultTiming, limits: quickLimits, pollMilliseconds: 1 }

export async function openWorkbench(
  engine: (typeof engines)[number],
  { settings = noSettings, limits = quickLimits, browsers = noBrowsers } = {},
) {
  const database = await engine.open()
  const time = { now: firstReadingAt + 300 * day }
  const clock = () => time.now
  const fake = await startFakeUtility(clock)
  const seal = sealOfBench
  const workshop = createWorkshop({
    seal,
    clock,
    limits,
    settings,
    browsers,
    evidence: createEvidenceStore(settings.dataDir),
  })
  const connectors = createConnectorsStore(database)
  const submissions = createSubmissionsStore(database)
  const readings = new Map<string, UtilityReading>()
  const doubts = new Map<string, string>()
  const surroundings = {
    readings: readingsIn(readings, doubts),
    sites: { find: async () => ({ timeZone: 'Europe/Berlin', meterDigits: 6 }) },
  }
  const log = createLog({ level: 'silent', format: 'json' })
  const changes: Submission[] = []
  const push = createPush({ connectors, submissions, ...surroundings, clock, onPushed: () => undefined })
  const shared = { connectors, submissions, workshop, ...surroundings, clock, log, random: () => 0.5 }
  const newBreaker = () => createBreaker({ clock, random: () => 0.5, rules: timing.breaker })
  const submitter = (store: SubmitterStore = createSubmitterStore(database), ownBreaker = newBreaker()): Submitter =>
    createSubmitter({
      ...shared,
      store,
      rules: timing.rules,
      breaker: ownBreaker,
      timing,
      onChanged: (submission) => changes.push(submission),
    })
  const { leaseMilliseconds } = timing
  const rehearse = createRehearse({ ...shared, store: createSubmitterStore(database), leaseMilliseconds })
  const breaker = newBreaker()
  const usual = submitter(undefined, breaker)
  const find = async (id: string): Promise<Submission> => {
    const found = await submissions.find(id)
    if (!found) throw new Error(`no submission ${id}`)
    return found
  }
  const settle = async (id: string, worker: Submitter = usual): Promise<Submission> => {
    for (let turns = 0; turns < 60; turns++) {
      await worker.runDue()
      const current = await find(id)
      if (isSettled(current.state)) return current
      time.now = Math.max(time.now + 1000, current.nextAttemptAt ?? 0)
    }
    throw new Error(`${id} does not settle: ${JSON.stringify(await find(id))}`)
  }
  const desk = createConnectorDesk({ ...shared, settings, rehearse, breaker, onChanged: () => undefined })
  let lastNumber = 0
  const addReading = (number: number): UtilityReading => {
    const reading = readingOf(number)
    readings.set(reading.id, reading)
    return reading
  }
  const anotherReading = (): UtilityReading => addReading(++lastNumber)
  const alertsStore = createAlertsStore(database)
  const alerts = createAlerts({ store: alertsStore, clock, log })
  const present = createPresenter(shared)
  const duties = [
    createScheduler({ ...shared, store: createSchedulesStore(database), onPushed: () => undefined }).runDue,
    createDoubtfulRelease({ ...shared, onChanged: () => undefined }),
    createAttention({ ...shared, present, alerts }),
    createClosingWindows({ ...shared, alerts }),
  ]
  const rehearseDaily = createDailyRehearsals({ ...shared, store: createSchedulesStore(database), rehearse, alerts })
  return {
    database,
    fake,
    time,
    timing,
    readings,
    doubts,
    connectors,
    submissions,
    changes,
    submitter,
    find,
    desk,
    rehearse,
    decisions: createDecisions({ store: submissions, connectors, ...surroundings, clock, onChanged: () => undefined }),
    push: (readingId?: string, connector?: string) => push({ site: undefined, readingId, connector, by: 'ada' }),
    addReading,
    /** A reading that no other test has seen. */
    anotherReading,
    /** The same, before a utility that has forgotten its faults. */
    nextReading: (): UtilityReading => {
      forgetFaults(fake)
      return anotherReading()
    },
    set: (changes: Record<string, unknown> = {}) => desk.put('city', connectorTo(fake, changes)),
    outcomesOf: async (submission: Submission) =>
      ((await submissions.attemptsOf([submission])).get(submission.id) ?? []).map(({ outcome }) => outcome),
    /** Pushes the reading into these faults, and works until it is settled. */
    submit: async ({ id }: UtilityReading, ...faults: Fault[]): Promise<Submission> => {
      fake.faults.push(...faults)
      return await settle((await push({ site: undefined, readingId: id, connector: undefined, by: 'ada' })).id)
    },
    /** The alerts that are open now. */
    openAlerts: alertsStore.openOfKind,
    rehearseDaily,
    /** What is done without being asked, once. */
    look: async (): Promise<void> => {
      for (const duty of duties) await duty()
    },
    /** How often the utility has taken it. */
    countTaken: ({ timestamp, meter }: UtilityReading): number =>
      fake.takenOf(new Date(timestamp).toISOString().slice(0, 10), Math.floor((meter ?? 0) / 1000)).length,
    attemptsOf: async (submission: Submission): Promise<Attempt[]> =>
      (await submissions.attemptsOf([submission])).get(submission.id) ?? [],
    settle,
    work: () => usual.runDue(),
    close: async () => {
      await fake.close()
      await database.close()
    },
  }
}

function readingsIn(readings: ReadonlyMap<string, UtilityReading>, doubts: Map<string, string>) {
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
    findDoubt: async (id: string) => doubts.get(id) ?? null,
    confirm: async (id: string) => doubts.delete(id),
    energyBetween: async () => null,
  }
}

/** The reading of a number, also for a process that has only its id. */
export function readingOf(number: number): UtilityReading {
  return {
    id: `reading-${number}`,
    site: 'home',
    // A day of its own; its number tells it apart from every other.
    timestamp: firstReadingAt + (number % 300) * day,
    inverter: null,
    meter: (1000 + number) * 1000 + 400,
    source: 'ada',
    note: null,
  }
}

function forgetFaults(fake: FakeUtility): void {
  const { faults, lookupFaults, pollFaults, tokenFaults, seen, seenElsewhere } = fake
  for (const list of [faults, lookupFaults, pollFaults, tokenFaults, seen, seenElsewhere]) list.length = 0
  fake.isHonouringKeys = false
  fake.showsAfterMilliseconds = 0
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
