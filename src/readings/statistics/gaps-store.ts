import { sql } from 'kysely'
import type { Connection } from '../../database/engine.ts'

/** From one reading to the furthest one that is still near enough, or else to the next one, however far. */
interface Hop {
  from: number
  to: number
}

/**
 * Goes over a site's readings in hops of at most `most` milliseconds where there is a reading to stand on; each hop is two
 * index look-ups, however many readings lie under it.
 */
export async function hopsFrom(
  connection: Connection,
  { site, start, most, limit }: { site: string; start: number; most: number; limit: number },
): Promise<Hop[]> {
  const live = sql`from readings where site = ${site} and withdrawn_at is null`
  const { rows } = await sql<Record<'begins' | 'ends', number | string>>`
    with recursive hop (number, begins, ends) as (
      select cast(0 as bigint), cast(${start} as bigint), cast(${start} as bigint)
      union all
      select number + 1, ends, coalesce(
        (select timestamp ${live} and timestamp > hop.ends and timestamp <= hop.ends + ${most} order by timestamp desc limit 1),
        (select timestamp ${live} and timestamp > hop.ends order by timestamp asc limit 1)
      )
      from hop where ends is not null and number < ${limit}
    )
    select begins, ends from hop where number > 0 and ends is not null order by number`.execute(connection)
  return rows.map(({ begins, ends }) => ({ from: Number(begins), to: Number(ends) }))
}

/** The last reading up to an instant. */
export async function lastReadingUpTo(connection: Connection, site: string, at: number): Promise<number | undefined> {
  const row = await connection
    .selectFrom('readings')
    .select('timestamp')
    .where('site', '=', site)
    .where('withdrawn_at', 'is', null)
    .where('timestamp', '<=', at)
    .orderBy('timestamp', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.timestamp
}
