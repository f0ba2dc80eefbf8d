import type { Generated } from 'kysely'

/**
 * The tables as both engines hold them. Instants are milliseconds since the epoch (UTC), quantities are thousandths
 * (watt-hours of a kWh value), both as integers.
 */
export interface Schema {
  sites: SitesTable
  readings: ReadingsTable
  reading_revisions: ReadingRevisionsTable
  reading_confirmations: ReadingConfirmationsTable
  meter_changes: MeterChangesTable
  accounts: AccountsTable
  account_changes: AccountChangesTable
  refresh_tokens: RefreshTokensTable
  leases: LeasesTable
  sheet_mirrors: SheetMirrorsTable
  sheet_batches: SheetBatchesTable
  sheet_requests: SheetRequestsTable
  connectors: ConnectorsTable
  submissions: SubmissionsTable
  submission_attempts: SubmissionAttemptsTable
  submission_decisions: SubmissionDecisionsTable
  idempotent_answers: IdempotentAnswersTable
  audit_entries: AuditEntriesTable
  alerts: AlertsTable
  alert_deliveries: AlertDeliveriesTable
}

interface SitesTable {
  site: string
  name: string
  time_zone: string
  sheet_id: string | null
  sheet_tab: string | null
  meter_digits: number | null
  meter_max_per_day: number | null
  inverter_max_per_day: number | null
  expect_every_milliseconds: number | null
  /** 1 once a person has chosen the zone; the settings do not change it then. */
  is_time_zone_chosen: Generated<number>
  /** SHA-256; the secret itself is stored nowhere. */
  hint_secret_hash: string | null
}

/** Where a value came from: the API, a person's hand in the sheet, or an import. */
export type Origin = 'api' | 'sheet' | 'import'

export interface ReadingsTable {
  site: string
  id: string
  /** Grows with every recorded reading; the order of the rows in the sheet. */
  sequence: number
  timestamp: number
  source: string
  inverter: number | null
  meter: number | null
  note: string | null
  recorded_at: number
  /** When, by which account and from where the values of this revision came. */
  changed_at: number
  changed_by: string
  origin: Origin
  /** 1 when recorded, one more with every correction and withdrawal. */
  revision: number
  withdrawn_at: number | null
  /** The revision that the sheet shows; 0 where it shows none. */
  sheet_revision: number
  sheet_row: number | null
  /** JSON, `{ code, message }[]`: why this revision may be wrong; null where nobody doubts it. */
  doubts: string | null
}

/** The revisions that came before the one in `readings`. */
interface ReadingRevisionsTable {
  site: string
  reading_id: string
  revision: number
  at: number
  by: string
  origin: Origin
  timestamp: number
  source: string
  inverter: number | null
  meter: number | null
  note: string | null
  withdrawn_at: number | null
}

/** What a person vouched for, and the doubts that ended with it. */
interface ReadingConfirmationsTable {
  site: string
  reading_id: string
  revision: number
  at: number
  by: string
  note: string
  doubts: string
}

/** A counter that was replaced or reset: its last value and the first one of what came after it. */
export interface MeterChangesTable {
  site: string
  id: string
  counter: 'inverter' | 'meter'
  timestamp: number
  final: number
  initial: number
  note: string | null
  recorded_at: number
  recorded_by: string
}

interface AccountsTable {
  username: string
  role: string
  /** Empty where no password is set: nobody can sign in with it. */
  password_hash: string
  password_set_at: number
  disabled_at: number | null
  /** Access tokens of an earlier generation are dead. */
  token_generation: number
  created_at: number
}

/** One row, counted up by every change of accounts: the lock of such changes, and how other processes notice them. */
interface AccountChangesTable {
  id: 'accounts'
  version: number
}

/** One row for each sign-in; it holds the newest token of the family that grew out of it. */
interface RefreshTokensTable {
  family: string
  username: string
  /** SHA-256 of the token; the token itself is stored nowhere. */
  token_hash: string
  /** As they stood in the account at sign-in; the family is dead where the account's are others now. */
  token_generation: number
  password_set_at: number
  expires_at: number
}

interface IdempotentAnswersTable {
  caller: string
  key: string
  request_hash: string
  status: number
  sealed_answer: string
  created_at: number
}

interface LeasesTable {
  name: string
  holder: string
  expires_at: number
}

/** Which tab shows a site. */
interface SheetMirrorsTable {
  site: string
  spreadsheet_id: string
  /** The tab's name as it was set; the tab itself is known by `sheet_id` and may be renamed. */
  tab: string
  sheet_id: number | null
  next_batch: number
  /** In which its rows are written. */
  time_zone: string | null
}

/** Batches without a known outcome, and the markers that the last ones left in the sheet. */
interface SheetBatchesTable {
  site: string
  number: number
  marker: number
  sent_at: number
  /** 1 while it is unknown whether the batch arrived. */
  is_open: number
  /** JSON, `[id, revision][]`: the readings that the batch appends. */
  appended: string
  /** The same of those whose rows it changes. */
  changed: string
}

/** When the last requests to Google were made, so that a restart does not forget what the quota has given away. */
interface SheetRequestsTable {
  account: string
  kind: string
  slot: number
  at: number
}

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

/** Only ever added to. */
export interface AuditEntriesTable {
  id: string
  at: number
  /** Null where nobody was signed in. */
  account: string | null
  /** The method and the route: `PATCH /records/{id}`. */
  action: string
  /** What the route's parameters named. */
  target: string | null
  status: number
  address: string
  request_id: string
  note: string | null
  /** More than 1 where many alike came within a second and stand here as one. */
  count: number
}

interface AlertDeliveriesTable {
  site: string
  alert_id: string
  channel: string
  told_at: number
  /** 1 where the channel was last told that it is open. */
  is_open: number
}

export interface AlertsTable {
  site: string
  id: string
  kind: string
  /** What it is about; there is at most one open alert of a kind about a subject. */
  subject: string
  message: string
  opened_at: number
  closed_at: number | null
}

interface SubmissionDecisionsTable {
  site: string
  submission_id: string
  id: string
  at: number
  by: string
  decision: string
  note: string | null
}
