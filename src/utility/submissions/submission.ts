import type { LookupResult, PollResult, RefusalCode, SendResult } from '../connectors/connector.ts'
import type { Abilities, Progress, Rules, SubmissionState } from './progress.ts'
import { type Random, retryDelay } from './retry-delay.ts'

export type Step = 'send' | 'poll' | 'look-up' | 'repeat' | 'give-up'

interface Moment {
  now: number
  rules: Rules
  random: Random
}

/** What is to be done next for a submission that is due. */
export function nextStep(progress: Progress, { canLookUp, canRepeat }: Abilities, rules: Rules): Step {
  if (progress.state !== 'committing') return 'send'
  if (progress.pollUrl !== null && progress.asks < rules.mostAsks) return 'poll'
  if (canLookUp && progress.asks < rules.mostAsks) return 'look-up'
  return canRepeat && progress.acceptedAt === null && progress.tries < rules.mostTries ? 'repeat' : 'give-up'
}

/** A try begins: a queued submission runs; one in doubt stays so while it is repeated. */
export function begun(progress: Progress): Progress {
  const state = progress.state === 'queued' ? 'running' : progress.state
  return { ...progress, state, tries: progress.tries + 1, nextAttemptAt: null }
}

/** The point of no return: stored before the request leaves. */
export function committed(progress: Progress, now: number): Progress {
  return { ...progress, state: 'committing', doubtfulSince: now, asks: 0, acceptedAt: null, pollUrl: null }
}

/** The service ended while a try was under way. */
export function interrupted(progress: Progress, now: number): Progress {
  if (progress.state === 'running') return { ...progress, state: 'queued', nextAttemptAt: now }
  return { ...progress, doubts: progress.doubts + 1, doubtfulSince: now, asks: 0, nextAttemptAt: now }
}

/** What a try came to. A repeat that was not taken says nothing about the request before it: the doubt remains. */
export function afterSend(progress: Progress, step: 'send' | 'repeat', result: SendResult, moment: Moment): Progress {
  const { now, rules, random } = moment
  switch (result.kind) {
    case 'confirmed':
      return ended(progress, 'confirmed', null, result.detail, result.receipt)
    case 'sent':
      return ended(progress, 'sent', null, result.detail, result.receipt)
    case 'pending':
      return {
        ...progress,
        state: 'committing',
        detail: result.detail,
        asks: 0,
        acceptedAt: now,
        pollUrl: result.pollUrl,
        nextAttemptAt: now + (result.afterMilliseconds ?? shortestPollMilliseconds),
      }
    case 'unknown':
      return inDoubt(progress, result.detail, moment)
    case 'refused':
      if (mayMeanOurs(result.code, step) && progress.doubts > 0)
        return { ...inDoubt(progress, result.detail, moment), acceptedAt: now }
      if (result.mayBeUnderWay && progress.doubts > 0) return inDoubt(progress, result.detail, moment)
      return ended(progress, 'rejected', result.code, result.detail)
    case 'impossible':
      if (step === 'repeat') return ended(progress, 'needs-attention', 'outcome-unknown', result.detail)
      return ended(progress, 'failed', null, result.detail)
    case 'person':
      return personNeeded(progress, step === 'repeat' || result.mayHaveArrived === true, result.code, result.detail)
    case 'again': {
      const nextAttemptAt = now + retryDelay(rules.backoff, progress.tries, random, result.afterMilliseconds)
      if (step === 'repeat') return { ...progress, state: 'committing', asks: 0, detail: result.detail, nextAttemptAt }
      if (progress.tries >= rules.mostTries) return ended(progress, 'failed', null, result.detail)
      return { ...progress, state: 'queued', detail: result.detail, doubtfulSince: null, nextAttemptAt }
    }
  }
}

// After a lost answer, "I have that already" may well mean ours, and would be said again; so may "not more than the last
// one", but to a repeat under a key that the utility honours.
function mayMeanOurs(code: RefusalCode, step: 'send' | 'repeat'): boolean {
  return code === 'duplicate' || (code === 'less-than-previous' && step === 'send')
}

/**
 * What looking it up came to. Only an empty answer after the time of grace lets the reading be sent again, and only then
 * something similar is for a person: until then the reading itself may come to stand there. Under a key that the utility
 * honours there is nothing to wait for.
 */
