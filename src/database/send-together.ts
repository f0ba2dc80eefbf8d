import type pg from 'pg'
import { socketOf } from './patience.ts'

/** Sends what is asked in one turn in one piece: PostgreSQL is woken once for it, and not by each statement. */
export function sendTogether(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parameters: unknown[]) => Promise<unknown>
    const gathered = (...parameters: unknown[]): Promise<unknown> => {
      const socket = socketOf(client)
      if (socket.writableCorked === 0) {
        socket.cork()
        process.nextTick(() => socket.uncork())
      }
      return query(...parameters)
    }
    client.query = gathered as typeof client.query
  })
}
