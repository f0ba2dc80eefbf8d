import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { JobRun, JobRunsStore } from './job-runs-store.ts'

/** What the service does by itself, every now and then. */
export interface Job {
  name: string
  description: string
  /** When it is due next; `last` is null where it never ran. */
  dueAt(last: JobRun | null): Promise<number> | number
  /** Does it, and says in a sentence what came of it. */
  run(): Promise<string>
}

export interface JobStatus {
  name: string
  description: string
  lastRunAt: number | null
  outcome: 'ok' | 'failed' | null
  detail: string | null
  nextRunAt: number | null
}

export interface Jobs {
  start(): void
  list(): Promise<JobStatus[]>
  /** Waits for the job under way. */
  stop(): Promise<void>
}

interface JobsDependencies {
  jobs: readonly Job[]
  runs: JobRunsStore
  clock: Clock
  log: Log
}

/** The job that mirrors a site into its sheet. */
export function sheetJobName(site: string): string {
  return `sheet ${site}`
}

const tickMilliseconds = 5_000
const afterFailureMilliseconds = 15 * 60_000

/** When a job that takes long is due: after a failure not at once again. */
export function notTooSoon(last: JobRun | null, dueAt: number): number {
  return last?.outcome === 'failed' ? Math.max(dueAt, last.ranAt + afterFailureMilliseconds) : dueAt
}

/** Runs each job when it is due, one after another: none of them is in a hurry, and the machine may be small. */
export function createJobs({ jobs, runs, clock, log }: JobsDependencies): Jobs {
  const memory = createMemory(runs)
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running = Promise.resolve()
  const statusOf = async ({ name, description, dueAt }: Job): Promise<JobStatus> => {
    const last = await memory.recall(name)
    const { ranAt: lastRunAt = null, outcome = null, detail = null } = last ?? {}
    return { name, description, lastRunAt, outcome, detail, nextRunAt: await dueAt(last) }
  }
  const runOne = async (job: Job): Promise<void> => {
    const ranAt = clock()
    try {
      await memory.keep(job.name, { ranAt, outcome: 'ok', detail: await job.run() })
    } catch (error) {
      log.error({ job: job.name, err: error }, 'a background job failed')
      const detail = error instanceof Error ? error.message : 'It failed; the log says why.'
      await memory.keep(job.name, { ranAt, outcome: 'failed', detail })
    }
  }
  const tick = async (): Promise<void> => {
    for (const job of jobs) {
      const { lastRunAt, nextRunAt } = await statusOf(job)
      // A clock that was set back must not make it wait until that time comes again.
      const isDue = nextRunAt !== null && (nextRunAt <= clock() || (lastRunAt !== null && lastRunAt > clock()))
      if (!isStopped && isDue) await runOne(job)
    }
  }
  const tickQuietly = (): void => {
    running = running.then(tick).catch((error: unknown) => log.error({ err: error }, 'background jobs cannot run'))
  }
  return {
    start: () => {
      timer = setInterval(tickQuietly, tickMilliseconds).unref()
    },
    list: async () => (await Promise.all(jobs.map(statusOf))).map((status) => notInThePast(status, clock())),
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      await running
    },
  }
}

// What is overdue runs at the next tick.
function notInThePast({ nextRunAt, ...status }: JobStatus, now: number): JobStatus {
  return { ...status, nextRunAt: nextRunAt === null ? null : Math.max(nextRunAt, now) }
}

const keptAgainMilliseconds = 3_600_000

/** Remembers the last runs, over a restart too; of a job that runs often not each of them. */
function createMemory(runs: JobRunsStore) {
  let known: Promise<Map<string, JobRun>> | undefined
  const kept = new Map<string, JobRun>()
  const load = async (): Promise<Map<string, JobRun>> => {
    known ??= runs.load().catch((error: unknown) => {
      known = undefined
      throw error
    })
    return await known
  }
  return {
    recall: async (name: string): Promise<JobRun | null> => (await load()).get(name) ?? null,
    keep: async (name: string, run: JobRun): Promise<void> => {
      const all = await load()
      all.set(name, run)
      const before = kept.get(name)
      const isNews = before?.outcome !== run.outcome || Math.abs(run.ranAt - before.ranAt) >= keptAgainMilliseconds
      if (!isNews) return
      await runs.keep(name, run)
      kept.set(name, run)
    },
  }
}
