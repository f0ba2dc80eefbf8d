import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'

/** What the service does by itself, every now and then. */
export interface Job {
  name: string
  description: string
  /** When it is due next; `lastRunAt` is null where this process has not run it yet. */
  dueAt(lastRunAt: number | null): Promise<number> | number
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
  clock: Clock
  log: Log
}

const tickMilliseconds = 10_000

/** Runs each job when it is due, one after another: none of them is in a hurry, and the machine may be small. */
export function createJobs({ jobs, clock, log }: JobsDependencies): Jobs {
  const last = new Map<string, Pick<JobStatus, 'lastRunAt' | 'outcome' | 'detail'>>()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running = Promise.resolve()
  const statusOf = async ({ name, description, dueAt }: Job): Promise<JobStatus> => {
    const known = last.get(name) ?? { lastRunAt: null, outcome: null, detail: null }
    return { name, description, ...known, nextRunAt: await dueAt(known.lastRunAt) }
  }
  const runOne = async (job: Job): Promise<void> => {
    const lastRunAt = clock()
    try {
      last.set(job.name, { lastRunAt, outcome: 'ok', detail: await job.run() })
    } catch (error) {
      log.error({ job: job.name, err: error }, 'a background job failed')
      const detail = error instanceof Error ? error.message : 'It failed; the log says why.'
      last.set(job.name, { lastRunAt, outcome: 'failed', detail })
    }
  }
  const tick = async (): Promise<void> => {
    for (const job of jobs) {
      const { nextRunAt } = await statusOf(job)
      if (!isStopped && nextRunAt !== null && nextRunAt <= clock()) await runOne(job)
    }
  }
  const tickQuietly = (): void => {
    running = running.then(tick).catch((error: unknown) => log.error({ err: error }, 'background jobs cannot run'))
  }
  return {
    start: () => {
      timer = setInterval(tickQuietly, tickMilliseconds).unref()
    },
    list: () => Promise.all(jobs.map(statusOf)),
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      await running
    },
  }
}
