import { type Bell, createBell } from '../bell.ts'
import { isSettled } from './progress.ts'
import type { Submission } from './submission-record.ts'
import type { SubmissionsStore } from './submissions-store.ts'

/** Waits for outcomes; a hint makes it quick, and without one the table is looked into. */
export interface Outcomes {
  /** The submission when it is settled, or as it is after so long. */
  wait(submission: Submission, milliseconds: number): Promise<Submission>
  hint(id: string): void
  /** Nobody waits any longer: the service stops. */
  release(): void
}

const lookAgainMilliseconds = 500

export function createOutcomes(store: SubmissionsStore): Outcomes {
  const bells = new Map<string, Set<Bell>>()
  let isReleased = false
  const wait = async (submission: Submission, milliseconds: number, bell: Bell): Promise<Submission> => {
    const deadline = performance.now() + milliseconds
    for (let current = submission; ; ) {
      const left = deadline - performance.now()
      if (isReleased || isSettled(current.state) || left <= 0) return current
      await bell.wait(Math.min(left, lookAgainMilliseconds))
      current = (await store.find(submission.id)) ?? current
    }
  }
  return {
    wait: async (submission, milliseconds) => {
      const bell = createBell()
      const waiting = bells.get(submission.id) ?? new Set()
      bells.set(submission.id, waiting.add(bell))
      try {
        return await wait(submission, milliseconds, bell)
      } finally {
        waiting.delete(bell)
        if (waiting.size === 0) bells.delete(submission.id)
      }
    },
    release: () => {
      isReleased = true
      for (const bell of [...bells.values()].flatMap((waiting) => [...waiting])) bell.ring()
    },
    hint: (id) => {
      for (const bell of bells.get(id) ?? []) bell.ring()
    },
  }
}
