export interface AlertDeliveriesTable {
  site: string
  alert_id: string
  channel: string
  told_at: number
  /** 1 where the channel was last told that it is open. */
  is_open: number
}

export interface AlertsTable {
  site: string
  id: string
  kind: string
  /** What it is about; there is at most one open alert of a kind about a subject. */
  subject: string
  message: string
  opened_at: number
  closed_at: number | null
}
