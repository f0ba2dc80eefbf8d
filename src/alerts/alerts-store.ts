import { sql } from 'kysely'
import type { AlertsTable } from '../database/alert-tables.ts'
import type { Database } from '../database/engine.ts'
import type { Alert, Trouble } from './alert.ts'

export interface AlertQuery {
  /** Undefined: open and past ones. */
  isOpen: boolean | undefined
  limit: number
  /** The last one seen. */
  before: { at: number; id: string } | undefined
}

export interface AlertsStore {
  /** False where there is an open one about the same. */
  open(alert: Alert): Promise<boolean>
  /** False where there is none. */
  close(trouble: Omit<Trouble, 'message'>, closedAt: number): Promise<boolean>
  /** What is told of an open one from now on. */
  reword(alert: Alert, message: string): Promise<void>
  openOfKind(kind: string): Promise<Alert[]>
  countOpen(): Promise<{ kind: string; count: number }[]>
  /** Newest first. */
  list(query: AlertQuery): Promise<Alert[]>
}

export function createAlertsStore({ sql: connection }: Database): AlertsStore {
  return {
    open: async ({ openedAt, closedAt, ...alert }) => {
      const { numInsertedOrUpdatedRows } = await connection
        .insertInto('alerts')
        .values({ ...alert, opened_at: openedAt, closed_at: closedAt })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },
    close: async ({ site, kind, subject }, closedAt) => {
      const { numUpdatedRows } = await connection
        .updateTable('alerts')
        .set({ closed_at: closedAt })
        .where('site', '=', site)
        .where('kind', '=', kind)
        .where('subject', '=', subject)
        .where('closed_at', 'is', null)
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    reword: async ({ site, id }, message) => {
      await connection
        .updateTable('alerts')
        .set({ message })
        .where('site', '=', site)
        .where('id', '=', id)
        .where('closed_at', 'is', null)
        .execute()
    },
    openOfKind: async (kind) => {
      const query = connection.selectFrom('alerts').selectAll().where('kind', '=', kind)
      return (await query.where('closed_at', 'is', null).execute()).map(alertOf)
    },
    countOpen: async () => {
      const query = connection.selectFrom('alerts').select(['kind', ({ fn }) => fn.countAll().as('found')])
      const rows = await query.where('closed_at', 'is', null).groupBy('kind').execute()
      return rows.map(({ kind, found }) => ({ kind, count: Number(found) }))
    },
    list: async ({ isOpen, limit, before }) => {
      let query = connection.selectFrom('alerts').selectAll()
      if (isOpen !== undefined) query = query.where('closed_at', isOpen ? 'is' : 'is not', null)
      if (before) query = query.where(sql<boolean>`(opened_at, id) < (${before.at}, ${before.id})`)
      return (await query.orderBy('opened_at', 'desc').orderBy('id', 'desc').limit(limit).execute()).map(alertOf)
    },
  }
}

export function alertOf({ opened_at: openedAt, closed_at: closedAt, ...alert }: AlertsTable): Alert {
  return { ...alert, openedAt, closedAt }
}
