import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../database/engine.ts'
import type { RowReading } from './sheet-rows.ts'

/** A reading that the sheet does not show as it is. */
export interface PendingReading extends RowReading {
  revision: number
  isWithdrawn: boolean
  /** Whether the sheet is believed to show an earlier revision of it. */
  isInSheet: boolean
}

/** What the sheet is known to show of a reading; without a row where it shows none. */
export interface Shown {
  id: string
  revision: number
  row: number | null
}

/** The ledger's side of the mirror: what waits, and what has been written. */
export interface PendingStore {
  /** In the order recorded. */
  list(site: string, limit: number): Promise<PendingReading[]>
  isAny(site: string): Promise<boolean>
  markShown(site: string, shown: readonly Shown[]): Promise<void>
  /** Takes over the rows' places after some have moved. */
  refreshRows(site: string, rows: ReadonlyMap<string, number>): Promise<void>
  /** Nothing of the site stands in the sheet any more: it is another sheet now. */
  markAllPending(site: string): Promise<void>
}

type Assignment = RawBuilder<unknown>
type Tuple = RawBuilder<unknown>

// Short statements: on SQLite they run on the thread that answers HTTP.
const chunk = 400
const page = 4_000

export function createPendingStore({ sql }: Pick<Database, 'sql'>): PendingStore {
  const pending = (site: string, limit: number) =>
    sql
      .selectFrom('readings')
      .where('site', '=', site)
      .whereRef('sheet_revision', '<', 'revision')
      .orderBy('sequence')
      .limit(limit)
  const markAllPending = async (site: string): Promise<void> => {
    const some = sql
      .selectFrom('readings')
      .select('id')
      .where('site', '=', site)
      .where('sheet_revision', '>', 0)
      .limit(page)
    const cleared = await sql
      .updateTable('readings')
      .set({ sheet_revision: 0, sheet_row: null })
      .where('site', '=', site)
      .where('id', 'in', some)
      .executeTakeFirst()
    if (cleared.numUpdatedRows > 0n) await markAllPending(site)
  }
  const update = async (site: string, columns: Assignment, tuples: Tuple[]): Promise<void> => {
    for (let start = 0; start < tuples.length; start += chunk)
      await fragment`update readings set ${columns}
        from (values ${fragment.join(tuples.slice(start, start + chunk))}) as shown
        where readings.site = ${site} and readings.id = shown.column1`.execute(sql)
  }
  return {
    list: async (site, limit) => {
      const rows = await pending(site, limit)
        .select([
          'id',
          'timestamp',
          'inverter',
          'meter',
          'source',
          'note',
          'revision',
          'withdrawn_at',
          'sheet_revision',
        ])
        .execute()
      return rows.map(({ withdrawn_at, sheet_revision, ...row }) => ({
        ...row,
        isWithdrawn: withdrawn_at !== null,
        isInSheet: sheet_revision > 0,
      }))
    },
    isAny: async (site) => (await pending(site, 1).select('id').executeTakeFirst()) !== undefined,
    markShown: (site, shown) =>
      update(
        site,
        fragment`sheet_revision = shown.column2, sheet_row = shown.column3`,
        // Typed in the statement, because a list of values has no types of its own on PostgreSQL.
        shown.map(
          ({ id, revision, row }) =>
            fragment`(cast(${id} as text), cast(${revision} as bigint), cast(${row} as bigint))`,
        ),
      ),
    refreshRows: async (site, rows) => {
      for (let last = ''; ; ) {
        const known = await sql
          .selectFrom('readings')
          .select(['id', 'sheet_row'])
          .where('site', '=', site)
          .where('id', '>', last)
          .orderBy('id')
          .limit(page)
          .execute()
        const moved = known.filter(
          ({ id, sheet_row }) => sheet_row !== null && (rows.get(id) ?? sheet_row) !== sheet_row,
        )
        await update(
          site,
          fragment`sheet_row = shown.column2`,
          moved.map(({ id }) => fragment`(cast(${id} as text), cast(${rows.get(id)} as bigint))`),
        )
        const end = known.at(-1)
        if (!end || known.length < page) return
        last = end.id
      }
    },
    markAllPending,
  }
}
