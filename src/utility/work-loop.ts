import type { Log } from '../log.ts'
import { createBell } from './bell.ts'

interface WorkLoopOptions {
  /** Does what is due, and says how many milliseconds it may rest where nothing gives a hint. */
  turn(): Promise<number>
  /** How long it rests after a turn that failed. */
  restMilliseconds: number
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
}

export function createWorkLoop({ turn, restMilliseconds, log, trouble }: WorkLoopOptions): WorkLoop {
  const bell = createBell()
  let isStopping = false
  let loop: Promise<void> | undefined
  const run = async (): Promise<void> => {
    while (!isStopping) {
      let rest = restMilliseconds
      try {
        rest = await turn()
      } catch (error) {
        log.error({ err: error }, trouble)
      }
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
  }
}
