import type { Job } from '../operations/jobs.ts'
import type { Alerts } from './alerts.ts'
import type { AlertDelivery } from './delivery.ts'
import { type Facts, rules } from './rules.ts'

interface WatchDependencies {
  alerts: Pick<Alerts, 'settle'>
  delivery: Pick<AlertDelivery, 'deliver'>
  facts(): Promise<Facts>
  /** Of the processes that share a database one watches: two would tell everything twice. */
  isWatcher(): Promise<boolean>
}

// With the next look of the jobs, every ten seconds.
const watchMilliseconds = 9_000
const afterFailureMilliseconds = 60_000

/** Looks at how things are, raises what is new, closes what is over, and tells people. */
export function watch({ alerts, delivery, facts, isWatcher }: WatchDependencies): Job {
  return {
    name: 'alerts',
    description: 'Looks whether anything needs a person, and tells them; every ten seconds',
    dueAt: (last) => {
      if (!last) return 0
      return last.ranAt + (last.outcome === 'ok' ? watchMilliseconds : afterFailureMilliseconds)
    },
    run: async () => {
      if (!(await isWatcher())) return 'another process of this service watches'
      const now = await facts()
      for (const [kind, rule] of Object.entries(rules))
        await alerts.settle(
          kind,
          rule(now).map((trouble) => ({ ...trouble, kind })),
        )
      return `${await delivery.deliver()} notices sent`
    },
  }
}
