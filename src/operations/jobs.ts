import type { Clock } from '../clock.ts'
import type { Replicas } from '../database/replicas.ts'
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
  /** Keeps a job for one of the processes that share the database. */
  claim: Replicas['claim']
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

/**
 * Runs each job when it is due, one after another: none of them is in a hurry, and the machine may be small. Of several
 * processes on one database one runs it, for all of them.
 */
export function createJobs({ jobs, runs, claim, clock, log }: JobsDependencies): Jobs {
  const memory = createMemory(runs, clock)
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running = Promise.resolve()
  const statusOf = async ({ name, description, dueAt }: Job): Promise<JobStatus> => {
    const last = memory.recall(name)
    const { ranAt: lastRunAt = null, outcome = null, detail = null } = last ?? {}
    return { name, description, lastRunAt, outcome, detail, nextRunAt: await dueAt(last) }
  }
  const isDue = async (job: Job): Promise<boolean> => {
    const { lastRunAt, nextRunAt } = await statusOf(job)
    // A clock that was set back must not make it wait until that time comes again.
    return nextRunAt !== null && (nextRunAt <= clock() || (lastRunAt !== null && lastRunAt > clock()))
  }
  const failureOf = ({ name }: Job, ranAt: number, error: unknown): JobRun => {
    log.error({ job: name, err: error }, 'a background job failed')
    const detail = error instanceof Error ? error.message : 'It failed; the log says why.'
    return { ranAt, outcome: 'failed', detail }
  }
  const runOne = async (job: Job): Promise<JobRun> => {
    const ranAt = clock()
    return await job.run().then(
      (detail): JobRun => ({ ranAt, outcome: 'ok', detail }),
      (error: unknown) => failureOf(job, ranAt, error),
    )
  }
  const runAlone = async (job: Job): Promise<void> => {
    const claimed = await claim(`job ${job.name}`)
    if (!claimed) return
    try {
      // Another process may have run it meanwhile.
      await memory.refresh()
      if (await isDue(job)) await memory.keep(job.name, await runOne(job))
    } finally {
      await claimed.release()
    }
  }
  const tick = async (): Promise<void> => {
    await memory.load()
    for (const job of jobs)
      if (!isStopped && (await isDue(job)))
        await runAlone(job).catch((error: unknown) => memory.note(job.name, failureOf(job, clock(), error)))
  }
  const tickQuietly = (): void => {
    running = running.then(tick).catch((error: unknown) => log.error({ err: error }, 'background jobs cannot run'))
  }
  return {
    start: () => {
      timer = setInterval(tickQuietly, tickMilliseconds).unref()
    },
    list: async () => {
      // Without the database, what is remembered here has to do.
      await memory.refresh().catch(() => undefined)
      return (await Promise.all(jobs.map(statusOf))).map((status) => notInThePast(status, clock()))
    },
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
function createMemory(runs: JobRunsStore, clock: Clock) {
  const known = new Map<string, JobRun>()
  const kept = new Map<string, JobRun>()
  let isLoaded = false
  const refresh = async (): Promise<void> => {
    for (const [name, stored] of await runs.load()) {
      const last = known.get(name)
      // What lies ahead was stored before a clock was set back.
      const isLater = last !== undefined && stored.ranAt > last.ranAt && stored.ranAt <= clock()
      if (!last || isLater) known.set(name, stored)
    }
    isLoaded = true
  }
  return {
    refresh,
    /** The first time only. */
    load: async (): Promise<void> => {
      if (!isLoaded) await refresh()
    },
    recall: (name: string): JobRun | null => known.get(name) ?? null,
    /** For this process, until it ends. */
    note: (name: string, run: JobRun): void => void known.set(name, run),
    keep: async (name: string, run: JobRun): Promise<void> => {
      known.set(name, run)
      const before = kept.get(name)
      const isNews = before?.outcome !== run.outcome || Math.abs(run.ranAt - before.ranAt) >= keptAgainMilliseconds
      if (!isNews) return
      await runs.keep(name, run)
      kept.set(name, run)
    },
  }
}
