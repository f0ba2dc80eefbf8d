import type { Clock } from '../../clock.ts'
import { Problem } from '../../problem.ts'
import { newProgress } from '../submissions/progress.ts'
import type { Submission } from '../submissions/submission-record.ts'
import type { SubmissionsStore } from '../submissions/submissions-store.ts'
import type { UtilityReadings } from '../surroundings.ts'

interface DoubtfulDependencies {
  submissions: SubmissionsStore
  readings: UtilityReadings
  clock: Clock
  /** Called when a submission may go on. */
  onChanged(submission: Submission): void
}

/**
 * Lets submissions go on whose reading nobody doubts any more: a person has confirmed or corrected it. A reading that
 * was withdrawn goes on too, and is cancelled by the submitter.
 */
export function createDoubtfulRelease(dependencies: DoubtfulDependencies): () => Promise<void> {
  const { submissions, readings, clock, onChanged } = dependencies
  const findDoubt = async ({ readingId, site }: Submission): Promise<string | null> => {
    try {
      return await readings.findDoubt(readingId, site)
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null
      throw error
    }
  }
  return async () => {
    for (const submission of await submissions.doubtful()) {
      if ((await findDoubt(submission)) !== null) continue
      const released = await submissions.replace({ ...submission, ...newProgress(clock()), changedAt: clock() })
      if (released) onChanged(released)
    }
  }
}
