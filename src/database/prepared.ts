import type pg from 'pg'

const mostPrepared = 100
const names = new Map<string, string>()

/**
 * Says of a statement that it is asked with every commit: PostgreSQL plans it once for each connection, instead of every
 * time. Nothing that selects `*`, whose plan breaks when a column is added. Returns the text.
 */
export function prepared(text: string): string {
  // Each connection keeps its plan of each of them.
  if (names.size < mostPrepared && !names.has(text)) names.set(text, `meterbridge_${names.size}`)
  return text
}

/** Lets the connections of a pool keep their plans. */
export function keepPlans(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (statement: unknown, values?: unknown) => Promise<unknown>
    const planned = (text: string, values: unknown): Promise<unknown> => {
      const name = names.get(text)
      return name === undefined ? query(text, values) : query({ name, text, values })
    }
    client.query = planned as typeof client.query
  })
}
