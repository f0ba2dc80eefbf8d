import { randomUUIDv7 as newId } from 'node:crypto'
import { sql } from 'kysely'
import type { AuditEntriesTable } from '../../database/account-tables.ts'
import type { Database } from '../../database/engine.ts'

/** One thing that somebody did, or tried to. */
export interface AuditEntry {
  /** Milliseconds, UTC. */
  at: number
  /** Null where nobody was signed in. */
  account: string | null
  /** The method and the route. */
  action: string
  /** What the route's parameters named. */
  target: string | null
  /** Of the answer. */
  status: number
  address: string
  requestId: string
  /** A person's reason, where one was given. */
  note: string | null
  /** 1, or how many alike came within a second, where they were too many for an entry each. */
  count: number
}

export type KeptAuditEntry = AuditEntry & { id: string }

export interface AuditQuery {
  from: number | undefined
  /** Not included. */
  to: number | undefined
  account: string | undefined
  limit: number
  /** The last one seen. */
  before: { at: number; id: string } | undefined
}

export interface AuditStore {
  add(entries: readonly AuditEntry[]): Promise<void>
  /** Newest first. */
  list(query: AuditQuery): Promise<KeptAuditEntry[]>
}

export function createAuditStore(database: Database): AuditStore {
  const { sql: connection } = database
  return {
    add: async (entries) => {
      const rows = entries.map(rowOf)
      await database.transaction((transaction) => database.insertNew(transaction, 'audit_entries', rows))
    },
    list: async ({ from, to, account, limit, before }) => {
      let query = connection.selectFrom('audit_entries').selectAll()
      if (from !== undefined) query = query.where('at', '>=', from)
      if (to !== undefined) query = query.where('at', '<', to)
      if (account !== undefined) query = query.where('account', '=', account)
      if (before) query = query.where(sql<boolean>`(at, id) < (${before.at}, ${before.id})`)
      const rows = await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute()
      return rows.map(({ request_id: requestId, ...entry }) => ({ ...entry, requestId }))
    },
  }
}

function rowOf({ requestId, ...entry }: AuditEntry): AuditEntriesTable {
  return { id: newId(), ...entry, request_id: requestId }
}
