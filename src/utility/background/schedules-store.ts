import type { Database } from '../../database/engine.ts'
import { connectorOf, type StoredConnector } from '../connectors/connectors-store.ts'
import { rowOf, type Submission } from '../submissions/submission-record.ts'

/** What connectors do without being asked, as it is kept. */
export interface SchedulesStore {
  /** Connectors that are switched on and whose schedule is due. */
  dueRuns(now: number): Promise<StoredConnector[]>
  dueRehearsals(now: number): Promise<StoredConnector[]>
  /** Whether the connector has ever had a submission of this reading. */
  isKnown(connector: StoredConnector, readingId: string): Promise<boolean>
  /**
   * Ends a run and stores what it submits, together or not at all. False where another process has ended it, or that
   * reading is on its way already.
   */
  endRun(connector: StoredConnector, nextRunAt: number | null, submission: Submission | undefined): Promise<boolean>
  /** False where another process has taken it. */
  takeRehearsal(connector: StoredConnector, nextRehearsalAt: number): Promise<boolean>
  /** When the next schedule is due; null where there is none. */
  nextRunAt(): Promise<number | null>
}

export function createSchedulesStore(database: Database): SchedulesStore {
  const { sql: connection } = database
  const due = async (column: 'next_run_at' | 'next_rehearsal_at', now: number): Promise<StoredConnector[]> => {
    const query = connection.selectFrom('connectors').selectAll().where('enabled', '=', 1).where(column, '<=', now)
    return (await query.orderBy(column).execute()).map(connectorOf)
  }
  return {
    dueRuns: (now) => due('next_run_at', now),
    dueRehearsals: (now) => due('next_rehearsal_at', now),
    isKnown: async ({ site, name }, readingId) => {
      const known = await connection
        .selectFrom('submissions')
        .select('id')
        .where('site', '=', site)
        .where('connector', '=', name)
        .where('reading_id', '=', readingId)
        .executeTakeFirst()
      return known !== undefined
    },
    endRun: ({ name, nextRunAt: ranAt }, nextRunAt, submission) =>
      database.transaction(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('connectors')
          .set({ next_run_at: nextRunAt })
          .where('name', '=', name)
          .where('next_run_at', '=', ranAt)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows !== 1n || !submission) return false
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('submissions')
          .values(rowOf(submission))
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow()
        return numInsertedOrUpdatedRows === 1n
      }),
    takeRehearsal: async ({ name, nextRehearsalAt: plannedAt }, nextRehearsalAt) => {
      const { numUpdatedRows } = await connection
        .updateTable('connectors')
        .set({ next_rehearsal_at: nextRehearsalAt })
        .where('name', '=', name)
        .where('next_rehearsal_at', '=', plannedAt)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    },
    nextRunAt: async () => {
      const { next } = await connection
        .selectFrom('connectors')
        .select((select) => select.fn.min('next_run_at').as('next'))
        .where('enabled', '=', 1)
        .executeTakeFirstOrThrow()
      return next
    },
  }
}
