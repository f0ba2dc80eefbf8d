import type { Selectable } from 'kysely'
import type { Connection, Database } from '../../database/engine.ts'
import type { Schema } from '../../database/schema.ts'
import { isRole } from '../roles.ts'
import type { Account, DeviceKey } from './account.ts'

type Row = Selectable<Schema['accounts']>

/** What may be done to accounts while no other change of accounts is under way, in any process. */
export interface AccountChange {
  find(username: string): Promise<Account | undefined>
  list(): Promise<Account[]>
  insert(account: Account): Promise<void>
  update(account: Account): Promise<void>
  remove(username: string): Promise<void>
  /** Ends its refresh tokens and its sessions in browsers. */
  endSignIns(username: string): Promise<void>
  /** Those of the names that no site bears. */
  unknownSites(names: readonly string[]): Promise<string[]>
}

export interface AccountsStore {
  /** Grows with every change of any account, by any process. */
  version(): Promise<number>
  list(): Promise<Account[]>
  find(username: string): Promise<Account | undefined>
  /** One change at a time; nothing of it stays where `work` throws. */
  change<T>(work: (change: AccountChange) => Promise<T>): Promise<T>
}

export function createAccountsStore(database: Database): AccountsStore {
  return {
    version: async () =>
      (await database.sql.selectFrom('account_changes').select('version').executeTakeFirstOrThrow()).version,
    list: () => list(database.sql),
    find: (username) => find(database.sql, username),
    change: (work) =>
      database.transaction(async (transaction) => {
        // Locks the row until the end of the transaction: two changes never see the same "other admin".
        await transaction
          .updateTable('account_changes')
          .set((row) => ({ version: row('version', '+', 1) }))
          .execute()
        return work(changeWithin(transaction))
      }),
  }
}

function changeWithin(transaction: Connection): AccountChange {
  return {
    find: (username) => find(transaction, username),
    list: () => list(transaction),
    insert: async (account) => {
      await transaction.insertInto('accounts').values(toRow(account)).execute()
    },
    update: async (account) => {
      await transaction.updateTable('accounts').set(toRow(account)).where('username', '=', account.username).execute()
    },
    remove: async (username) => {
      await transaction.deleteFrom('accounts').where('username', '=', username).execute()
    },
    endSignIns: async (username) => {
      await transaction.deleteFrom('refresh_tokens').where('username', '=', username).execute()
      await transaction.deleteFrom('sessions').where('username', '=', username).execute()
    },
    unknownSites: async (names) => {
      const known = await transaction.selectFrom('sites').select('site').execute()
      const bearers = new Set(known.map(({ site }) => site))
      return names.filter((name) => !bearers.has(name))
    },
  }
}

async function list(connection: Connection): Promise<Account[]> {
  const rows = await connection.selectFrom('accounts').selectAll().orderBy('username').execute()
  return rows.map(fromRow)
}

async function find(connection: Connection, username: string): Promise<Account | undefined> {
  // PostgreSQL refuses the query itself.
  if (username.includes('\0')) return undefined
  const row = await connection.selectFrom('accounts').selectAll().where('username', '=', username).executeTakeFirst()
  return row && fromRow(row)
}

function fromRow(row: Row): Account {
  return {
    username: row.username,
    // A role that a later version stored grants the least here.
    role: isRole(row.role) ? row.role : 'viewer',
    sites: row.sites === null ? null : new Set(JSON.parse(row.sites) as string[]),
    passwordHash: row.password_hash,
    passwordSetAt: row.password_set_at,
    disabledAt: row.disabled_at,
    tokenGeneration: row.token_generation,
    createdAt: row.created_at,
    deviceKeys: row.device_keys === null ? [] : (JSON.parse(row.device_keys) as DeviceKey[]),
  }
}

function toRow(account: Account): Row {
  return {
    username: account.username,
    role: account.role,
    sites: account.sites && JSON.stringify([...account.sites]),
    password_hash: account.passwordHash,
    password_set_at: account.passwordSetAt,
    disabled_at: account.disabledAt,
    token_generation: account.tokenGeneration,
    created_at: account.createdAt,
    device_keys: account.deviceKeys.length === 0 ? null : JSON.stringify(account.deviceKeys),
  }
}
