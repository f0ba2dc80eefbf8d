import type { Selectable } from 'kysely'
import type { Connection, Database } from '../database/engine.ts'
import type { Schema } from '../database/schema.ts'
import { homeSite, type Site } from './site.ts'

type Row = Omit<Selectable<Schema['sites']>, 'is_time_zone_chosen' | 'hint_secret_hash'>

/** What hangs on a site. */
export interface SiteContents {
  /** Withdrawn ones too: their history is kept. */
  readings: number
  connectors: string[]
  /** Those that are bound to it. */
  accounts: string[]
}

/** What may be done to sites while no other change of sites is under way, in any process. */
export interface SiteChange {
  list(): Promise<Site[]>
  insert(site: Site): Promise<void>
  /** A zone that a person has chosen is not brought up to date from the settings any more. */
  update(site: Site, isTimeZoneChosen: boolean): Promise<void>
  contents(site: string): Promise<SiteContents>
  /** With all that is known of its tab. */
  remove(site: string): Promise<void>
}

export interface SitesStore {
  list(): Promise<Site[]>
  /** Makes `home` where it is missing; brings its zone up to date while no person has chosen one. */
  ensureHome(home: { name: string; timeZone: string }): Promise<void>
  /** One change at a time; nothing of it stays where `work` throws. */
  change<T>(work: (change: SiteChange) => Promise<T>): Promise<T>
  hintSecretHash(site: string): Promise<string | undefined>
  saveHintSecretHash(site: string, hash: string): Promise<void>
}

export function createSitesStore(database: Database): SitesStore {
  const { sql } = database
  return {
    list: () => list(sql),
    ensureHome: async ({ name, timeZone }) => {
      await sql
        .insertInto('sites')
        .values({ site: homeSite, name, time_zone: timeZone })
        .onConflict((conflict) =>
          conflict.column('site').doUpdateSet({ time_zone: timeZone }).where('sites.is_time_zone_chosen', '=', 0),
        )
        .execute()
    },
    change: (work) =>
      database.transaction(async (transaction) => {
        // Locks a row that is always there until the end: two changes never see the same tab as free.
        await transaction
          .updateTable('sites')
          .set((row) => ({ name: row.ref('name') }))
          .where('site', '=', homeSite)
          .execute()
        return work(changeWithin(transaction))
      }),
    hintSecretHash: async (site) => {
      const row = await sql.selectFrom('sites').select('hint_secret_hash').where('site', '=', site).executeTakeFirst()
      return row?.hint_secret_hash ?? undefined
    },
    saveHintSecretHash: async (site, hash) => {
      await sql.updateTable('sites').set({ hint_secret_hash: hash }).where('site', '=', site).execute()
    },
  }
}

function changeWithin(transaction: Connection): SiteChange {
  return {
    list: () => list(transaction),
    insert: async (site) => {
      await transaction.insertInto('sites').values(toRow(site)).execute()
    },
    update: async (site, isTimeZoneChosen) => {
      await transaction
        .updateTable('sites')
        .set({ ...toRow(site), ...(isTimeZoneChosen && { is_time_zone_chosen: 1 }) })
        .where('site', '=', site.site)
        .execute()
    },
    contents: async (site) => {
      const { readings } = await transaction
        .selectFrom('readings')
        .select(({ fn }) => fn.countAll<number>().as('readings'))
        .where('site', '=', site)
        .executeTakeFirstOrThrow()
      const connectors = await transaction
        .selectFrom('connectors')
        .select('name')
        .where('site', '=', site)
        .orderBy('name')
        .execute()
      return {
        readings: Number(readings),
        connectors: connectors.map(({ name }) => name),
        accounts: await accountsBoundTo(transaction, site),
      }
    },
    remove: async (site) => {
      for (const table of ['sheet_batches', 'sheet_mirrors', 'meter_changes', 'sites'] as const)
        await transaction.deleteFrom(table).where('site', '=', site).execute()
    },
  }
}

async function accountsBoundTo(transaction: Connection, site: string): Promise<string[]> {
  const bound = await transaction
    .selectFrom('accounts')
    .select(['username', 'sites'])
    .where('sites', 'is not', null)
    .orderBy('username')
    .execute()
  return bound.flatMap(({ username, sites }) =>
    (JSON.parse(sites ?? '[]') as string[]).includes(site) ? [username] : [],
  )
}

async function list(connection: Connection): Promise<Site[]> {
  const rows = await connection.selectFrom('sites').selectAll().orderBy('site').execute()
  return rows.map((row) => ({
    site: row.site,
    name: row.name,
    timeZone: row.time_zone,
    sheet: row.sheet_id === null ? null : { id: row.sheet_id, tab: row.sheet_tab ?? row.site },
    meterDigits: row.meter_digits,
    meterMaxPerDay: row.meter_max_per_day,
    inverterMaxPerDay: row.inverter_max_per_day,
    expectEveryMilliseconds: row.expect_every_milliseconds,
  }))
}

function toRow(site: Site): Row {
  return {
    site: site.site,
    name: site.name,
    time_zone: site.timeZone,
    sheet_id: site.sheet?.id ?? null,
    sheet_tab: site.sheet?.tab ?? null,
    meter_digits: site.meterDigits,
    meter_max_per_day: site.meterMaxPerDay,
    inverter_max_per_day: site.inverterMaxPerDay,
    expect_every_milliseconds: site.expectEveryMilliseconds,
  }
}
