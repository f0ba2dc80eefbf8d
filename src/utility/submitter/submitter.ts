import { setTimeout } from 'node:timers/promises'
import type { JobStatus } from '../../operations/jobs.ts'
import type { Timing } from '../timing.ts'
import { createWorkLoop } from '../work-loop.ts'
import { workOnAccount } from './account.ts'
import type { RunDependencies } from './scene.ts'
import { LeaseLostError } from './submitter-store.ts'

interface SubmitterDependencies extends RunDependencies {
  timing: Timing
}

/** Takes what is due and hands it over; one submission at a time for each utility account, over all processes. */
export interface Submitter {
  start(): void
  /** Takes nothing new, and waits a while for what is under way; what is cut off then is found again at the next start. */
  stop(): Promise<void>
  /** Says that there may be something to do. */
  hint(): void
  status(): JobStatus
  /** Works on everything that is due now, and returns when it is done. */
  runDue(): Promise<void>
}

export function createSubmitter(dependencies: SubmitterDependencies): Submitter {
  const { store, clock, log, timing } = dependencies
  const busy = new Map<string, Promise<void>>()
  let isStopping = false

  const begin = (connector: string): void => {
    const done = workOnAccount(
      connector,
      { ...dependencies, leaseMilliseconds: timing.leaseMilliseconds },
      () => isStopping,
    )
      .catch(async (error: unknown) => {
        if (error instanceof LeaseLostError) return
        log.error({ err: error, connector }, 'the submitter was interrupted')
        await setTimeout(timing.pollMilliseconds)
      })
      .finally(() => {
        busy.delete(connector)
        loop.hint()
      })
    busy.set(connector, done)
  }
  const beginDue = async (): Promise<void> => {
    for (const connector of await store.due(clock())) if (!busy.has(connector)) begin(connector)
  }
  const untilNextDue = async (): Promise<number> => {
    const next = await store.nextDueAt()
    return next === null
      ? timing.pollMilliseconds
      : Math.max(shortestWaitMilliseconds, Math.min(timing.pollMilliseconds, next - clock()))
  }
  const loop = createWorkLoop({
    name: 'submitter',
    description: 'Hands over what is due to the utility',
    turn: async () => {
      await beginDue()
      return await untilNextDue()
    },
    restMilliseconds: timing.pollMilliseconds,
    clock,
    log,
    trouble: 'the submitter cannot look for work',
  })
  return {
    start: loop.start,
    stop: async () => {
      isStopping = true
      await loop.stop()
      const underWay = Promise.allSettled(busy.values())
      const deadline = AbortSignal.timeout(timing.stopMilliseconds)
      await Promise.race([underWay, new Promise((resolve) => deadline.addEventListener('abort', resolve))])
    },
    hint: loop.hint,
    status: loop.status,
    runDue: async () => {
      await beginDue()
      await Promise.all(busy.values())
    },
  }
}

// What is due but being worked on elsewhere is not asked for in every millisecond.
const shortestWaitMilliseconds = 250
