import { sql } from 'kysely'
import type { Connection } from '../../database/engine.ts'
import type { Range } from './intervals.ts'

/** The instants of a site's first and last reading. */
export async function extentOf(connection: Connection, site: string): Promise<Range | undefined> {
  const live = connection
    .selectFrom('readings')
    .select('timestamp')
    .where('site', '=', site)
    .where('withdrawn_at', 'is', null)
    .limit(1)
  const first = await live.orderBy('timestamp', 'asc').executeTakeFirst()
  const last = await live.orderBy('timestamp', 'desc').executeTakeFirst()
  return first && last && { from: first.timestamp, to: last.timestamp }
}

/** How many readings lie in each of the ranges, which are few; the end of a range is not part of it. */
export async function countIn(connection: Connection, site: string, ranges: readonly Range[]): Promise<number[]> {
  const values = ranges.map(
    ({ from, to }, index) => sql`(cast(${index} as bigint), cast(${from} as bigint), cast(${to} as bigint))`,
  )
  const { rows } = await sql<{ number: number | string; readings: number | string }>`
    with span (number, begins, ends) as (values ${sql.join(values)})
    select number, (select count(*) from readings where site = ${site} and withdrawn_at is null
      and timestamp >= span.begins and timestamp < span.ends) as readings
    from span`.execute(connection)
  const counts = new Map(rows.map(({ number, readings }) => [Number(number), Number(readings)]))
  return ranges.map((_, index) => counts.get(index) ?? 0)
}
