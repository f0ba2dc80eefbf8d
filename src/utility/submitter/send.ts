import { Problem } from '../../problem.ts'
import type { Job, SendResult } from '../connectors/connector.ts'
import { afterSend, begun, cancelled, committed, doubted } from '../submissions/submission.ts'
import type { Attempt, Submission } from '../submissions/submission-record.ts'
import { countedValue, roundThousandths } from '../submissions/value.ts'
import { nextOpening } from '../submissions/window.ts'
import type { UtilityReading } from '../surroundings.ts'
import { keep, withoutSending } from './keep.ts'
import { endedAttempt, jobOf, momentOf, type Scene } from './scene.ts'
import { LeaseLostError } from './submitter-store.ts'

/** The first try, together with others that wait for theirs where the utility takes several at once. */
export async function sendFirst(scene: Scene, submission: Submission): Promise<void> {
  const { connector, store, held, clock } = scene
  const most = connector.sendBatch?.most ?? 1
  const others = most > 1 ? await store.alsoDue(held(), submission, clock(), most - 1) : []
  const ready: Submission[] = []
  for (const one of [submission, ...others]) {
    const prepared = await prepare(scene, one)
    if (prepared) ready.push(prepared)
  }
  if (ready.length > 0) await send(scene, ready, 'send')
}

// Until something has been sent, the reading is sent as it is now, corrected or withdrawn.
async function prepare(scene: Scene, submission: Submission): Promise<Submission | undefined> {
  const now = scene.clock()
  const opening = nextOpening(scene.stored.window, scene.site.timeZone, now)
  if (opening > now) return await put(scene, { ...submission, nextAttemptAt: opening })
  const restsUntil = scene.breaker.restsUntil(submission.connector)
  if (restsUntil !== null) return await put(scene, { ...submission, nextAttemptAt: restsUntil })
  const reading = await findReading(scene, submission)
  if (!reading)
    return await put(scene, {
      ...submission,
      ...cancelled(submission, 'The reading was withdrawn before it was sent.'),
    })
  const doubt = await scene.readings.findDoubt(submission.readingId, submission.site)
  if (doubt !== null) return await put(scene, { ...submission, ...doubted(submission, doubt) })
  const counted = countedValue(reading, scene.stored.value)
  if (counted === null) {
    const detail = `The reading holds no ${scene.stored.value.field} any more, which the connector sends.`
    await keep(scene, withoutSending(submission, { kind: 'impossible', detail }, scene))
    return undefined
  }
  const { destination } = scene
  const led = { ...submission, destination, value: roundThousandths(counted, scene.stored.value) }
  const rival = destination === submission.destination ? undefined : await scene.store.findRival(led)
  if (rival) return await put(scene, { ...submission, ...cancelled(submission, alreadyThere(rival)) })
  return { ...led, readingAt: reading.timestamp }
}

function alreadyThere({ id, connector, state }: Submission): string {
  return `The connector leads to another place now, and the reading is there or on its way through ${connector}: /utility/submissions/${id} (${state}).`
}

async function put(scene: Scene, submission: Submission): Promise<undefined> {
  await keep(scene, { submission })
}

async function findReading({ readings }: Scene, { readingId, site }: Submission): Promise<UtilityReading | undefined> {
  try {
    return await readings.find(readingId, site)
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined
    throw error
  }
}

/** Sends again what is in doubt, under the key that the utility honours. @throws LeaseLostError */
export async function repeat(scene: Scene, submission: Submission): Promise<void> {
  const restsUntil = scene.breaker.restsUntil(submission.connector)
  if (restsUntil === null) await send(scene, [submission], 'repeat')
  else await put(scene, { ...submission, nextAttemptAt: restsUntil })
}

// More than one only where the connector takes batches.
async function send(scene: Scene, submissions: readonly Submission[], step: 'send' | 'repeat'): Promise<void> {
  const { store, clock, held, breaker, stored, onChanged } = scene
  const startedAt = clock()
  const attempt: Attempt = { startedAt, endedAt: null, outcome: null, code: null, detail: null, evidence: [] }
  let current = await store.record(
    held(),
    submissions.map((one) => ({ submission: { ...one, ...begun(one), changedAt: startedAt }, attempt })),
  )
  current.forEach(onChanged)
  const commit = async () => {
    const lease = held()
    const now = clock()
    current = await store.record(
      lease,
      current.map((one) => ({ submission: { ...one, ...committed(one, now), changedAt: now } })),
    )
    current.forEach(onChanged)
    // A process that was asleep meanwhile must not send what another one may be sending.
    if (clock() >= lease.expiresAt) throw new LeaseLostError()
  }
  const jobs = current.map((one) => jobOf(scene, one))
  const results = await handOver(scene, jobs, commit).catch((error: unknown) => unexpected(error, current, scene))
  const [first] = results
  if (first) breaker.note(stored.name, first)
  const steps = current.map((one, index) => {
    const result = results[index] ?? unexplained(one)
    const progress = afterSend(one, step, result, momentOf(scene))
    return { submission: { ...one, ...progress }, attempt: endedAttempt(startedAt, result, clock()) }
  })
  await keep(scene, ...steps)
}

async function handOver(
  { connector }: Scene,
  jobs: readonly Job[],
  commit: () => Promise<void>,
): Promise<SendResult[]> {
  const [job] = jobs
  if (connector.sendBatch && jobs.length > 1) return await connector.sendBatch.send(jobs, commit)
  return job ? [await connector.send(job, commit)] : []
}

// What fails in a way that nobody has thought of: before the point of no return nothing has left, after it who knows.
function unexpected(error: unknown, current: readonly Submission[], { log }: Scene): SendResult[] {
  if (error instanceof LeaseLostError) throw error
  log.error({ err: error, submissions: current.map(({ id }) => id) }, 'a submission failed unexpectedly')
  return current.map(unexplained)
}

function unexplained({ state }: Submission): SendResult {
  const detail = 'Something went wrong here; the log holds the details.'
  return state === 'committing' ? { kind: 'unknown', detail } : { kind: 'again', detail, afterMilliseconds: null }
}
