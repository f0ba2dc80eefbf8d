import type { Log } from '../../log.ts'
import type { StoredConnector } from '../connectors/connectors-store.ts'
import { type DraftDependencies, draftSubmission, newestReading } from '../submissions/draft-submission.ts'
import type { Random } from '../submissions/retry-delay.ts'
import type { Submission } from '../submissions/submission-record.ts'
import { nextOpening } from '../submissions/window.ts'
import { nextRunAfter } from './schedule.ts'
import type { SchedulesStore } from './schedules-store.ts'

interface SchedulerDependencies extends DraftDependencies {
  store: SchedulesStore
  random: Random
  log: Log
  /** Called when a submission is stored. */
  onPushed(submission: Submission): void
}

/** A run that begins later than this was missed: the service was down. */
const punctualMilliseconds = 10 * 60_000

/**
 * Submits the newest reading of each connector whose schedule is due, each reading once. A run that was missed is made
 * up for, unless the utility's window has closed meanwhile.
 */
export function createScheduler(dependencies: SchedulerDependencies): { runDue(): Promise<void> } {
  const { store, clock, log } = dependencies
  return {
    runDue: async () => {
      for (const connector of await store.dueRuns(clock()))
        await run(connector, dependencies).catch((error: unknown) =>
          log.error({ err: error, connector: connector.name }, 'a schedule could not run'),
        )
    },
  }
}

async function run(connector: StoredConnector, dependencies: SchedulerDependencies): Promise<void> {
  const { store, sites, clock, random, log, onPushed } = dependencies
  const { name, schedule, nextRunAt: ranAt } = connector
  if (schedule === null || ranAt === null) return
  const now = clock()
  const { timeZone = 'UTC' } = (await sites.find(connector.site)) ?? {}
  const isTooLate = now - ranAt > punctualMilliseconds && nextOpening(connector.window, timeZone, now) > now
  const submission = isTooLate ? undefined : await newSubmission(connector, dependencies)
  const isStored = await store.endRun(connector, nextRunAfter(schedule, timeZone, { ranAt, now }, random), submission)
  if (submission && isStored) return onPushed(submission)
  const why = isTooLate ? 'its time was missed and the window has closed' : 'there is no new reading'
  log.warn({ connector: name }, `the schedule submitted nothing: ${why}`)
}

async function newSubmission(
  connector: StoredConnector,
  dependencies: SchedulerDependencies,
): Promise<Submission | undefined> {
  const reading = await newestReading(connector, dependencies)
  if (!reading || (await dependencies.store.isKnown(connector, reading.id))) return undefined
  return await draftSubmission(reading, connector, 'schedule', dependencies)
}
