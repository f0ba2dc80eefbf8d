import { readFileSync } from 'node:fs'
import pg from 'pg'

/** Those that deploy/citus.sql distributes by site. */
const distributed = [
  ...readFileSync(new URL('../../deploy/citus.sql', import.meta.url), 'utf8').matchAll(
    /^select create_distributed_table\('(\w+)'/gm,
  ),
].map(([, table = '']) => table)

/** Questions over all sites, which every worker of a distributed ledger has to answer. */
const administrative: readonly { why: string; text: RegExp }[] = [
  {
    why: 'an id names no site; those that a caller knows are looked through',
    text: /^select \* from "(readings|reading_confirmations|submission_attempts)" where "site" in \(/,
  },
  { why: 'an id names no site', text: /^select \* from "submissions" where "id" = \$1$/ },
  {
    why: 'the list of submissions',
    text: /^select \* from "submissions" (where ("state" = \$1|"site" in \([^)]*\)).*)?order by "created_at" desc, "id" desc limit/,
  },
  {
    why: 'the submitter looks which connectors have work, and when the next has',
    text: /^select (distinct "submissions"\."connector"|min\("next_attempt_at"\) as "next") from "submissions" inner join "connectors"/,
  },
  {
    why: 'what waits for a person, and how many are in a state',
    text: /^select (\*|count\(\*\) as "found"|"state", count\(\*\) as "found") from "submissions" where ("state" (=|>|in) |state = |submissions\.state in )/,
  },
  {
    why: 'how many readings wait for their sheet, and since when',
    text: /from "readings" where "site" in \([^)]*\) and "sheet_revision" < "revision"/,
  },
  {
    why: 'readings of several sites that are judged together, where the ledger is not distributed',
    text: /^with place \(site, at\) as \(values .* site = "place"\."site"/s,
  },
  { why: 'a migration', text: /^update "submissions" set "destination" = 'connector '/ },
]

/**
 * The distributed tables that a statement asks without naming one site by a parameter, in the same select. Knows as
 * much of SQL as the stores write.
 */
export function tablesAskedAcrossSites(text: string): string[] {
  return selectsOf(text).flatMap((select) => {
    const asked = [...select.matchAll(/\b(?:from|join|update)\s+(\w+)/g)].map(([, table = '']) => table)
    return /\bsite = \$\d+/.test(select) ? [] : asked.filter((table) => distributed.includes(table))
  })
}

/** The selects of a statement, one within the other or side by side, each without those within it. */
function selectsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replaceAll(/'[^']*'/g, "''")
    .replaceAll('"', '')
    .replaceAll(/\s+/g, ' ')
  const selects: string[] = []
  const open: string[] = ['']
  for (const part of plain.split(/(?=[()])|(?<=[()])/)) {
    if (part === '(') open.push('')
    else if (part === ')') selects.push(open.pop() ?? '')
    else open.push((open.pop() ?? '') + part)
  }
  return [...selects, ...open].flatMap((scope) => scope.split(/\bunion(?: all)?\b/))
}

const watched = new Set<string>()
const known = new Map<string, string | undefined>()

/** From now on, a statement to this database that crosses sites without being known for it fails, and with it the process. */
export function watchQueriesTo(databaseUrl: string): void {
  if (watched.size === 0) watchClients()
  watched.add(new URL(databaseUrl).pathname.slice(1))
}

function watchClients(): void {
  const { query } = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown }
  Object.assign(pg.Client.prototype, {
    query(this: pg.Client, ...args: unknown[]): unknown {
      const [given] = args
      const text = typeof given === 'string' ? given : ((given as { text?: string } | undefined)?.text ?? '')
      const complaint = watched.has(this.database ?? '') ? complaintAbout(text) : undefined
      if (complaint === undefined) return query.apply(this, args)
      process.exitCode = 1
      process.stderr.write(`${complaint}\n`)
      throw new Error(complaint)
    },
  })
}

function complaintAbout(text: string): string | undefined {
  if (!known.has(text)) known.set(text, judge(text))
  return known.get(text)
}

function judge(text: string): string | undefined {
  const tables = tablesAskedAcrossSites(text)
  if (tables.length === 0 || administrative.some((one) => one.text.test(text))) return undefined
  return `Asks ${tables.join(', ')} across sites: ${text}`
}
