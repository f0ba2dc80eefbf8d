import type { SubmissionAttemptsTable, SubmissionsTable } from '../../database/utility-tables.ts'
import type { Evidence } from '../connectors/connector.ts'
import type { Progress, SubmissionState } from './progress.ts'

/** One reading on its way to one utility account. */
export interface Submission extends Progress {
  site: string
  id: string
  connector: string
  /** Which counter goes to which place, whatever the connector is called. */
  destination: string
  readingId: string
  readingAt: number
  /** In thousandths, as it is sent. */
  value: number
  createdBy: string
  createdAt: number
  changedAt: number
  version: number
}

/** One request to the utility, and what came of it. */
export interface Attempt {
  startedAt: number
  endedAt: number | null
  outcome: string | null
  code: string | null
  detail: string | null
  evidence: readonly Evidence[]
}

/** A submission as its row holds it. */
export function submissionOf(row: SubmissionsTable): Submission {
  return {
    site: row.site,
    id: row.id,
    connector: row.connector,
    destination: row.destination,
    readingId: row.reading_id,
    readingAt: row.reading_at,
    value: row.value,
    state: row.state as SubmissionState,
    code: row.code,
    detail: row.detail,
    receipt: row.receipt,
    tries: row.tries,
    doubts: row.doubts,
    doubtfulSince: row.doubtful_since,
    asks: row.asks,
    acceptedAt: row.accepted_at,
    pollUrl: row.poll_url,
    nextAttemptAt: row.next_attempt_at,
    createdBy: row.created_by,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    version: row.version,
  }
}

/** The row that holds a submission. */
export function rowOf(submission: Submission): SubmissionsTable {
  return {
    site: submission.site,
    id: submission.id,
    connector: submission.connector,
    destination: submission.destination,
    reading_id: submission.readingId,
    reading_at: submission.readingAt,
    value: submission.value,
    state: submission.state,
    code: submission.code,
    detail: submission.detail,
    receipt: submission.receipt,
    tries: submission.tries,
    doubts: submission.doubts,
    doubtful_since: submission.doubtfulSince,
    asks: submission.asks,
    accepted_at: submission.acceptedAt,
    poll_url: submission.pollUrl,
    next_attempt_at: submission.nextAttemptAt,
    version: submission.version,
    created_by: submission.createdBy,
    created_at: submission.createdAt,
    changed_at: submission.changedAt,
  }
}

/** An attempt as its row holds it. */
export function attemptOf(row: SubmissionAttemptsTable): Attempt {
  const evidence = JSON.parse(row.evidence) as Evidence[]
  return {
    startedAt: row.started_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    code: row.code,
    detail: row.detail,
    evidence,
  }
}
