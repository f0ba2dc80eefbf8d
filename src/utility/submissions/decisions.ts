import type { Clock } from '../../clock.ts'
import { Problem } from '../../problem.ts'
import type { ConnectorsStore } from '../connectors/connectors-store.ts'
import { isStopping } from '../submitter/keep.ts'
import type { UtilityReadings } from '../surroundings.ts'
import { newProgress, type Progress } from './progress.ts'
import { connectorDisabled } from './push.ts'
import type { Submission } from './submission-record.ts'
import type { SubmissionsStore } from './submissions-store.ts'

export interface Resolution {
  outcome: 'confirmed' | 'cancelled'
  receipt: string | null
  note: string
}

interface DecisionDependencies {
  store: SubmissionsStore
  connectors: Pick<ConnectorsStore, 'find'>
  readings: UtilityReadings
  clock: Clock
  /** Called when a decision is stored. */
  onChanged(submission: Submission): void
}

/** What people decide about submissions. */
export interface Decisions {
  /** On a doubtful reading this confirms it. @throws Problem 404, 409 */
  retry(id: string, by: string, note: string | null): Promise<Submission>
  /** @throws Problem 404, 409 */
  resolve(id: string, resolution: Resolution, by: string): Promise<Submission>
}

export function createDecisions({ store, connectors, readings, clock, onChanged }: DecisionDependencies): Decisions {
  const existing = async (id: string): Promise<Submission> => {
    const found = await store.find(id)
    if (!found) throw noSubmission(id)
    return found
  }
  // It would wait without a word until somebody switches it on.
  const assertEnabled = async (name: string): Promise<void> => {
    const connector = await connectors.find(name)
    if (connector && !connector.isEnabled) throw connectorDisabled(name)
  }
  const keepWherePossible = async (...[submission, ...rest]: Parameters<SubmissionsStore['decide']>) => {
    const kept = await store.decide({ ...submission, changedAt: clock() }, ...rest)
    if (kept) onChanged(kept)
    return kept
  }
  const keep = async (...decided: Parameters<SubmissionsStore['decide']>): Promise<Submission> => {
    const kept = await keepWherePossible(...decided)
    if (kept) return kept
    throw conflict('It has changed meanwhile, or another submission of this reading took its place; look at it again.')
  }
  return {
    retry: async (id, by, note) => {
      const submission = await existing(id)
      const next = { ...submission, ...retried(submission, clock()) }
      if (next.state === 'queued') await assertEnabled(submission.connector)
      // A person's word also lets a stopped utility account go on.
      const resume = { connector: submission.connector }
      const decision = { by, decision: 'retry', note } as const
      if (submission.code !== 'doubtful-reading') return await keep(next, decision, resume)
      const why = note ?? 'confirmed by sending it to the utility'
      await readings.confirm(submission.readingId, by, why, submission.site)
      // That nobody doubts it any more may have let it go on already.
      return (await keepWherePossible(next, decision, resume)) ?? (await existing(id))
    },
    resolve: async (id, { outcome, receipt, note }, by) => {
      const submission = await existing(id)
      const progress = resolved(submission, { outcome, receipt, note })
      // Who has ended it has been at the portal; a wrong password is as wrong as before.
      const isSolved = isStopping(submission.code) && submission.code !== 'credentials'
      const resume = isSolved ? { connector: submission.connector } : null
      return await keep({ ...submission, ...progress }, { by, decision: outcome, note }, resume)
    },
  }
}

/** A submission that was named is not there. */
export function noSubmission(id: string): Problem {
  return new Problem(404, `There is no submission with the id ${JSON.stringify(id)}.`, { type: 'unknown-submission' })
}

/** Begins anew on a person's word. What may stand at the utility is asked about first, unless the word is about that. @throws Problem 409 */
export function retried(progress: Progress, now: number): Progress {
  switch (progress.state) {
    case 'confirmed':
    case 'sent':
      throw conflict('The utility has this reading already.')
    case 'running':
    case 'committing':
      throw conflict('It is on its way; wait for its outcome.')
    case 'cancelled':
      throw conflict('It was cancelled; push the reading anew.')
    case 'needs-attention':
      if (progress.doubtfulSince !== null && progress.code !== 'outcome-unknown')
        return { ...progress, state: 'committing', code: null, detail: null, tries: 0, asks: 0, nextAttemptAt: now }
      return { ...newProgress(now), doubts: progress.doubts }
    case 'queued':
    case 'rejected':
    case 'failed':
      return { ...newProgress(now), doubts: progress.doubts }
  }
}

/** Ends it on a person's word. @throws Problem 409 */
export function resolved<Some extends Progress>(progress: Some, { outcome, receipt, note }: Resolution): Some {
  if (progress.state === 'confirmed' || progress.state === 'cancelled')
    throw conflict(`It is ${progress.state} already.`)
  if (progress.state === 'running' || progress.state === 'committing')
    throw conflict('It is on its way; wait for its outcome.')
  return {
    ...progress,
    state: outcome,
    code: null,
    detail: note,
    receipt: outcome === 'confirmed' ? receipt : null,
    nextAttemptAt: null,
  }
}

function conflict(detail: string): Problem {
  return new Problem(409, detail, { type: 'submission-state' })
}
