import type { Origin } from '../../database/reading-tables.ts'
import type { Draft, Reading } from '../reading.ts'

export interface RecordRequest {
  drafts: readonly Draft[]
  by: string
  origin: Origin
  onConflict: 'reject' | 'replace'
  /** `all`: if one draft conflicts, none is recorded. `none`: the outcomes tell what would have become of each. */
  stores: 'each' | 'all' | 'none'
}

/** What became of one draft; `conflict` and `undone` (for the sake of another's conflict) are not in the ledger. */
export interface Outcome {
  kind: 'recorded' | 'duplicate' | 'replaced' | 'conflict' | 'undone'
  /** The reading that holds this place in the ledger. */
  reading: Reading
}

/** What is new in the ledger: another reading, or another revision of one. */
export interface LedgerChange {
  kind: 'reading' | 'correction'
  reading: Reading
}
