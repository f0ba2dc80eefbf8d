import { randomUUIDv7 as newId } from 'node:crypto'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { Connection, Database, InTransaction } from '../../database/engine.ts'
import type { Schema } from '../../database/schema.ts'
import { endedWithoutTrace, type SubmissionState } from './progress.ts'
import { type Attempt, attemptOf, rowOf, type Submission, submissionOf } from './submission-record.ts'

export interface Decision {
  by: string
  decision: string
  note: string | null
}

export interface SubmissionQuery {
  state: SubmissionState | undefined
  site: string | undefined
  /** Only those of these sites. */
  within?: ReadonlySet<string>
  limit: number
  /** The `createdAt` and id of the last one seen. */
  before: { at: number; id: string } | undefined
}

/** The submissions as people and the push see them; the submitter's own statements stand in `submitter-store.ts`. */
export interface SubmissionsStore {
  /** False where that reading is at the utility already or may still get there. */
  insert(submission: Submission): Promise<boolean>
  find(id: string): Promise<Submission | undefined>
  /** The one that keeps the reading from being pushed anew. */
  findLive(submission: Submission): Promise<Submission | undefined>
  list(query: SubmissionQuery): Promise<Submission[]>
  attemptsOf(submissions: readonly Submission[]): Promise<Map<string, Attempt[]>>
  /** Stores a person's decision; undefined where the submission has changed meanwhile or another one took its place. */
  decide(
    submission: Submission,
    decision: Decision,
    resume: { connector: string } | null,
  ): Promise<Submission | undefined>
  /** Lets those of a connector that wait for their turn or its window be looked at now. */
  hasten(connector: string, now: number): Promise<void>
  /** How many of a connector's submissions may still need it. */
  countOpen(connector: string): Promise<number>
  countNeedingAttention(): Promise<number>
  /** Whether a connector has handed over anything since an instant. */
  hasDelivered(connector: { site: string; name: string }, since: number): Promise<boolean>
  /** How many are under way or need a person, by state. */
  countUnsettled(): Promise<{ state: string; count: number }[]>
  /** The connector's submission of the newest reading. */
  newestOf(connector: { site: string; name: string }): Promise<Submission | undefined>
  /** Those that wait for a person's word about their reading. */
  doubtful(): Promise<Submission[]>
  /** Writes a change of one that nobody works on; undefined where it has changed meanwhile. */
  replace(submission: Submission): Promise<Submission | undefined>
}

export function createSubmissionsStore(database: Database): SubmissionsStore {
  const { sql: connection } = database
  return {
    insert: async (submission) => {
      const { numInsertedOrUpdatedRows } = await connection
        .insertInto('submissions')
        .values(rowOf(submission))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },
    find: async (id) => {
      const row = await connection.selectFrom('submissions').selectAll().where('id', '=', id).executeTakeFirst()
      return row && submissionOf(row)
    },
    findLive: (submission) => findLive(connection, submission),
    list: (query) => list(connection, query),
    attemptsOf: (submissions) => attemptsOf(connection, submissions),
    decide: (submission, decision, resume) =>
      database.transaction((transaction) => decide(transaction, submission, decision, resume)),
    hasten: async (connector, now) => {
      await connection
        .updateTable('submissions')
        .set({ next_attempt_at: now })
        .where('connector', '=', connector)
        .where('state', '=', 'queued')
        .where('next_attempt_at', '>', now)
        .execute()
    },
    countOpen: async (connector) => {
      const open = ['queued', 'running', 'committing', 'needs-attention']
      return count(connection, (where) => where.and([where('connector', '=', connector), where('state', 'in', open)]))
    },
    countNeedingAttention: () => count(connection, () => needsAttention),
    hasDelivered: async ({ site, name }, since) => {
      const found = await connection
        .selectFrom('submissions')
        .select('id')
        .where('site', '=', site)
        .where('connector', '=', name)
        .where('state', 'in', ['confirmed', 'sent'])
        .where('changed_at', '>=', since)
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },
    countUnsettled: async () => {
      const query = connection.selectFrom('submissions').select(['state', ({ fn }) => fn.countAll().as('found')])
      const ofEach = [isWaiting, needsAttention].map((which) => query.where(which).groupBy('state').execute())
      return (await Promise.all(ofEach)).flat().map(({ state, found }) => ({ state, count: Number(found) }))
    },
    newestOf: async ({ site, name }) => {
      const row = await connection
        .selectFrom('submissions')
        .selectAll()
        .where('site', '=', site)
        .where('connector', '=', name)
        .orderBy('reading_at', 'desc')
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && submissionOf(row)
    },
    doubtful: async () => {
      const query = connection.selectFrom('submissions').selectAll().where(needsAttention)
      return (await query.where('code', '=', 'doubtful-reading').execute()).map(submissionOf)
    },
    replace: (submission) =>
      database.transaction(async (transaction) =>
        (await replaceSubmission(transaction, submission))
          ? { ...submission, version: submission.version + 1 }
          : undefined,
      ),
  }
}

