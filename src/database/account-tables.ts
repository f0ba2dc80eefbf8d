export interface AccountsTable {
  username: string
  role: string
  /** The sites that it is bound to, as JSON; null for all. */
  sites: string | null
  /** Empty where no password is set: nobody can sign in with it. */
  password_hash: string
  password_set_at: number
  disabled_at: number | null
  /** Access tokens of an earlier generation are dead. */
  token_generation: number
  created_at: number
  /** Ids and hashes of its devices’ keys, as JSON; null for none. */
  device_keys: string | null
}

/** One row, counted up by every change of accounts: the lock of such changes, and how other processes notice them. */
export interface AccountChangesTable {
  id: 'accounts'
  version: number
}

/** One row for each sign-in; it holds the newest token of the family that grew out of it. */
export interface RefreshTokensTable {
  family: string
  username: string
  /** SHA-256 of the token; the token itself is stored nowhere. */
  token_hash: string
  /** As they stood in the account at sign-in; the family is dead where the account's are others now. */
  token_generation: number
  password_set_at: number
  created_at: number
  expires_at: number
}

/** One row for each browser that is signed in. */
export interface SessionsTable {
  /** SHA-256 of the cookie's value, which itself is stored nowhere. */
  token_hash: string
  username: string
  /** As they stood in the account at sign-in; the session is dead where the account's are others now. */
  token_generation: number
  password_set_at: number
  created_at: number
  expires_at: number
}

/** Failed sign-ins of the last minutes, and the networks that an account was signed in to from. */
export interface SignInCountsTable {
  kind: 'pair' | 'network' | 'account' | 'known'
  /** A keyed hash of the name and the network; they themselves are stored nowhere. */
  key: string
  count: number
  at: number
}

export interface IdempotentAnswersTable {
  caller: string
  key: string
  request_hash: string
  status: number
  sealed_answer: string
  created_at: number
}

/** Only ever added to: the database itself refuses everything else. */
export interface AuditEntriesTable {
  id: string
  at: number
  /** Null where nobody was signed in. */
  account: string | null
  /** The method and the route: `PATCH /records/{id}`. */
  action: string
  /** What the route's parameters named. */
  target: string | null
  status: number
  address: string
  request_id: string
  note: string | null
  /** More than 1 where many alike came within a second and stand here as one. */
  count: number
}
