import type { Selectable } from 'kysely'
import type { Database } from '../database/engine.ts'
import type { ConnectorsTable } from '../database/schema.ts'
import type { ValueRule } from './value.ts'
import type { Window } from './window.ts'

/** A connector as it is kept: data, with its secrets sealed. */
export interface StoredConnector {
  name: string
  site: string
  type: string
  value: ValueRule
  window: Window | null
  /** The fields of its type. */
  fields: Record<string, unknown>
  sealedSecrets: string
  isEnabled: boolean
  revision: number
  /** Why nothing is sent until a person has acted. */
  stopped: { code: string; detail: string } | null
  createdAt: number
  changedAt: number
}

export interface ConnectorsStore {
  list(): Promise<StoredConnector[]>
  find(name: string): Promise<StoredConnector | undefined>
  put(connector: StoredConnector): Promise<void>
  remove(name: string): Promise<boolean>
}

type Row = Selectable<ConnectorsTable>
type StoredDefinition = Pick<StoredConnector, 'value' | 'window' | 'fields'>

export function createConnectorsStore({ sql: connection }: Database): ConnectorsStore {
  return {
    list: async () =>
      (await connection.selectFrom('connectors').selectAll().orderBy('name').execute()).map(connectorOf),
    find: async (name) => {
      const row = await connection.selectFrom('connectors').selectAll().where('name', '=', name).executeTakeFirst()
      return row && connectorOf(row)
    },
    put: async (connector) => {
      const { created_at, ...changes } = rowOf(connector)
      await connection
        .insertInto('connectors')
        .values({ ...changes, created_at, lease: null, lease_expires_at: null })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(changes))
        .execute()
    },
    remove: async (name) => {
      const { numDeletedRows } = await connection
        .deleteFrom('connectors')
        .where('name', '=', name)
        .executeTakeFirstOrThrow()
      return numDeletedRows === 1n
    },
  }
}

export function connectorOf(row: Row): StoredConnector {
  const { value, window, fields } = JSON.parse(row.definition) as StoredDefinition
  return {
    name: row.name,
    site: row.site,
    type: row.type,
    value,
    window,
    fields,
    sealedSecrets: row.sealed_secrets,
    isEnabled: row.enabled === 1,
    revision: row.revision,
    stopped: row.stopped_code === null ? null : { code: row.stopped_code, detail: row.stopped_detail ?? '' },
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}

function rowOf(connector: StoredConnector): Omit<Row, 'lease' | 'lease_expires_at'> {
  const { value, window, fields } = connector
  return {
    name: connector.name,
    site: connector.site,
    type: connector.type,
    definition: JSON.stringify({ value, window, fields }),
    sealed_secrets: connector.sealedSecrets,
    enabled: connector.isEnabled ? 1 : 0,
    revision: connector.revision,
    stopped_code: connector.stopped?.code ?? null,
    stopped_detail: connector.stopped?.detail ?? null,
    created_at: connector.createdAt,
    changed_at: connector.changedAt,
  }
}
