import type { Connector, Job, LookupResult, PollResult } from '../connectors/connector.ts'
import { destinationOf } from '../submissions/draft-submission.ts'
import type { Progress } from '../submissions/progress.ts'
import { afterLookup, afterPoll, givenUp, nextStep } from '../submissions/submission.ts'
import type { Submission } from '../submissions/submission-record.ts'
import { keep, withoutSending } from './keep.ts'
import { endedAttempt, type Held, jobOf, momentOf, type RunDependencies, type Scene } from './scene.ts'
import { repeat, sendFirst } from './send.ts'
import type { Taken } from './submitter-store.ts'

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
  let connector: Connector
  try {
    connector = await dependencies.workshop.open(stored)
  } catch {
    const detail = 'The stored secrets of the connector cannot be opened any more; give them anew.'
    const result = { kind: 'person', code: 'credentials', detail } as const
    return await keep({ ...dependencies, held, stored }, withoutSending(submission, result, dependencies))
  }
  const destination = await destinationOf(stored)
  const scene: Scene = { ...dependencies, held, stored, connector, destination, site: { timeZone, meterDigits } }
  const giveUp = () => keep(scene, { submission: { ...submission, ...givenUp(submission) } })
  if (submission.state === 'committing' && submission.destination !== destination)
    return await keep(scene, { submission: { ...submission, ...givenUp({ ...submission, detail: ledAway }) } })
  switch (nextStep(submission, connector, dependencies.rules)) {
    case 'send':
      return await sendFirst(scene, submission)
    case 'repeat':
      return stored.isEnabled ? await repeat(scene, submission) : await giveUp()
    case 'look-up':
      return await ask(scene, submission, async (job) => {
        const result = await connector.lookUp(job)
        return { result, progress: afterLookup(submission, result, momentOf(scene), connector) }
      })
    case 'poll':
      return await ask(scene, submission, async (job) => {
        const result = await connector.poll(job, submission.pollUrl ?? '')
        return { result, progress: afterPoll(submission, result, momentOf(scene)) }
      })
    case 'give-up':
      return await giveUp()
  }
}

// What another place does not know proves nothing about the first, and each place's credentials are its own.
const ledAway =
  'The connector leads to another place than when this was sent; look there whether the utility has the reading.'

async function ask(
  scene: Scene,
  submission: Submission,
  question: (job: Job) => Promise<{ result: PollResult | LookupResult; progress: Progress }>,
): Promise<void> {
  const startedAt = scene.clock()
  const { result, progress } = await question(jobOf(scene, submission))
  const next = { ...submission, ...progress }
  // Answers that only say "not yet" are not worth a line each.
  if (result.kind === 'pending') return await keep(scene, { submission: next })
  await keep(scene, { submission: next, attempt: endedAttempt(startedAt, result, scene.clock()) })
}
