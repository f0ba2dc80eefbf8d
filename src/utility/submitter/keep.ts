import type { Connector, SendResult } from '../connectors/connector.ts'
import type { StoredConnector } from '../connectors/connectors-store.ts'
import { afterSend, givenUp, nextStep } from '../submissions/submission.ts'
import type { Submission } from '../submissions/submission-record.ts'
import { nextOpening } from '../submissions/window.ts'
import { endedAttempt, type Held, momentOf, type RunDependencies, type Scene } from './scene.ts'
import { LeaseLostError, type StepRecord } from './submitter-store.ts'

/** Where results are kept; without a connector where it could not be opened. */
export type Keeping = RunDependencies & {
  held: Held
  stored: StoredConnector
  connector?: Connector
  site?: Scene['site']
}

// An outcome that nobody may lose: a database that is away for a moment is waited for.
const storeAgainAfterMilliseconds = [100, 500, 2000, 5000]
const stoppingCodes = ['credentials', 'captcha', 'second-factor']

/** Whether another try could lock the utility account, so that everything for it waits until a person has acted. */
export function isStopping(code: string | null | undefined): code is string {
  return typeof code === 'string' && stoppingCodes.includes(code)
}

/** Stores what a step came to, all of it or nothing. @throws LeaseLostError */
export async function keep(keeping: Keeping, ...steps: StepRecord[]): Promise<void> {
  const records = steps.map((step) => finished(keeping, step))
  for (let tries = 0; ; tries++) {
    try {
      for (const stored of await keeping.store.record(keeping.held(), records)) keeping.onChanged(stored)
      return
    } catch (error) {
      const wait = storeAgainAfterMilliseconds[tries]
      if (error instanceof LeaseLostError || wait === undefined) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

/** A result that came without anything having been sent. */
export function withoutSending(submission: Submission, result: SendResult, dependencies: RunDependencies): StepRecord {
  const step = submission.doubtfulSince === null ? 'send' : 'repeat'
  const now = dependencies.clock()
  const progress = afterSend(submission, step, result, momentOf(dependencies))
  return { submission: { ...submission, ...progress }, attempt: endedAttempt(now, result, now) }
}

function finished({ connector, stored, site, rules, clock }: Keeping, { submission, attempt }: StepRecord): StepRecord {
  const isHopeless =
    connector && submission.state === 'committing' && nextStep(submission, connector, rules) === 'give-up'
  const progress = isHopeless ? givenUp(submission) : submission
  const { state, code, nextAttemptAt } = progress
  const isQueued = state === 'queued' && nextAttemptAt !== null && site
  return {
    submission: {
      ...submission,
      ...progress,
      nextAttemptAt: isQueued ? nextOpening(stored.window, site.timeZone, nextAttemptAt) : nextAttemptAt,
      changedAt: clock(),
    },
    ...(attempt && { attempt }),
    ...(state === 'needs-attention' &&
      isStopping(code) && { stop: { revision: stored.revision, code, detail: progress.detail ?? '' } }),
  }
}