/** Writes a submission over the version it was read in; false where it has changed meanwhile. */
export async function replaceSubmission(transaction: InTransaction, submission: Submission): Promise<boolean> {
  const { site, id, ...changes } = rowOf({ ...submission, version: submission.version + 1 })
  const { numUpdatedRows } = await transaction
    .updateTable('submissions')
    .set(changes)
    .where('site', '=', site)
    .where('id', '=', id)
    .where('version', '=', submission.version)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

async function list(
  connection: Connection,
  { state, site, within, limit, before }: SubmissionQuery,
): Promise<Submission[]> {
  let query = connection.selectFrom('submissions').selectAll()
  if (state !== undefined) query = query.where('state', '=', state)
  if (site !== undefined) query = query.where('site', '=', site)
  if (within !== undefined) query = query.where('site', 'in', [...within])
  if (before !== undefined) query = query.where(sql<boolean>`(created_at, id) < (${before.at}, ${before.id})`)
  const rows = await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(submissionOf)
}

async function attemptsOf(connection: Connection, submissions: readonly Submission[]): Promise<Map<string, Attempt[]>> {
  const found = new Map<string, Attempt[]>(submissions.map(({ id }) => [id, []]))
  if (submissions.length === 0) return found
  const rows = await connection
    .selectFrom('submission_attempts')
    .selectAll()
    .where('site', 'in', [...new Set(submissions.map(({ site }) => site))])
    .where('submission_id', 'in', [...found.keys()])
    .orderBy('number')
    .execute()
  for (const row of rows) found.get(row.submission_id)?.push(attemptOf(row))
  return found
}

async function decide(
  transaction: InTransaction,
  submission: Submission,
  { by, decision, note }: Decision,
  resume: { connector: string } | null,
): Promise<Submission | undefined> {
  if (!endedWithoutTrace.includes(submission.state) && (await findLive(transaction, submission))) return undefined
  if (!(await replaceSubmission(transaction, submission))) return undefined
  const { site, id, changedAt: at } = submission
  await transaction
    .insertInto('submission_decisions')
    .values({ site, submission_id: id, id: newId(), at, by, decision, note })
    .execute()
  if (resume)
    await transaction
      .updateTable('connectors')
      .set({ stopped_code: null, stopped_detail: null })
      .where('name', '=', resume.connector)
      .execute()
  return { ...submission, version: submission.version + 1 }
}

// As the indexes say it: SQLite does not know what a parameter will be.
const isLive = sql<boolean>`state not in (${sql.join(endedWithoutTrace.map((state) => sql.lit(state)))})`
/** As the index of what waits says it: SQLite does not know what a parameter will be. */
export const isWaiting = sql<boolean>`submissions.state in ('queued', 'running', 'committing')`
const needsAttention = sql<boolean>`state = 'needs-attention'`

/** Another one of the reading through the same connector, or through one that leads to the same place. */
export async function findLive(
  connection: Connection | InTransaction,
  { site, id, connector, destination, readingId }: Submission,
): Promise<Submission | undefined> {
  const row = await connection
    .selectFrom('submissions')
    .selectAll()
    .where('site', '=', site)
    .where('reading_id', '=', readingId)
    .where(({ or, eb }) => or([eb('connector', '=', connector), eb('destination', '=', destination)]))
    .where(isLive)
    .where('id', '!=', id)
    .executeTakeFirst()
  return row && submissionOf(row)
}

async function count(
  connection: Connection,
  condition: (where: ExpressionBuilder<Schema, 'submissions'>) => Expression<SqlBool>,
): Promise<number> {
  const { found } = await connection
    .selectFrom('submissions')
    .select((select) => select.fn.countAll().as('found'))
    .where(condition)
    .executeTakeFirstOrThrow()
  return Number(found)
}
