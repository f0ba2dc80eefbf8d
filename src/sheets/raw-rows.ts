/** A tab as a look has seen it: its header and some of its rows, raw. */
export interface RawRows {
  header: readonly unknown[]
  /** Counted from 1. */
  rows: ReadonlyMap<number, readonly unknown[]>
}

export const noRawRows: RawRows = { header: [], rows: new Map() }
