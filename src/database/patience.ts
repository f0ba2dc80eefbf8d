import type { Socket } from 'node:net'
import type pg from 'pg'

/** How long a query may take; infinite while the schema is brought up to date. */
export interface Patience {
  queryMilliseconds: number
}

/**
 * Gives up a connection whose query takes too long: a server that has stopped or a network that is gone says nothing at
 * all, and whoever waits must hear of it. What such a query did is unknown; the connection is never used again.
 */
export function limitPatience(pool: pg.Pool, patience: Patience): void {
  pool.on('connect', (client) => {
    // Whoever uses it hears of a break by the query's own failure; an event that nobody hears would end the process.
    client.on('error', () => undefined)
    const query = client.query.bind(client) as (...parameters: unknown[]) => Promise<unknown>
    const watched = async (...parameters: unknown[]): Promise<unknown> => {
      const { queryMilliseconds } = patience
      if (!Number.isFinite(queryMilliseconds)) return await query(...parameters)
      const timer = setTimeout(() => socketOf(client).destroy(), queryMilliseconds)
      try {
        return await query(...parameters)
      } finally {
        clearTimeout(timer)
      }
    }
    client.query = watched as typeof client.query
  })
}

/** Of a connection. */
export function socketOf(client: pg.ClientBase): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream
}
