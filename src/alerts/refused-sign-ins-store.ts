import { sql } from 'kysely'
import type { Database } from '../database/engine.ts'
import type { Facts } from './rules.ts'

const signIns = ['POST /auth/token', 'POST /auth/session']
// As the index says it: SQLite does not know what a parameter will be.
const isRefused = sql<boolean>`status = 401`

/** The sign-ins that were refused since an instant, as the audit knows them, and where most of them came from. */
export function createRefusedSignIns({ sql: connection }: Pick<Database, 'sql'>) {
  return async (since: number): Promise<Facts['refusedSignIns']> => {
    const rows = await connection
      .selectFrom('audit_entries')
      .select(['account', 'address'])
      .select(({ fn }) => fn.sum<number | string>('count').as('times'))
      .where(isRefused)
      .where('at', '>=', since)
      .where('action', 'in', signIns)
      .groupBy(['account', 'address'])
      .orderBy('times', 'desc')
      .execute()
    const [most] = rows
    return {
      // PostgreSQL's sums of whole numbers come as text.
      count: rows.reduce((sum, { times }) => sum + Number(times), 0),
      account: most?.account ?? null,
      address: most?.address ?? null,
    }
  }
}
