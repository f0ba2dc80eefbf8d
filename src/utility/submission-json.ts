import { type Static, Type } from '../json-schema.ts'
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
  createdBy: Type.String(),
  createdAt: Type.String(),
})

export type SubmissionJson = Static<typeof SubmissionSchema>

/** A submission as the API shows it. */
export function submissionJson(submission: Submission, attempts: readonly Attempt[]): SubmissionJson {
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
      endedAt: attempt.endedAt === null ? null : instant(attempt.endedAt),
      evidence: [...attempt.evidence],
    })),
    nextAttemptAt: nextAttemptAt === null ? null : instant(nextAttemptAt),
    createdBy,
    createdAt: instant(createdAt),
  }
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
