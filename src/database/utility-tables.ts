export interface ConnectorsTable {
  name: string
  site: string
  type: string
  /** JSON without any secret. */
  definition: string
  sealed_secrets: string
  /** 0 or 1. */
  enabled: number
  /** One more with every change, so that kept access tokens end with it. */
  revision: number
  /** Why nothing is sent until a person has acted. */
  stopped_code: string | null
  stopped_detail: string | null
  /** Who works on this utility account, and until when. */
  lease: string | null
  lease_expires_at: number | null
  /** When the schedule runs next, at the moment that chance has chosen, so that a restart keeps it. */
  next_run_at: number | null
  next_rehearsal_at: number | null
  created_at: number
  changed_at: number
}

export interface SubmissionsTable {
  site: string
  id: string
  connector: string
  /** Which counter goes to which place: a reading goes there once. */
  destination: string
  reading_id: string
  /** The reading's instant and the value as they are sent, so that a repeat says exactly the same. */
  reading_at: number
  value: number
  state: string
  code: string | null
  detail: string | null
  receipt: string | null
  tries: number
  doubts: number
  doubtful_since: number | null
  asks: number
  accepted_at: number | null
  poll_url: string | null
  next_attempt_at: number | null
  /** One more with every change: who changes it must have seen the last one. */
  version: number
  created_by: string
  created_at: number
  changed_at: number
}

export interface SubmissionAttemptsTable {
  site: string
  submission_id: string
  number: number
  started_at: number
  ended_at: number | null
  outcome: string | null
  code: string | null
  detail: string | null
  /** JSON. */
  evidence: string
}

export interface SubmissionDecisionsTable {
  site: string
  submission_id: string
  id: string
  at: number
  by: string
  decision: string
  note: string | null
}
