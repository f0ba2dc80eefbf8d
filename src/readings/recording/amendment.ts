import type { Reading, ReadingValues } from '../reading.ts'

export interface AmendedValues extends ReadingValues {
  source: string
  withdrawnAt: number | null
}

/** What a person did to a reading in the sheet, decided upon one revision of it. */
export interface Amendment {
  id: string
  /** Where the ledger holds another revision by now, nothing is done: it has to be decided anew. */
  revision: number
  /** What the person did, where something later counts: kept in the history. */
  outdone: AmendedValues | undefined
  values: AmendedValues
  /** Whether the sheet shows these values already. */
  isShown: boolean
  /** Where it stands in the sheet; null where it does not. */
  sheetRow: number | null
}

/** `conflict`: another reading stands at that place. `stale`: the reading was changed meanwhile. */
export interface AmendmentOutcome {
  id: string
  kind: 'done' | 'stale' | 'conflict'
  reading: Reading | undefined
}
