import type { Database } from '../../database/engine.ts'

/** One sign-in and the tokens that grew out of it. Instants are milliseconds since the epoch. */
export interface RefreshFamily {
  family: string
  username: string
  /** SHA-256 of the one token that counts. */
  tokenHash: string
  tokenGeneration: number
  passwordSetAt: number
  createdAt: number
  expiresAt: number
}

export interface RefreshTokensStore {
  insert(family: RefreshFamily): Promise<void>
  find(family: string): Promise<RefreshFamily | undefined>
  /** Puts the next token in the place of `usedHash`; false where another request was quicker. */
  rotate(step: { family: string; usedHash: string; nextHash: string; expiresAt: number }): Promise<boolean>
  end(family: string): Promise<void>
  /** Keeps the newest families of an account, and of all accounts only what has not expired. */
  prune(rule: { username: string; keep: number; now: number }): Promise<void>
}

export function createRefreshTokensStore({ sql }: Database): RefreshTokensStore {
  return {
    insert: async (family) => {
      await sql.insertInto('refresh_tokens').values(toRow(family)).execute()
    },
    find: async (family) => {
      const row = await sql.selectFrom('refresh_tokens').selectAll().where('family', '=', family).executeTakeFirst()
      return row && fromRow(row)
    },
    rotate: async ({ family, usedHash, nextHash, expiresAt }) => {
      const result = await sql
        .updateTable('refresh_tokens')
        .set({ token_hash: nextHash, expires_at: expiresAt })
        .where('family', '=', family)
        .where('token_hash', '=', usedHash)
        .executeTakeFirst()
      return result.numUpdatedRows === 1n
    },
    end: async (family) => {
      await sql.deleteFrom('refresh_tokens').where('family', '=', family).execute()
    },
    prune: async ({ username, keep, now }) => {
      await sql.deleteFrom('refresh_tokens').where('expires_at', '<=', now).execute()
      const oldestKept = await sql
        .selectFrom('refresh_tokens')
        .select('expires_at')
        .where('username', '=', username)
        .orderBy('expires_at', 'desc')
        .offset(keep - 1)
        .limit(1)
        .executeTakeFirst()
      if (!oldestKept) return
      await sql
        .deleteFrom('refresh_tokens')
        .where('username', '=', username)
        .where('expires_at', '<', oldestKept.expires_at)
        .execute()
    },
  }
}

interface Row {
  family: string
  username: string
  token_hash: string
  token_generation: number
  password_set_at: number
  created_at: number
  expires_at: number
}

function toRow(family: RefreshFamily): Row {
  return {
    family: family.family,
    username: family.username,
    token_hash: family.tokenHash,
    token_generation: family.tokenGeneration,
    password_set_at: family.passwordSetAt,
    created_at: family.createdAt,
    expires_at: family.expiresAt,
  }
}

function fromRow(row: Row): RefreshFamily {
  return {
    family: row.family,
    username: row.username,
    tokenHash: row.token_hash,
    tokenGeneration: row.token_generation,
    passwordSetAt: row.password_set_at,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}
