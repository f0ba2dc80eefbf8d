import type { Database } from '../database/engine.ts'
import type { Alert } from './alert.ts'
import { alertOf } from './alerts-store.ts'

export interface Delivery {
  alert: Alert
  /** When this channel was last told of it; null where it never was. */
  toldAt: number | null
}

export interface DeliveriesStore {
  /** Open alerts that a channel has not been told of since `since`, and those that are over and that it believes open. */
  due(channel: string, since: number): Promise<Delivery[]>
  markTold(channel: string, alert: Alert, at: number): Promise<void>
}

const mostAtOnce = 100

export function createDeliveriesStore({ sql: connection }: Database): DeliveriesStore {
  return {
    due: async (channel, since) => {
      const rows = await connection
        .selectFrom('alerts')
        .leftJoin('alert_deliveries', (join) =>
          join
            .onRef('alert_deliveries.site', '=', 'alerts.site')
            .onRef('alert_deliveries.alert_id', '=', 'alerts.id')
            .on('alert_deliveries.channel', '=', channel),
        )
        .selectAll('alerts')
        .select('alert_deliveries.told_at')
        .where(({ and, or, eb }) =>
          or([
            and([
              eb('alerts.closed_at', 'is', null),
              or([eb('alert_deliveries.told_at', 'is', null), eb('alert_deliveries.told_at', '<=', since)]),
            ]),
            and([eb('alerts.closed_at', 'is not', null), eb('alert_deliveries.is_open', '=', 1)]),
          ]),
        )
        .orderBy('alerts.opened_at')
        .limit(mostAtOnce)
        .execute()
      return rows.map(({ told_at: toldAt, ...alert }) => ({ alert: alertOf(alert), toldAt }))
    },
    markTold: async (channel, { site, id, closedAt }, at) => {
      const told = { told_at: at, is_open: closedAt === null ? 1 : 0 }
      await connection
        .insertInto('alert_deliveries')
        .values({ site, alert_id: id, channel, ...told })
        .onConflict((conflict) => conflict.columns(['site', 'alert_id', 'channel']).doUpdateSet(told))
        .execute()
    },
  }
}
