import pg from 'pg'
import type { Secret } from '../secret.ts'
import { socketOf } from './patience.ts'

/** A connection of its own, for what belongs to a connection: what it listens to, and what it has locked. */
export interface Session {
  /** @throws Error where the server does not answer in time; then the session is over */
  query(text: string, values: readonly unknown[]): Promise<pg.QueryResult>
  /** Resolves when it is over, however it ends. */
  ended: Promise<void>
  end(): void
}

const longestQueryMilliseconds = 10_000
const longestConnectMilliseconds = 10_000
const longestFarewellMilliseconds = 500

/** Connects and listens to a channel. @throws Error where that cannot be done */
export async function openSession(url: Secret, channel: string, hear: (payload: string) => void): Promise<Session> {
  const client = new pg.Client({
    connectionString: url.reveal(),
    keepAlive: true,
    connectionTimeoutMillis: longestConnectMilliseconds,
  })
  const { promise: ended, resolve: isOver } = Promise.withResolvers<void>()
  const end = (): void => {
    isOver()
    client.end().catch(() => undefined)
    // A server that says nothing would hold the connection, and this process, for long.
    setTimeout(() => socketOf(client).destroy(), longestFarewellMilliseconds).unref()
  }
  const ask = async (text: string, values: readonly unknown[]): Promise<pg.QueryResult> => {
    const patience = setTimeout(end, longestQueryMilliseconds)
    try {
      return await client.query(text, [...values])
    } finally {
      clearTimeout(patience)
    }
  }
  // One after the other, since the driver will take no more at once.
  let last: Promise<unknown> = Promise.resolve()
  const query: Session['query'] = (text, values) => {
    const answer = last.then(() => ask(text, values))
    last = answer.catch(() => undefined)
    return answer
  }
  // An error that nobody hears would end the process.
  client.on('error', end)
  client.on('end', isOver)
  client.on('notification', ({ payload }) => hear(payload ?? ''))
  try {
    await client.connect()
    await query(`listen ${pg.escapeIdentifier(channel)}`, [])
  } catch (error) {
    end()
    throw error
  }
  return { query, ended, end }
}
