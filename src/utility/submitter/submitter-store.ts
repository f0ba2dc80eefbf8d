import type { Expression, SqlBool } from 'kysely'
import type { Database, InTransaction } from '../../database/engine.ts'
import { connectorOf, type StoredConnector } from '../connectors/connectors-store.ts'
import { interrupted } from '../submissions/submission.ts'
import { type Attempt, type Submission, submissionOf } from '../submissions/submission-record.ts'
import { findLive, isWaiting, replaceSubmission } from '../submissions/submissions-store.ts'
import { addAttempt, closeAttempt } from './attempts-store.ts'

/** Somebody else works on this utility account now, or a person has decided: whoever meets it stops at once. */
export class LeaseLostError extends Error {
  constructor() {
    super('the lease of this utility account is lost')
    this.name = 'LeaseLostError'
  }
}

/** The right to work on one connector; whoever holds it is the only one that does. */
export interface Lease {
  connector: string
  holder: string
  expiresAt: number
}

export interface Taken {
  submission: Submission
  connector: StoredConnector
}

/** What a step leaves behind, stored together or not at all. */
export interface StepRecord {
  submission: Submission
  /** A request that begins (`endedAt` null), or one that has ended and closes the open one, if there is one. */
  attempt?: Attempt
  /** Stops everything queued for the utility account, unless it has become another one meanwhile. */
  stop?: { revision: number; code: string; detail: string }
}

/** The submitter's statements. All but the first two are done only while the lease is held, and prolong it. */
export interface SubmitterStore {
  /** Connectors with something to do that nobody works on. */
  due(now: number): Promise<string[]>
  acquire(lease: Lease, now: number): Promise<boolean>
  /** @throws LeaseLostError */
  renew(lease: Lease): Promise<void>
  release(lease: Lease): Promise<void>
  /** Brings what a crash left in order, and takes what is due first. @throws LeaseLostError */
  take(lease: Lease, now: number): Promise<Taken | undefined>
  /** Others of the connector that wait for their first try and are due. @throws LeaseLostError */
  alsoDue(lease: Lease, submission: Submission, now: number, most: number): Promise<Submission[]>
  /** Stores all steps or none. @throws LeaseLostError */
  record(lease: Lease, steps: readonly StepRecord[]): Promise<Submission[]>
  /** Receipts of other submissions for readings around that instant. */
  receiptsAround(submission: Submission): Promise<Set<string>>
  /** Whether the connector has handed over a later reading from before an instant, or may have done so. */
  isOvertaken(submission: Submission, before: number): Promise<boolean>
  /** Another submission that has brought the reading to the same place, or may still do so. */
  findRival(submission: Submission): Promise<Submission | undefined>
  /** When the next submission is due; null where none waits. */
  nextDueAt(): Promise<number | null>
}

const aroundMilliseconds = 3 * 24 * 3_600_000

export function createSubmitterStore(database: Database): SubmitterStore {
  const { sql: connection } = database
  const fenced = <T>(lease: Lease, work: (transaction: InTransaction) => Promise<T>): Promise<T> =>
    database.transaction(async (transaction) => {
      await prolong(transaction, lease)
      return work(transaction)
    })
  return {
    due: async (now) => {
      const rows = await eligible(database)
        .select('submissions.connector')
        .distinct()
        .where(({ or, eb }) => or([eb('next_attempt_at', '<=', now), eb('next_attempt_at', 'is', null)]))
        .where(({ or, eb }) => or([eb('connectors.lease', 'is', null), eb('lease_expires_at', '<=', now)]))
        .execute()
      return rows.map(({ connector }) => connector)
    },
    acquire: async ({ connector, holder, expiresAt }, now) => {
      const { numUpdatedRows } = await connection
        .updateTable('connectors')
        .set({ lease: holder, lease_expires_at: expiresAt })
        .where('name', '=', connector)
        .where(({ or, eb }) => or([eb('lease', 'is', null), eb('lease_expires_at', '<=', now)]))
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    },
    renew: (lease) => fenced(lease, async () => undefined),
    release: async ({ connector, holder }) => {
      await connection
        .updateTable('connectors')
        .set({ lease: null, lease_expires_at: null })
        .where('name', '=', connector)
        .where('lease', '=', holder)
        .execute()
    },
    take: (lease, now) => fenced(lease, (transaction) => take(transaction, lease, now)),
    alsoDue: (lease, submission, now, most) =>
      fenced(lease, (transaction) => alsoDue(transaction, submission, now, most)),
    record: (lease, steps) =>
      fenced(lease, async (transaction) => {
        const stored: Submission[] = []
        for (const step of steps) stored.push(await record(transaction, lease, step))
        return stored
      }),
    receiptsAround: async ({ site, id, connector, readingAt }) => {
      const rows = await connection
        .selectFrom('submissions')
        .select('receipt')
        .where('site', '=', site)
        .where('connector', '=', connector)
        .where('reading_at', '>=', readingAt - aroundMilliseconds)
        .where('reading_at', '<=', readingAt + aroundMilliseconds)
        .where('id', '!=', id)
        .where('receipt', 'is not', null)
        .execute()
      return new Set(rows.map(({ receipt }) => receipt ?? ''))
    },
    isOvertaken: async ({ site, connector, readingAt }, before) => {
      const later = await connection
        .selectFrom('submissions')
        .select('id')
        .where('site', '=', site)
        .where('connector', '=', connector)
        .where('reading_at', '>', readingAt)
        .where('reading_at', '<', before)
        .where('state', 'in', ['committing', 'confirmed', 'sent'])
        .limit(1)
        .executeTakeFirst()
      return later !== undefined
    },
    findRival: (submission) => findLive(connection, submission),
    nextDueAt: async () => {
      const { next } = await eligible(database)
        .select((select) => select.fn.min('next_attempt_at').as('next'))
        .executeTakeFirstOrThrow()
      return next
    },
  }
}

