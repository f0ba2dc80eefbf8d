import { randomUUIDv7 as newId } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Alert, Trouble } from './alert.ts'
import type { AlertQuery, AlertsStore } from './alerts-store.ts'

/** What people must hear of: each trouble is told once, however often it is noticed, until it is over. */
export interface Alerts {
  /** Opens an alert, unless one about the same is open. */
  raise(trouble: Trouble): Promise<void>
  /** The trouble is over. */
  resolve(trouble: Omit<Trouble, 'message'>): Promise<void>
  /** Brings the open alerts of a kind, and what they say, into line with the troubles that there are now. */
  settle(kind: string, troubles: readonly Trouble[]): Promise<void>
  countOpen(): Promise<{ kind: string; count: number }[]>
  list(query: AlertQuery): Promise<Alert[]>
}

interface AlertsDependencies {
  store: AlertsStore
  clock: Clock
  log: Log
}

export function createAlerts({ store, clock, log }: AlertsDependencies): Alerts {
  const raise = async (trouble: Trouble): Promise<void> => {
    const { site, kind, subject, message } = trouble
    const isNew = await store.open({ site, kind, subject, message, id: newId(), openedAt: clock(), closedAt: null })
    if (isNew) log.warn({ site, kind, subject }, `alert: ${message}`)
  }
  const resolve = async ({ site, kind, subject }: Omit<Trouble, 'message'>): Promise<void> => {
    if (await store.close({ site, kind, subject }, clock())) log.info({ site, kind, subject }, 'an alert is over')
  }
  return {
    raise,
    resolve,
    settle: async (kind, troubles) => {
      const open = await store.openOfKind(kind)
      const isSame = (one: Omit<Trouble, 'message'>) => (other: Omit<Trouble, 'message'>) =>
        one.site === other.site && one.subject === other.subject
      for (const alert of open) if (!troubles.some(isSame(alert))) await resolve(alert)
      for (const trouble of troubles) {
        const known = open.find(isSame(trouble))
        if (!known) await raise({ ...trouble, kind })
        else if (known.message !== trouble.message) await store.reword(known, trouble.message)
      }
    },
    countOpen: store.countOpen,
    list: store.list,
  }
}
