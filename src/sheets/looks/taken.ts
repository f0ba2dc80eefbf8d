import type { RowDelete, RowUpdate } from '../batches/batch-plan.ts'
import type { RowCells } from '../cells/human-cells.ts'
import type { RowValues } from '../cells/row-values.ts'
import type { SheetProblem } from '../sheet-status.ts'
import type { UnreadRow } from './decision.ts'
import type { CrookedRow } from './straighten.ts'
import type { StrayedWrite } from './strayed-writes.ts'

/** What has become of what a look has found, and what has to be written because of it. */
export interface Taken {
  /** Cells that have to become what the ledger holds, ids of new rows too. */
  updates: RowUpdate[]
  /** Rows of withdrawn readings. */
  deletes: RowDelete[]
  /** Rows without an id that have to be written again. */
  putBack: RowCells[]
  /** Cells that could not be read, of readings whose rows have to be written again. */
  rewritten: Map<string, RowCells>
  /** What stands in wrong rows and has to be put right there. */
  strayed: Set<StrayedWrite>
  /** Ids that do so, and whose rows those are, where that is known. */
  misnumbered: Map<string, string | undefined>
  /** Rows whose values stand under wrong headers. */
  crooked: CrookedRow[]
  /** The rows without an id that have to lose one again. */
  loose: RowCells[]
  unread: UnreadRow[]
  problems: SheetProblem[]
  /** Readings whose rows have problems: nothing is written there. */
  stuck: Set<string>
  /** Readings to be looked at again though their rows do not change. */
  unsettled: Set<string>
  /** What rows are seen to show, where that is no revision of the reading. */
  seen: Map<string, RowValues>
  /** Ids that have a row. */
  found: Set<string>
  /** A second look is needed. */
  isUnconfirmed: boolean
  /** Rows that say in text what belongs into a number cell, as they read at the last look and at this one. */
  textsBefore: ReadonlyMap<string, string>
  texts: Map<string, string>
}

export function createTaken(textsBefore: ReadonlyMap<string, string>): Taken {
  return {
    updates: [],
    deletes: [],
    putBack: [],
    rewritten: new Map(),
    strayed: new Set(),
    misnumbered: new Map(),
    crooked: [],
    loose: [],
    unread: [],
    problems: [],
    stuck: new Set(),
    unsettled: new Set(),
    seen: new Map(),
    found: new Set(),
    isUnconfirmed: false,
    textsBefore,
    texts: new Map(),
  }
}
