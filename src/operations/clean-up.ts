import type { Clock } from '../clock.ts'
import type { CleanUpStore } from './clean-up-store.ts'
import { type Job, notTooSoon } from './jobs.ts'

const dayMilliseconds = 86_400_000
const answersKeptMilliseconds = 7 * dayMilliseconds
const alertsKeptMilliseconds = 400 * dayMilliseconds

/** Removes what has had its time, once a day; the audit, the readings and their history stay for good. */
export function dailyCleanUp(store: CleanUpStore, clock: Clock): Job {
  return {
    name: 'clean-up',
    description: 'Removes expired sign-ins, old idempotent answers and alerts of last year; once a day',
    dueAt: (last) => notTooSoon(last, last ? last.ranAt + dayMilliseconds : clock()),
    run: async () => {
      const now = clock()
      const answers = await store.forgetAnswersBefore(now - answersKeptMilliseconds)
      const tokens = await store.forgetExpired('refresh_tokens', now)
      const sessions = await store.forgetExpired('sessions', now)
      const alerts = await store.forgetAlertsBefore(now - alertsKeptMilliseconds)
      return `removed ${answers} answers, ${tokens + sessions} sign-ins, ${alerts} alerts`
    },
  }
}
