import type { Database } from '../../database/engine.ts'

/** A browser that is signed in. Instants are milliseconds since the epoch. */
export interface KeptSession {
  /** SHA-256 of the token. */
  tokenHash: string
  username: string
  tokenGeneration: number
  passwordSetAt: number
  createdAt: number
  expiresAt: number
}

export interface SessionsStore {
  insert(session: KeptSession): Promise<void>
  find(tokenHash: string): Promise<KeptSession | undefined>
  extend(tokenHash: string, expiresAt: number): Promise<void>
  end(tokenHash: string): Promise<void>
  /** Keeps the newest sessions of an account, and of all accounts only what has not expired. */
  prune(rule: { username: string; keep: number; now: number }): Promise<void>
}

export function createSessionsStore({ sql }: Database): SessionsStore {
  return {
    insert: async (session) => {
      await sql.insertInto('sessions').values(toRow(session)).execute()
    },
    find: async (tokenHash) => {
      const row = await sql.selectFrom('sessions').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
      return row && fromRow(row)
    },
    extend: async (tokenHash, expiresAt) => {
      await sql.updateTable('sessions').set({ expires_at: expiresAt }).where('token_hash', '=', tokenHash).execute()
    },
    end: async (tokenHash) => {
      await sql.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
    },
    prune: async ({ username, keep, now }) => {
      await sql.deleteFrom('sessions').where('expires_at', '<=', now).execute()
      const oldestKept = await sql
        .selectFrom('sessions')
        .select('created_at')
        .where('username', '=', username)
        .orderBy('created_at', 'desc')
        .offset(keep - 1)
        .limit(1)
        .executeTakeFirst()
      if (!oldestKept) return
      await sql
        .deleteFrom('sessions')
        .where('username', '=', username)
        .where('created_at', '<', oldestKept.created_at)
        .execute()
    },
  }
}

interface Row {
  token_hash: string
  username: string
  token_generation: number
  password_set_at: number
  created_at: number
  expires_at: number
}

function toRow(session: KeptSession): Row {
  return {
    token_hash: session.tokenHash,
    username: session.username,
    token_generation: session.tokenGeneration,
    password_set_at: session.passwordSetAt,
    created_at: session.createdAt,
    expires_at: session.expiresAt,
  }
}

function fromRow(row: Row): KeptSession {
  return {
    tokenHash: row.token_hash,
    username: row.username,
    tokenGeneration: row.token_generation,
    passwordSetAt: row.password_set_at,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