// A connector that is switched off sends nothing, but what it has sent is still looked after.
function eligible({ sql: connection }: Database) {
  return connection
    .selectFrom('submissions')
    .innerJoin('connectors', (join) =>
      join.onRef('connectors.name', '=', 'submissions.connector').onRef('connectors.site', '=', 'submissions.site'),
    )
    .where(isWaiting)
    .where('stopped_code', 'is', null)
    .where(({ or, eb }): Expression<SqlBool> => or([eb('enabled', '=', 1), eb('state', '=', 'committing')]))
}

async function prolong(transaction: InTransaction, { connector, holder, expiresAt }: Lease): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('connectors')
    .set({ lease_expires_at: expiresAt })
    .where('name', '=', connector)
    .where('lease', '=', holder)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new LeaseLostError()
}

async function take(transaction: InTransaction, lease: Lease, now: number): Promise<Taken | undefined> {
  const row = await transaction
    .selectFrom('connectors')
    .selectAll()
    .where('name', '=', lease.connector)
    .executeTakeFirstOrThrow()
  const connector = connectorOf(row)
  await recoverOrphans(transaction, connector, now)
  if (connector.stopped) return undefined
  const found = await transaction
    .selectFrom('submissions')
    .selectAll()
    .where('site', '=', connector.site)
    .where('connector', '=', connector.name)
    .where('next_attempt_at', '<=', now)
    .where(isWaiting)
    .where('state', 'in', connector.isEnabled ? ['queued', 'committing'] : ['committing'])
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return found && { submission: submissionOf(found), connector }
}

async function alsoDue(
  transaction: InTransaction,
  { site, id, connector }: Submission,
  now: number,
  most: number,
): Promise<Submission[]> {
  const rows = await transaction
    .selectFrom('submissions')
    .selectAll()
    .where('site', '=', site)
    .where('connector', '=', connector)
    .where('next_attempt_at', '<=', now)
    .where(isWaiting)
    .where('state', '=', 'queued')
    .where('id', '!=', id)
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(submissionOf)
}

// Only the lease's holder works here, and it is only now beginning: what seems under way was left by a crash.
async function recoverOrphans(transaction: InTransaction, { site, name }: StoredConnector, now: number): Promise<void> {
  const rows = await transaction
    .selectFrom('submissions')
    .selectAll()
    .where('site', '=', site)
    .where('connector', '=', name)
    .where(isWaiting)
    .where('state', 'in', ['running', 'committing'])
    .where('next_attempt_at', 'is', null)
    .execute()
  for (const orphan of rows.map(submissionOf)) {
    const isSent = orphan.state === 'committing'
    const detail = isSent ? 'The service ended before an answer came.' : 'The service ended before anything was sent.'
    await replaceSubmission(transaction, { ...orphan, ...interrupted(orphan, now), detail, changedAt: now })
    const outcome = isSent ? 'unknown' : 'interrupted'
    await closeAttempt(transaction, orphan, { startedAt: now, endedAt: now, outcome, code: null, detail, evidence: [] })
  }
}

async function record(
  transaction: InTransaction,
  lease: Lease,
  { submission, attempt, stop }: StepRecord,
): Promise<Submission> {
  if (!(await replaceSubmission(transaction, submission))) throw new LeaseLostError()
  if (attempt?.endedAt === null) await addAttempt(transaction, submission, attempt)
  else if (attempt && !(await closeAttempt(transaction, submission, attempt)))
    await addAttempt(transaction, submission, attempt)
  if (stop)
    await transaction
      .updateTable('connectors')
      .set({ stopped_code: stop.code, stopped_detail: stop.detail })
      .where('name', '=', lease.connector)
      .where('revision', '=', stop.revision)
      .execute()
  return { ...submission, version: submission.version + 1 }
}
