import type { Backoff } from './retry-delay.ts'

export const submissionStates = [
  'queued',
  'running',
  'committing',
  'confirmed',
  'sent',
  'rejected',
  'failed',
  'needs-attention',
  'cancelled',
] as const
export type SubmissionState = (typeof submissionStates)[number]

/** States in which a submission neither has reached nor may still reach the utility: its reading may be pushed anew. */
export const endedWithoutTrace: readonly SubmissionState[] = ['rejected', 'failed', 'cancelled']

const waiting: readonly SubmissionState[] = ['queued', 'running', 'committing']

/** Where a submission stands. Instants are milliseconds, UTC. */
export interface Progress {
  state: SubmissionState
  code: string | null
  detail: string | null
  receipt: string | null
  /** Requests begun since a person last decided. */
  tries: number
  /** Requests, ever, of which nobody knows whether they arrived. */
  doubts: number
  /** Since when a request may stand at the utility without our knowing; null where surely none does. */
  doubtfulSince: number | null
  /** Questions asked about the doubt that brought no end to it. */
  asks: number
  /** When the utility took the request to decide later; such a request is never repeated. */
  acceptedAt: number | null
  pollUrl: string | null
  nextAttemptAt: number | null
}

export interface Rules {
  backoff: Backoff
  mostTries: number
  mostAsks: number
  askBackoff: Backoff
  /** Until so long after a lost answer, finding nothing proves nothing; where the connector says no other time. */
  graceMilliseconds: number
  /** How long an accepted request is asked about. */
  pollMilliseconds: number
}

/** What the connector can do about a doubt. */
export interface Abilities {
  canLookUp: boolean
  /** The utility honours an idempotency key, so that the same request may be sent again. */
  canRepeat: boolean
  /** How late the utility may list a reading that it has taken. */
  graceMilliseconds?: number
}

/** A submission that nothing was done for yet. */
export function newProgress(nextAttemptAt: number): Progress {
  return {
    state: 'queued',
    code: null,
    detail: null,
    receipt: null,
    tries: 0,
    doubts: 0,
    doubtfulSince: null,
    asks: 0,
    acceptedAt: null,
    pollUrl: null,
    nextAttemptAt,
  }
}

/** Whether nothing more happens by itself. */
export function isSettled(state: SubmissionState): boolean {
  return !waiting.includes(state)
}
