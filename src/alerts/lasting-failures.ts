import type { JobStatus } from '../operations/jobs.ts'
import type { Facts } from './rules.ts'

const lastingMilliseconds = 5 * 60_000

/**
 * Picks the failed jobs that people must hear of, each time that it is asked. A job that is soon tried again has five
 * minutes to mend itself, as after a hiccup of Google's; a back-up that comes once a day has not. The job that tells
 * people is left out.
 */
export function createLastingFailures() {
  let since = new Map<string, number>()
  return (jobs: readonly JobStatus[], now: number): Facts['failedJobs'] => {
    const failed = jobs.filter(({ name, outcome }) => outcome === 'failed' && name !== 'alerts')
    since = new Map(failed.map(({ name, lastRunAt }) => [name, since.get(name) ?? lastRunAt ?? now]))
    return failed
      .filter(({ name, nextRunAt }) => {
        const isTriedSoon = nextRunAt !== null && nextRunAt - now < lastingMilliseconds
        return !isTriedSoon || now - (since.get(name) ?? now) >= lastingMilliseconds
      })
      .map(({ name, detail }) => ({ name, detail: detail ?? '' }))
  }
}
