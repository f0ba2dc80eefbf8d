import type { Connection } from '../database/engine.ts'
import type { Site } from './site.ts'

export async function allSites(connection: Connection): Promise<Site[]> {
  const rows = await connection.selectFrom('sites').selectAll().orderBy('site').execute()
  return rows.map((row) => ({
    site: row.site,
    name: row.name,
    timeZone: row.time_zone,
    sheet: row.sheet_id === null ? null : { id: row.sheet_id, tab: row.sheet_tab },
    meterDigits: row.meter_digits,
  }))
}

/** Makes the site where it is missing; brings the time zone up to date where it is there. */
export async function ensureSite(
  connection: Connection,
  site: Pick<Site, 'site' | 'name' | 'timeZone'>,
): Promise<void> {
  await connection
    .insertInto('sites')
    .values({ site: site.site, name: site.name, time_zone: site.timeZone })
    .onConflict((conflict) => conflict.column('site').doUpdateSet({ time_zone: site.timeZone }))
    .execute()
}