export function afterLookup(
  progress: Progress,
  result: LookupResult,
  moment: Moment,
  { canRepeat, graceMilliseconds }: Pick<Abilities, 'canRepeat' | 'graceMilliseconds'>,
): Progress {
  const { now, rules, random } = moment
  if (result.kind === 'found') return ended(progress, 'confirmed', null, result.detail, result.receipt)
  if (result.kind === 'person') return personNeeded(progress, true, result.code, result.detail)
  const asks = progress.asks + 1
  const graceEnds = (progress.doubtfulSince ?? now) + (graceMilliseconds ?? rules.graceMilliseconds)
  if (result.kind === 'again') {
    const wait = askDelay(rules, asks, random, result.afterMilliseconds)
    return { ...progress, asks, detail: result.detail, nextAttemptAt: now + wait }
  }
  if (now < graceEnds && result.kind === 'absent' && canRepeat && progress.acceptedAt === null) {
    const wait = retryDelay(rules.backoff, progress.tries, random)
    return { ...progress, asks: rules.mostAsks, detail: result.detail, nextAttemptAt: now + wait }
  }
  if (now < graceEnds) {
    const wait = retryDelay(rules.askBackoff, asks, () => 1)
    const nextAttemptAt = Math.min(now + wait, graceEnds)
    return { ...progress, asks: Math.min(asks, rules.mostAsks - 1), detail: result.detail, nextAttemptAt }
  }
  if (result.kind === 'similar') return ended(progress, 'needs-attention', 'outcome-unknown', result.detail)
  return afterProvenAbsence(progress, result.detail, moment)
}

// At least half of each wait, so that the questions surely get time for an answer between them.
function askDelay(rules: Rules, asks: number, random: Random, askedMilliseconds: number | null): number {
  return retryDelay(rules.askBackoff, asks, () => (1 + random()) / 2, askedMilliseconds)
}

function afterProvenAbsence(progress: Progress, detail: string, { now, rules, random }: Moment): Progress {
  // What the utility has accepted may be in its queue for longer than any time of grace.
  if (progress.acceptedAt !== null) return ended(progress, 'needs-attention', 'outcome-unknown', detail)
  if (progress.tries >= rules.mostTries) return ended({ ...progress, doubtfulSince: null }, 'failed', null, detail)
  const nextAttemptAt = now + retryDelay(rules.backoff, progress.tries, random)
  return { ...progress, state: 'queued', detail, doubtfulSince: null, asks: 0, nextAttemptAt }
}

const shortestPollMilliseconds = 1000
const longestPollMilliseconds = 5 * 60_000

/** What asking for the outcome of an accepted request came to. */
export function afterPoll(progress: Progress, result: PollResult, moment: Moment): Progress {
  const { now, rules, random } = moment
  switch (result.kind) {
    case 'confirmed':
      return ended(progress, 'confirmed', null, result.detail, result.receipt)
    case 'refused':
      return ended(progress, 'rejected', result.code, result.detail)
    case 'person':
      return personNeeded(progress, true, result.code, result.detail)
    case 'unknown':
      return { ...progress, pollUrl: null, asks: 0, detail: result.detail, nextAttemptAt: now }
    case 'again': {
      const asks = progress.asks + 1
      const pollUrl = asks < rules.mostAsks ? progress.pollUrl : null
      const wait = askDelay(rules, asks, random, result.afterMilliseconds)
      return {
        ...progress,
        pollUrl,
        asks: pollUrl === null ? 0 : asks,
        detail: result.detail,
        nextAttemptAt: now + wait,
      }
    }
    case 'pending': {
      const age = now - (progress.acceptedAt ?? now)
      if (age > rules.pollMilliseconds) return { ...progress, pollUrl: null, asks: 0, nextAttemptAt: now }
      const wait = Math.min(longestPollMilliseconds, Math.max(shortestPollMilliseconds, age / 4))
      return {
        ...progress,
        asks: 0,
        detail: result.detail,
        nextAttemptAt: now + Math.round(result.afterMilliseconds ?? wait),
      }
    }
  }
}

/** Nothing that may be done brings certainty: a person is asked. */
export function givenUp(progress: Progress): Progress {
  const detail = progress.detail ?? 'It is not known whether the utility has this reading.'
  return ended(progress, 'needs-attention', 'outcome-unknown', detail)
}

/** The reading itself may be wrong: it waits for a person's word. */
export function doubted(progress: Progress, doubt: string): Progress {
  return ended(progress, 'needs-attention', 'doubtful-reading', doubt)
}

/** It is not wanted any more, and nothing of it has left. */
export function cancelled(progress: Progress, detail: string): Progress {
  return ended(progress, 'cancelled', null, detail)
}

function inDoubt(progress: Progress, detail: string, { now, rules, random }: Moment): Progress {
  const nextAttemptAt = now + retryDelay(rules.backoff, progress.tries, random)
  return {
    ...progress,
    state: 'committing',
    doubts: progress.doubts + 1,
    doubtfulSince: now,
    asks: 0,
    detail,
    nextAttemptAt,
  }
}

function personNeeded(progress: Progress, isDoubtful: boolean, code: string, detail: string): Progress {
  const needed = ended(progress, 'needs-attention', code, detail)
  return isDoubtful ? needed : { ...needed, doubtfulSince: null }
}

function ended(
  progress: Progress,
  state: SubmissionState,
  code: string | null,
  detail: string,
  receipt: string | null = null,
): Progress {
  const doubtfulSince = state === 'needs-attention' ? progress.doubtfulSince : null
  return { ...progress, state, code, detail, receipt, doubtfulSince, nextAttemptAt: null }
}
