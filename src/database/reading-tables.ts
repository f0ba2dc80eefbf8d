import type { Generated } from 'kysely'

export interface SitesTable {
  site: string
  name: string
  time_zone: string
  sheet_id: string | null
  sheet_tab: string | null
  meter_digits: number | null
  meter_max_per_day: number | null
  inverter_max_per_day: number | null
  expect_every_milliseconds: number | null
  /** 1 once a person has chosen the zone; the settings do not change it then. */
  is_time_zone_chosen: Generated<number>
  /** SHA-256; the secret itself is stored nowhere. */
  hint_secret_hash: string | null
}

/** Where a value came from: the API, a person's hand in the sheet, or an import. */
export type Origin = 'api' | 'sheet' | 'import'

export interface ReadingsTable {
  site: string
  id: string
  /** Grows with every recorded reading; the order of the rows in the sheet. */
  sequence: number
  timestamp: number
  source: string
  inverter: number | null
  meter: number | null
  note: string | null
  recorded_at: number
  /** When, by which account and from where the values of this revision came. */
  changed_at: number
  changed_by: string
  origin: Origin
  /** 1 when recorded, one more with every correction and withdrawal. */
  revision: number
  withdrawn_at: number | null
  /** The revision that the sheet shows; 0 where it shows none. */
  sheet_revision: number
  sheet_row: number | null
  /** JSON, `{ code, message }[]`: why this revision may be wrong; null where nobody doubts it. */
  doubts: string | null
}

/** The revisions that came before the one in `readings`. */
export interface ReadingRevisionsTable {
  site: string
  reading_id: string
  revision: number
  at: number
  by: string
  origin: Origin
  timestamp: number
  source: string
  inverter: number | null
  meter: number | null
  note: string | null
  withdrawn_at: number | null
}

/** What a person vouched for, and the doubts that ended with it. */
export interface ReadingConfirmationsTable {
  site: string
  reading_id: string
  revision: number
  at: number
  by: string
  note: string
  doubts: string
}

/** A counter that was replaced or reset: its last value and the first one of what came after it. */
export interface MeterChangesTable {
  site: string
  id: string
  counter: 'inverter' | 'meter'
  timestamp: number
  final: number
  initial: number
  note: string | null
  recorded_at: number
  recorded_by: string
}
