import type { Database } from '../../database/engine.ts'
import type { Origin } from '../../database/reading-tables.ts'
import type { AmendedValues } from '../../readings/recording/amendment.ts'

export interface KnownRevision extends AmendedValues {
  revision: number
  at: number
  origin: Origin
}

/** A reading as the ledger knows it and as the sheet was last known to show it. */
export interface Known extends KnownRevision {
  id: string
  /** The revision that the sheet shows, 0 for none, and in which row. */
  sheetRevision: number
  sheetRow: number | null
  /** Loaded where the sheet does not show the newest revision; the first one first. */
  earlier: KnownRevision[]
}

/** The ledger's side of what is compared with the sheet. */
export interface KnownStore {
  withIds(site: string, ids: readonly string[]): Promise<Map<string, Known>>
  /** The same, with the earlier revisions of all. */
  withHistory(site: string, ids: readonly string[]): Promise<Map<string, Known>>
  /** The live readings that stand at one of these instants. */
  at(site: string, timestamps: readonly number[]): Promise<Known[]>
  /** The ids of those that should have a row, in order, some at a time. */
  idsInSheet(site: string, after: string, limit: number): Promise<string[]>
  countInSheet(site: string): Promise<number>
}

const chunk = 400
const columns = [
  'id',
  'timestamp',
  'inverter',
  'meter',
  'source',
  'note',
  'revision',
  'changed_at',
  'origin',
  'withdrawn_at',
  'sheet_revision',
  'sheet_row',
] as const

export function createKnownStore({ sql }: Pick<Database, 'sql'>): KnownStore {
  const revisionsOf = async (site: string, ids: readonly string[]): Promise<Map<string, KnownRevision[]>> => {
    if (ids.length === 0) return new Map()
    const rows = await sql
      .selectFrom('reading_revisions')
      .select(['reading_id', 'revision', 'at', 'origin', 'timestamp', 'inverter', 'meter', 'source', 'note'])
      .select('withdrawn_at as withdrawnAt')
      .where('site', '=', site)
      .where('reading_id', 'in', [...ids])
      .orderBy('revision')
      .execute()
    return Map.groupBy(rows, (row) => row.reading_id)
  }
  const select = (site: string) => sql.selectFrom('readings').select(columns).where('site', '=', site)
  type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]
  const isPending = (row: Row): boolean => row.sheet_revision !== row.revision
  const complete = async (site: string, rows: Row[], hasHistory = isPending) => {
    const earlier = await revisionsOf(
      site,
      rows.filter(hasHistory).map(({ id }) => id),
    )
    return rows.map(
      ({ changed_at, withdrawn_at, sheet_revision, sheet_row, ...row }): Known => ({
        ...row,
        at: changed_at,
        withdrawnAt: withdrawn_at,
        sheetRevision: sheet_revision,
        sheetRow: sheet_row,
        earlier: earlier.get(row.id) ?? [],
      }),
    )
  }
  const inSheet = (site: string) =>
    sql
      .selectFrom('readings')
      .where('site', '=', site)
      .where('sheet_revision', '>', 0)
      .where('sheet_row', 'is not', null)

  const find = async (site: string, ids: readonly string[], hasHistory?: (row: Row) => boolean) => {
    const known = new Map<string, Known>()
    for (let start = 0; start < ids.length; start += chunk) {
      const rows = await select(site)
        .where('id', 'in', ids.slice(start, start + chunk))
        .execute()
      for (const reading of await complete(site, rows, hasHistory)) known.set(reading.id, reading)
    }
    return known
  }

  return {
    withIds: (site, ids) => find(site, ids),
    withHistory: (site, ids) => find(site, ids, () => true),
    at: async (site, timestamps) => {
      const found: Known[] = []
      for (let start = 0; start < timestamps.length; start += chunk) {
        const rows = await select(site)
          .where('withdrawn_at', 'is', null)
          .where('timestamp', 'in', timestamps.slice(start, start + chunk))
          .execute()
        found.push(...(await complete(site, rows)))
      }
      return found
    },
    idsInSheet: async (site, after, limit) => {
      const rows = await inSheet(site).select('id').where('id', '>', after).orderBy('id').limit(limit).execute()
      return rows.map(({ id }) => id)
    },
    countInSheet: async (site) => {
      const row = await inSheet(site)
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
  }
}
