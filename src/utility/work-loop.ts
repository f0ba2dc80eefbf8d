import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { JobStatus } from '../operations/jobs.ts'
import { createBell } from './bell.ts'

interface WorkLoopOptions {
  name: string
  description: string
  /** Does what is due, and says how many milliseconds it may rest where nothing gives a hint. */
  turn(): Promise<number>
  /** How long it rests after a turn that failed. */
  restMilliseconds: number
  clock: Clock
  log: Log
  /** What a failure is called in the log. */
  trouble: string
}

/** Work that is done again and again, until it is stopped. */
export interface WorkLoop {
  start(): void
  /** Resolves when the turn that is under way has ended. */
  stop(): Promise<void>
  /** Says that there may be something to do. */
  hint(): void
  /** For `GET /status`. */
  status(): JobStatus
}

export function createWorkLoop(options: WorkLoopOptions): WorkLoop {
  const { name, description, turn, restMilliseconds, clock, log, trouble } = options
  const bell = createBell()
  let status: JobStatus = { name, description, lastRunAt: null, outcome: null, detail: null, nextRunAt: null }
  let isStopping = false
  let loop: Promise<void> | undefined
  const run = async (): Promise<void> => {
    while (!isStopping) {
      const lastRunAt = clock()
      let rest = restMilliseconds
      try {
        rest = await turn()
        status = { ...status, lastRunAt, outcome: 'ok', detail: null }
      } catch (error) {
        log.error({ err: error }, trouble)
        status = { ...status, lastRunAt, outcome: 'failed', detail: `${trouble}; the log says why` }
      }
      status.nextRunAt = clock() + rest
      if (!isStopping) await bell.wait(rest)
    }
  }
  return {
    start: () => {
      loop ??= run()
    },
    stop: async () => {
      isStopping = true
      bell.ring()
      await loop
    },
    hint: bell.ring,
    status: () => status,
  }
}
