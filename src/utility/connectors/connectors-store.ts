import type { Selectable } from 'kysely'
import type { Database } from '../../database/engine.ts'
import type { ConnectorsTable } from '../../database/utility-tables.ts'
import type { ValueRule } from '../submissions/value.ts'
import type { Window } from '../submissions/window.ts'

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
  /** Cron, in the site's zone: when the newest reading is submitted without being asked. */
  schedule: string | null
  nextRunAt: number | null
  /** Whether everything up to the point of no return is tried every day. */
  rehearse: 'daily' | null
  nextRehearsalAt: number | null
  /** Where a person can submit by hand. */
  portal: string | null
  createdAt: number
  changedAt: number
}

export interface ConnectorsStore {
  list(): Promise<StoredConnector[]>
  find(name: string): Promise<StoredConnector | undefined>
  put(connector: StoredConnector): Promise<void>
  /** Stops everything for the utility account, or lets it go on. */
  /** Of that revision only: what one account was refused says nothing of the next. */
  setStop(connector: Pick<StoredConnector, 'name' | 'revision'>, stop: StoredConnector['stopped']): Promise<void>
  remove(name: string): Promise<boolean>
}

type Row = Selectable<ConnectorsTable>
type StoredDefinition = Pick<StoredConnector, 'value' | 'window' | 'fields'> &
  Partial<Pick<StoredConnector, 'schedule' | 'rehearse' | 'portal'>>

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
    setStop: async ({ name, revision }, stop) => {
      await connection
        .updateTable('connectors')
        .set({ stopped_code: stop?.code ?? null, stopped_detail: stop?.detail ?? null })
        .where('name', '=', name)
        .where('revision', '=', revision)
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
  const definition = JSON.parse(row.definition) as StoredDefinition
  const { value, window, fields, schedule = null, rehearse = null, portal = null } = definition
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
    schedule,
    nextRunAt: row.next_run_at,
    rehearse,
    nextRehearsalAt: row.next_rehearsal_at,
    portal,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}

function rowOf(connector: StoredConnector): Omit<Row, 'lease' | 'lease_expires_at'> {
  const { value, window, fields, schedule, rehearse, portal } = connector
  return {
    name: connector.name,
    site: connector.site,
    type: connector.type,
    definition: JSON.stringify({ value, window, fields, schedule, rehearse, portal }),
    sealed_secrets: connector.sealedSecrets,
    enabled: connector.isEnabled ? 1 : 0,
    revision: connector.revision,
    stopped_code: connector.stopped?.code ?? null,
    stopped_detail: connector.stopped?.detail ?? null,
    next_run_at: connector.nextRunAt,
    next_rehearsal_at: connector.nextRehearsalAt,
    created_at: connector.createdAt,
    changed_at: connector.changedAt,
  }
}
