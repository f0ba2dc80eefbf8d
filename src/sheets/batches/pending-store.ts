import { setImmediate as giveWay } from 'node:timers/promises'
import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../../database/engine.ts'
import type { RowReading } from '../cells/sheet-rows.ts'

/** A reading that the sheet does not show as it is. */
export interface PendingReading extends RowReading {
  revision: number
  isWithdrawn: boolean
  /** Whether a row of the sheet is believed to show an earlier revision of it. */
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
  count(site: string): Promise<number>
  /** The readings that have a row or wait for one. */
  countLive(site: string): Promise<number>
  /** Of a reading that is named more than once, because a copy of its row is to get its id back, the first counts. */
  markShown(site: string, shown: readonly Shown[]): Promise<void>
  /** Takes over the places of rows that have moved. */
  moveRows(site: string, moved: readonly (readonly [id: string, row: number])[]): Promise<void>
  /** Nothing of the site stands in the sheet any more: it is another sheet now. */
  markAllPending(site: string): Promise<void>
  /** Their rows stand in a tab that is no longer looked at: they are shown, but have no row any more. */
  releaseRows(site: string): Promise<void>
}

type SheetColumn = 'sheet_revision' | 'sheet_row'
interface ClearedColumns {
  sheet_revision?: 0
  sheet_row: null
}

// Short statements, and HTTP in between: on SQLite they run on the thread that answers it.
const chunk = 100
const clearedAtOnce = 1_000

export function createPendingStore({ sql }: Pick<Database, 'sql'>): PendingStore {
  const readings = (site: string) => sql.selectFrom('readings').where('site', '=', site)
  const countOf = async (some: ReturnType<typeof readings>): Promise<number> => {
    const { count } = await some.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
    return Number(count)
  }
  const pending = (site: string, limit: number) =>
    readings(site).whereRef('sheet_revision', '<', 'revision').orderBy('sequence').limit(limit)
  const clear = async (
    site: string,
    column: 'sheet_revision' | 'sheet_row',
    cleared: ClearedColumns,
  ): Promise<void> => {
    const some = sql
      .selectFrom('readings')
      .select('id')
      .where('site', '=', site)
      .where(column, '>', 0)
      .limit(clearedAtOnce)
    const { numUpdatedRows } = await sql
      .updateTable('readings')
      .set(cleared)
      .where('site', '=', site)
      .where('id', 'in', some)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return
    await giveWay()
    await clear(site, column, cleared)
  }
  /** With `update … from`, SQLite would read every reading of the site for each chunk. */
  const update = async (
    site: string,
    columns: readonly SheetColumn[],
    rows: readonly (readonly [id: string, ...values: (number | null)[]])[],
  ): Promise<void> => {
    const names = fragment.join(columns.map((column) => fragment.ref(column)))
    // PostgreSQL refuses a statement that finds two values for one row. In their order: the newest is noted last.
    const firsts = [...new Map(rows.toReversed().map((row) => [row[0], row])).values()].toReversed()
    for (let start = 0; start < firsts.length; start += chunk) {
      await giveWay()
      const shown = firsts.slice(start, start + chunk).map(toTuple)
      await fragment`with shown (reading_id, ${names}) as (values ${fragment.join(shown)})
        update readings set (${names}) = (select ${names} from shown where reading_id = readings.id)
        where site = ${site} and id in (select reading_id from shown)`.execute(sql)
    }
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
          'sheet_row',
        ])
        .execute()
      return rows.map(({ withdrawn_at, sheet_revision, sheet_row, ...row }) => ({
        ...row,
        isWithdrawn: withdrawn_at !== null,
        isInSheet: sheet_revision > 0 && sheet_row !== null,
      }))
    },
    count: (site) => countOf(readings(site).whereRef('sheet_revision', '<', 'revision')),
    countLive: (site) => countOf(readings(site).where('withdrawn_at', 'is', null)),
    markShown: (site, shown) =>
      update(
        site,
        ['sheet_revision', 'sheet_row'],
        shown.map(({ id, revision, row }) => [id, revision, row]),
      ),
    moveRows: (site, moved) => update(site, ['sheet_row'], moved),
    markAllPending: (site) => clear(site, 'sheet_revision', { sheet_revision: 0, sheet_row: null }),
    releaseRows: (site) => clear(site, 'sheet_row', { sheet_row: null }),
  }
}

/** Typed in the statement, because a list of values has no types of its own on PostgreSQL. */
function toTuple([id, ...values]: readonly [id: string, ...values: (number | null)[]]): RawBuilder<unknown> {
  const typed = values.map((value) => fragment`cast(${value} as bigint)`)
  return fragment`(cast(${id} as text), ${fragment.join(typed)})`
}
