import type { Job } from '../operations/jobs.ts'
import type { Alerts } from './alerts.ts'
import type { AlertDelivery } from './delivery.ts'
import { type Facts, rules } from './rules.ts'

interface WatchDependencies {
  alerts: Pick<Alerts, 'settle'>
  delivery: Pick<AlertDelivery, 'deliver'>
  facts(): Promise<Facts>
}

const watchMilliseconds = 10_000

/** Looks at how things are, raises what is new, closes what is over, and tells people. */
export function watch({ alerts, delivery, facts }: WatchDependencies): Job {
  return {
    name: 'alerts',
    description: 'Looks whether anything needs a person, and tells them',
    dueAt: (lastRunAt) => (lastRunAt ?? Number.NEGATIVE_INFINITY) + watchMilliseconds,
    run: async () => {
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
