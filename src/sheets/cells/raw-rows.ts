/** A tab as a look has seen it: its header and some of its rows, raw. */
export interface RawRows {
  header: readonly unknown[]
  /** Counted from 1. */
  rows: ReadonlyMap<number, readonly unknown[]>
  /** Where ids stand that were asked for. */
  placesOfIds: ReadonlyMap<string, number>
}

export const noRawRows: RawRows = { header: [], rows: new Map(), placesOfIds: new Map() }
