import type { SubmissionState } from '../../../src/utility/submissions/progress.ts'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import type { IconName } from '../icons.tsx'
import { instantText } from '../locale/instants.ts'
import { texts } from './texts.ts'

export type Mood = 'good' | 'waiting' | 'bad' | 'off'

interface StateLook {
  mood: Mood
  icon: IconName
}

export const stateLooks: Readonly<Record<SubmissionState, StateLook>> = {
  queued: { mood: 'waiting', icon: 'waiting' },
  running: { mood: 'waiting', icon: 'refresh' },
  committing: { mood: 'waiting', icon: 'refresh' },
  confirmed: { mood: 'good', icon: 'check' },
  sent: { mood: 'good', icon: 'forward' },
  rejected: { mood: 'bad', icon: 'close' },
  failed: { mood: 'bad', icon: 'close' },
  'needs-attention': { mood: 'bad', icon: 'warning' },
  cancelled: { mood: 'off', icon: 'close' },
}

type AttentionCode = keyof typeof texts.attention

/** Why a person is needed; undefined where nobody is. */
export function attentionCode({ state, code }: SubmissionJson): AttentionCode | undefined {
  return state === 'needs-attention' && code !== null && code in texts.attention ? (code as AttentionCode) : undefined
}

/** Where it stands, as a sentence. */
export function sentenceOf(submission: SubmissionJson): string {
  const { state, code, nextAttemptAt } = submission
  const attention = attentionCode(submission)
  if (attention) return texts.attention[attention].title
  if (state === 'rejected' && code !== null && code in texts.refusals)
    return texts.refusals[code as keyof typeof texts.refusals]
  if (state === 'queued' && nextAttemptAt !== null && Date.parse(nextAttemptAt) > Date.now())
    return texts.sentences.queuedUntil(instantText(nextAttemptAt))
  return texts.sentences[state]
}

const underWay: readonly SubmissionState[] = ['running', 'committing']

export function isUnderWay({ state }: SubmissionJson): boolean {
  return state === 'queued' || underWay.includes(state)
}

/** Whether a person's word may let it begin anew. */
export function mayBeRetried({ state }: SubmissionJson): boolean {
  return ['queued', 'rejected', 'failed', 'needs-attention'].includes(state)
}

/** Whether a person's word may end it. */
export function mayBeResolved({ state }: SubmissionJson): boolean {
  return !['confirmed', 'cancelled', ...underWay].includes(state)
}
