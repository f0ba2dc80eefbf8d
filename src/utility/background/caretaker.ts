import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Timing } from '../timing.ts'
import { createWorkLoop, type WorkLoop } from '../work-loop.ts'
import type { SchedulesStore } from './schedules-store.ts'

// A schedule that cannot run is not tried in every millisecond.
const shortestWaitMilliseconds = 1000

interface CaretakerDependencies {
  schedules: SchedulesStore
  /** What is looked after, in this order. */
  duties: readonly (() => Promise<void>)[]
  timing: Pick<Timing, 'pollMilliseconds'>
  clock: Clock
  log: Log
}

/** Does what nobody asks for: schedules, what waits for a person and the alerts about it. */
export function createCaretaker({ schedules, duties, timing, clock, log }: CaretakerDependencies): WorkLoop {
  return createWorkLoop({
    name: 'scheduler',
    description: 'Looks after schedules, windows and what waits for a person',
    turn: async () => {
      for (const duty of duties) await duty()
      const next = (await schedules.nextRunAt()) ?? Number.POSITIVE_INFINITY
      return Math.max(shortestWaitMilliseconds, Math.min(timing.pollMilliseconds, next - clock()))
    },
    restMilliseconds: timing.pollMilliseconds,
    clock,
    log,
    trouble: 'schedules and alerts of the utility cannot be looked after',
  })
}
