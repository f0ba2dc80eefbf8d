import { type Static, Type } from '../../json-schema.ts'
import type { Action } from './action.ts'
import { submissionStates } from './progress.ts'
import type { Attempt, Submission } from './submission-record.ts'

const textOrNull = Type.Union([Type.String(), Type.Null()])

export const SubmissionSchema = Type.Object({
  id: Type.String(),
  site: Type.String(),
  connector: Type.String(),
  readingId: Type.String(),
  value: Type.Number(),
  state: Type.Enum([...submissionStates]),
  code: textOrNull,
  detail: textOrNull,
  receipt: textOrNull,
  attempts: Type.Array(
    Type.Object({
      startedAt: Type.String(),
      endedAt: textOrNull,
      outcome: textOrNull,
      code: textOrNull,
      detail: textOrNull,
      evidence: Type.Array(Type.Object({ kind: Type.String(), url: Type.String() })),
    }),
  ),
  nextAttemptAt: textOrNull,
  action: Type.Union([Type.Object({ link: textOrNull, value: Type.String(), deadline: textOrNull }), Type.Null()], {
    description: 'What a person needs who types it in by hand, where it needs attention',
  }),
  createdBy: Type.String(),
  createdAt: Type.String(),
})

export type SubmissionJson = Static<typeof SubmissionSchema>

/** A submission as the API shows it. */
export function submissionJson(
  submission: Submission,
  attempts: readonly Attempt[],
  action: Action | null,
): SubmissionJson {
  const { id, site, connector, readingId, value, state, code, detail, receipt, nextAttemptAt, createdBy, createdAt } =
    submission
  return {
    id,
    site,
    connector,
    readingId,
    value: value / 1000,
    state,
    code,
    detail,
    receipt,
    attempts: attempts.map((attempt) => ({
      ...attempt,
      startedAt: instant(attempt.startedAt),
      endedAt: instantOrNull(attempt.endedAt),
      evidence: [...attempt.evidence],
    })),
    nextAttemptAt: instantOrNull(nextAttemptAt),
    action: action && { ...action, deadline: instantOrNull(action.deadline) },
    createdBy,
    createdAt: instant(createdAt),
  }
}

function instantOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : instant(milliseconds)
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
