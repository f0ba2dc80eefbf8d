import type { Database } from '../database/engine.ts'

/** What is of no use any more after its time. */
export interface CleanUpStore {
  forgetAnswersBefore(instant: number): Promise<number>
  forgetExpired(table: 'refresh_tokens' | 'sessions', now: number): Promise<number>
  /** Alerts that are over, with what was told of them. */
  forgetAlertsBefore(instant: number): Promise<number>
}

export function createCleanUpStore({ sql: connection }: Pick<Database, 'sql'>): CleanUpStore {
  return {
    forgetAnswersBefore: async (instant) => {
      const gone = await connection
        .deleteFrom('idempotent_answers')
        .where('created_at', '<', instant)
        .executeTakeFirstOrThrow()
      return Number(gone.numDeletedRows)
    },
    forgetExpired: async (table, now) => {
      const gone = await connection.deleteFrom(table).where('expires_at', '<=', now).executeTakeFirstOrThrow()
      return Number(gone.numDeletedRows)
    },
    forgetAlertsBefore: async (instant) => {
      const old = connection.selectFrom('alerts').select('id').where('closed_at', '<', instant)
      await connection.deleteFrom('alert_deliveries').where('alert_id', 'in', old).execute()
      const gone = await connection.deleteFrom('alerts').where('closed_at', '<', instant).executeTakeFirstOrThrow()
      return Number(gone.numDeletedRows)
    },
  }
}
