import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { Problem } from '../problem.ts'
import type { Connector, Job, LookupResult, PollResult, SendResult } from './connector.ts'
import type { StoredConnector } from './connectors-store.ts'
import type { Progress, Rules } from './progress.ts'
import type { Random } from './retry-delay.ts'
import { afterLookup, afterPoll, afterSend, begun, cancelled, committed, givenUp, nextStep } from './submission.ts'
import type { Attempt, Submission } from './submission-record.ts'
import { type Lease, LeaseLostError, type StepRecord, type SubmitterStore, type Taken } from './submitter-store.ts'
import type { UtilityReading, UtilityReadings, UtilitySites } from './surroundings.ts'
import { countedValue, roundThousandths } from './value.ts'
import { nextOpening } from './window.ts'
import type { Workshop } from './workshop.ts'

export interface RunDependencies {
  store: SubmitterStore
  workshop: Workshop
  readings: UtilityReadings
  sites: UtilitySites
  clock: Clock
  log: Log
  random: Random
  rules: Rules
  /** Called when a change is stored. */
  onChanged(submission: Submission): void
}

/** The lease as it is prolonged from now. */
export type Held = () => Lease

interface Site {
  timeZone: string
  meterDigits: number | null
}

interface Scene extends RunDependencies {
  held: Held
  stored: StoredConnector
  connector: Connector
  site: Site
}

type Result = SendResult | PollResult | LookupResult

/**
 * Does the next step for one submission: sends it, asks what became of it, or asks a person.
 * @throws LeaseLostError where somebody else has taken over; then nothing more is done here
 */
export async function runStep(
  { submission, connector: stored }: Taken,
  held: Held,
  dependencies: RunDependencies,
): Promise<void> {
  const { timeZone = 'UTC', meterDigits = null } = (await dependencies.sites.find(submission.site)) ?? {}
  const site = { timeZone, meterDigits }
  let connector: Connector
  try {
    connector = dependencies.workshop.open(stored)
  } catch {
    const detail = 'The stored secrets of the connector cannot be opened any more; give them anew.'
    return await keep(
      { ...dependencies, held },
      withoutSending(submission, { kind: 'person', code: 'credentials', detail }, dependencies),
    )
  }
  const scene: Scene = { ...dependencies, held, stored, connector, site }
  switch (nextStep(submission, connector, dependencies.rules)) {
    case 'send':
      return await sendFirst(scene, submission)
    case 'repeat':
      return stored.isEnabled
        ? await send(scene, submission, 'repeat')
        : await keep(scene, { submission: { ...submission, ...givenUp(submission) } })
    case 'look-up':
      return await ask(scene, submission, async (job) => {
        const result = await connector.lookUp(job)
        return { result, progress: afterLookup(submission, result, moment(scene)) }
      })
    case 'poll':
      return await ask(scene, submission, async (job) => {
        const result = await connector.poll(job, submission.pollUrl ?? '')
        return { result, progress: afterPoll(submission, result, moment(scene)) }
      })
    case 'give-up':
      return await keep(scene, { submission: { ...submission, ...givenUp(submission) } })
  }
}

// Until something has been sent, the reading is sent as it is now, corrected or withdrawn.
async function sendFirst(scene: Scene, submission: Submission): Promise<void> {
  const now = scene.clock()
  const opening = nextOpening(scene.stored.window, scene.site.timeZone, now)
  if (opening > now) return await keep(scene, { submission: { ...submission, nextAttemptAt: opening } })
  const reading = await findReading(scene, submission.readingId)
  if (!reading)
    return await keep(scene, {
      submission: { ...submission, ...cancelled(submission, 'The reading was withdrawn before it was sent.') },
    })
  const counted = countedValue(reading, scene.stored.value)
  if (counted === null) {
    const detail = `The reading holds no ${scene.stored.value.field} any more, which the connector sends.`
    return await keep(scene, withoutSending(submission, { kind: 'impossible', detail }, scene))
  }
  const value = roundThousandths(counted, scene.stored.value)
  await send(scene, { ...submission, value, readingAt: reading.timestamp }, 'send')
}

async function findReading({ readings }: Scene, id: string): Promise<UtilityReading | undefined> {
  try {
    return await readings.find(id)
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  }
}

