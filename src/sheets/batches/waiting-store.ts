import type { Connection } from '../../database/engine.ts'

/** How much of a site waits for the sheet. */
export interface WaitingRows {
  site: string
  rows: number
}

// SQLite counts on the thread that answers HTTP: a page takes it one or two milliseconds.
const page = 5_000
const mostPages = 20

/** The rows that wait, for each site that has any; up to 100,000 of a site are counted. */
export async function countWaiting(connection: Connection, sites: readonly string[]): Promise<WaitingRows[]> {
  if (sites.length === 0) return []
  const waiting = connection
    .selectFrom('readings')
    .select('site')
    .where('site', 'in', sites)
    .whereRef('sheet_revision', '<', 'revision')
    .limit(page)
  const counts = await connection
    .selectFrom(waiting.as('waiting'))
    .select(['site', ({ fn }) => fn.countAll<number>().as('rows')])
    .groupBy('site')
    .execute()
  const found = counts.map(({ site, rows }) => ({ site, rows: Number(rows) }))
  if (found.reduce((sum, { rows }) => sum + rows, 0) < page) return found
  const all: WaitingRows[] = []
  for (const site of sites) all.push({ site, rows: await countOfSite(connection, site) })
  return all.filter(({ rows }) => rows > 0)
}

async function countOfSite(connection: Connection, site: string): Promise<number> {
  let count = 0
  let last = -1
  for (let pages = 0; pages < mostPages; pages++) {
    const waiting = connection
      .selectFrom('readings')
      .select('sequence')
      .where('site', '=', site)
      .whereRef('sheet_revision', '<', 'revision')
      .where('sequence', '>', last)
      .orderBy('sequence')
      .limit(page)
    const found = await connection
      .selectFrom(waiting.as('waiting'))
      .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.max<number | null>('sequence').as('last')])
      .executeTakeFirst()
    const rows = Number(found?.rows ?? 0)
    count += rows
    if (rows < page) break
    last = found?.last ?? last
    await nextTurn()
  }
  return count
}

/** When the change was made that has waited longest, among the first 5,000 in the order of writing. */
export async function oldestWaiting(connection: Connection, sites: readonly string[]): Promise<number | undefined> {
  if (sites.length === 0) return undefined
  const waiting = connection
    .selectFrom('readings')
    .select('changed_at')
    .where('site', 'in', sites)
    .whereRef('sheet_revision', '<', 'revision')
    .orderBy('sequence')
    .limit(page)
  const row = await connection
    .selectFrom(waiting.as('waiting'))
    .select(({ fn }) => fn.min<number | null>('changed_at').as('oldest'))
    .executeTakeFirst()
  return row?.oldest ?? undefined
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
