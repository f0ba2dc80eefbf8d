import type { JobStatus } from '../operations/jobs.ts'
import type { Facts } from './rules.ts'

const lastingMilliseconds = 5 * 60_000

/**
 * Picks the jobs that have failed for five minutes, each time that it is asked: what mends itself sooner, such as a hiccup
 * of Google's, is no news. The job that tells people is left out.
 */
export function createLastingFailures() {
  let since = new Map<string, number>()
  return (jobs: readonly JobStatus[], now: number): Facts['failedJobs'] => {
    const failed = jobs.filter(({ name, outcome }) => outcome === 'failed' && name !== 'alerts')
    since = new Map(failed.map(({ name, lastRunAt }) => [name, since.get(name) ?? lastRunAt ?? now]))
    return failed
      .filter(({ name }) => now - (since.get(name) ?? now) >= lastingMilliseconds)
      .map(({ name, detail }) => ({ name, detail: detail ?? '' }))
  }
}