async function send(scene: Scene, submission: Submission, step: 'send' | 'repeat'): Promise<void> {
  const { store, clock, held, onChanged } = scene
  const startedAt = clock()
  const attempt: Attempt = { startedAt, endedAt: null, outcome: null, code: null, detail: null, evidence: [] }
  let current = await store.record(held(), {
    submission: { ...submission, ...begun(submission), changedAt: startedAt },
    attempt,
  })
  onChanged(current)
  const commit = async () => {
    const lease = held()
    const now = clock()
    current = await store.record(lease, { submission: { ...current, ...committed(current, now), changedAt: now } })
    onChanged(current)
    // A process that was asleep meanwhile must not send what another one may be sending.
    if (clock() >= lease.expiresAt) throw new LeaseLostError()
  }
  const job = await jobOf(scene, current)
  const result = await scene.connector.send(job, commit).catch((error: unknown) => unexpected(error, current, scene))
  const progress = afterSend(current, step, result, moment(scene))
  await keep(scene, { submission: { ...current, ...progress }, attempt: ended(startedAt, result, clock()) })
}

// What fails in a way that nobody has thought of: before the point of no return nothing has left, after it who knows.
function unexpected(error: unknown, current: Submission, { log }: Scene): SendResult {
  if (error instanceof LeaseLostError) throw error
  log.error({ err: error, submission: current.id }, 'a submission failed unexpectedly')
  const detail = 'Something went wrong here; the log holds the details.'
  return current.state === 'committing'
    ? { kind: 'unknown', detail }
    : { kind: 'again', detail, afterMilliseconds: null }
}

async function ask(
  scene: Scene,
  submission: Submission,
  question: (job: Job) => Promise<{ result: PollResult | LookupResult; progress: Progress }>,
): Promise<void> {
  const startedAt = scene.clock()
  const { result, progress } = await question(await jobOf(scene, submission))
  const next = { ...submission, ...progress }
  // Answers that only say "not yet" are not worth a line each.
  if (result.kind === 'pending') return await keep(scene, { submission: next })
  await keep(scene, { submission: next, attempt: ended(startedAt, result, scene.clock()) })
}

async function jobOf({ store, stored, site, workshop }: Scene, submission: Submission): Promise<Job> {
  const placement = {
    value: submission.value,
    rule: stored.value,
    meterDigits: site.meterDigits,
    readingAt: submission.readingAt,
    timeZone: site.timeZone,
    site: submission.site,
    submission: submission.id,
    secrets: workshop.secretsOf(stored),
  }
  return { placement, receiptsOfOthers: await store.receiptsAround(submission) }
}

function withoutSending(submission: Submission, result: SendResult, dependencies: RunDependencies): StepRecord {
  const step = submission.doubtfulSince === null ? 'send' : 'repeat'
  const now = dependencies.clock()
  const progress = afterSend(submission, step, result, moment(dependencies))
  return { submission: { ...submission, ...progress }, attempt: ended(now, result, now) }
}

// An outcome that nobody may lose: a database that is away for a moment is waited for.
const storeAgainAfterMilliseconds = [100, 500, 2000, 5000]

async function keep(
  scene: RunDependencies & { held: Held; stored?: StoredConnector; connector?: Connector; site?: Site },
  step: StepRecord,
): Promise<void> {
  const record = finished(scene, step)
  for (let tries = 0; ; tries++) {
    try {
      scene.onChanged(await scene.store.record(scene.held(), record))
      return
    } catch (error) {
      const wait = storeAgainAfterMilliseconds[tries]
      if (error instanceof LeaseLostError || wait === undefined) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

function finished(
  { connector, stored, site, rules, clock }: Parameters<typeof keep>[0],
  { submission, attempt }: StepRecord,
): StepRecord {
  const isHopeless =
    connector && submission.state === 'committing' && nextStep(submission, connector, rules) === 'give-up'
  const progress = isHopeless ? givenUp(submission) : submission
  const { state, code, nextAttemptAt } = progress
  const isQueued = state === 'queued' && nextAttemptAt !== null && stored && site
  return {
    submission: {
      ...submission,
      ...progress,
      nextAttemptAt: isQueued ? nextOpening(stored.window, site.timeZone, nextAttemptAt) : nextAttemptAt,
      changedAt: clock(),
    },
    ...(attempt && { attempt }),
    ...(state === 'needs-attention' && code === 'credentials' && { stop: { code, detail: progress.detail ?? '' } }),
  }
}

function ended(startedAt: number, result: Result, endedAt: number): Attempt {
  const code = 'code' in result ? result.code : null
  const evidence = 'evidence' in result ? result.evidence : []
  return { startedAt, endedAt, outcome: result.kind, code, detail: result.detail, evidence }
}

function moment({ clock, rules, random }: RunDependencies) {
  return { now: clock(), rules, random }
}
