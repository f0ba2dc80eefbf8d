import type {
  AccountChangesTable,
  AccountsTable,
  AuditEntriesTable,
  IdempotentAnswersTable,
  RefreshTokensTable,
  SessionsTable,
  SignInCountsTable,
} from './account-tables.ts'
import type { AlertDeliveriesTable, AlertsTable } from './alert-tables.ts'
import type { JobRunsTable } from './operations-tables.ts'
import type {
  MeterChangesTable,
  ReadingConfirmationsTable,
  ReadingRevisionsTable,
  ReadingsTable,
  SitesTable,
} from './reading-tables.ts'
import type {
  LeasesTable,
  SheetBatchesTable,
  SheetConnectionTable,
  SheetMirrorsTable,
  SheetRequestsTable,
  SheetWordsTable,
} from './sheet-tables.ts'
import type {
  ConnectorsTable,
  SubmissionAttemptsTable,
  SubmissionDecisionsTable,
  SubmissionsTable,
} from './utility-tables.ts'

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
  sessions: SessionsTable
  leases: LeasesTable
  sheet_mirrors: SheetMirrorsTable
  sheet_batches: SheetBatchesTable
  sheet_requests: SheetRequestsTable
  sheet_connection: SheetConnectionTable
  sheet_words: SheetWordsTable
  connectors: ConnectorsTable
  submissions: SubmissionsTable
  submission_attempts: SubmissionAttemptsTable
  submission_decisions: SubmissionDecisionsTable
  sign_in_counts: SignInCountsTable
  idempotent_answers: IdempotentAnswersTable
  audit_entries: AuditEntriesTable
  alerts: AlertsTable
  alert_deliveries: AlertDeliveriesTable
  job_runs: JobRunsTable
}
