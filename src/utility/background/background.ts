import type { Alerts } from '../../alerts/alerts.ts'
import type { JobStatus } from '../../operations/jobs.ts'
import type { Browsers } from '../connectors/browser/browsers.ts'
import type { ConnectorsStore } from '../connectors/connectors-store.ts'
import type { Rehearse } from '../rehearsals/rehearsal.ts'
import { createDailyRehearsals } from '../rehearsals/rehearsals.ts'
import type { Present } from '../submissions/presenter.ts'
import type { Submission } from '../submissions/submission-record.ts'
import type { SubmissionsStore } from '../submissions/submissions-store.ts'
import type { RunDependencies } from '../submitter/scene.ts'
import { createSubmitter } from '../submitter/submitter.ts'
import type { Timing } from '../timing.ts'
import { createWorkLoop } from '../work-loop.ts'
import { createAttention } from './attention.ts'
import { createCaretaker } from './caretaker.ts'
import { createClosingWindows } from './closing-windows.ts'
import { createDoubtfulRelease } from './doubtful.ts'
import { createScheduler } from './scheduler.ts'
import type { SchedulesStore } from './schedules-store.ts'

interface BackgroundDependencies extends RunDependencies {
  connectors: ConnectorsStore
  submissions: SubmissionsStore
  schedules: SchedulesStore
  alerts: Alerts
  present: Present
  rehearse: Rehearse
  browsers: Browsers
  timing: Timing
}

/** Everything that the utility does without being asked. */
export interface Background {
  start(): void
  stop(): Promise<void>
  /** Says that there may be something to do. */
  hint(): void
  jobs(): JobStatus[]
}

export function createBackground(dependencies: BackgroundDependencies): Background {
  const { schedules, browsers, timing, log, onChanged } = dependencies
  const hint = (): void => {
    submitter.hint()
    caretaker.hint()
  }
  const onStep = (submission: Submission): void => {
    onChanged(submission)
    if (submission.state === 'needs-attention') caretaker.hint()
  }
  const onBegun = (submission: Submission): void => {
    onChanged(submission)
    hint()
  }
  const submitter = createSubmitter({ ...dependencies, onChanged: onStep })
  const scheduler = createScheduler({ ...dependencies, store: schedules, onPushed: onBegun })
  const releaseDoubtful = createDoubtfulRelease({ ...dependencies, onChanged: onBegun })
  const callForPeople = createAttention(dependencies)
  const caretaker = createCaretaker({
    ...dependencies,
    duties: [scheduler.runDue, releaseDoubtful, callForPeople, createClosingWindows(dependencies)],
  })
  const rehearsals = createRehearsalLoop(createDailyRehearsals({ ...dependencies, store: schedules }), dependencies)
  return {
    start: () => {
      browsers.sweep().catch((error: unknown) => log.error({ err: error }, 'old browsers could not be removed'))
      for (const worker of [submitter, caretaker, rehearsals]) worker.start()
    },
    stop: async () => {
      const rehearsed = rehearsals.stop()
      await Promise.all([submitter.stop(), caretaker.stop()])
      // What still runs in a browser ends with it.
      await browsers.stop()
      await Promise.race([rehearsed, new Promise((resolve) => setTimeout(resolve, timing.stopMilliseconds).unref())])
    },
    hint,
    jobs: () => [submitter, caretaker, rehearsals].map((worker) => worker.status()),
  }
}

// A rehearsal may take minutes, so nothing else waits for it.
function createRehearsalLoop(
  rehearseDue: () => Promise<void>,
  { timing: { pollMilliseconds }, clock, log }: Pick<BackgroundDependencies, 'timing' | 'clock' | 'log'>,
) {
  return createWorkLoop({
    name: 'rehearsals',
    description: 'Rehearses once a day what connectors ask for',
    turn: async () => {
      await rehearseDue()
      return pollMilliseconds
    },
    restMilliseconds: pollMilliseconds,
    clock,
    log,
    trouble: 'daily rehearsals cannot be looked after',
  })
}
