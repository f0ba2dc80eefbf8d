import type { Amendment } from '../../readings/recording/amendment.ts'
import type { RowCells } from '../cells/human-cells.ts'
import type { RowValues, ValueField } from '../cells/row-values.ts'
import type { RowsOfId, SheetRow } from '../cells/tab-contents.ts'
import type { Known } from './known-store.ts'
import type { HitRow } from './loose-rows.ts'
import type { CrookedRow } from './straighten.ts'
import type { StrayedWrite } from './strayed-writes.ts'

/** What to do about one row, or about one reading that has none. */
export type Decision =
  /** The reading is corrected, withdrawn or restored. */
  | { kind: 'amend'; row: number | null; amendment: Amendment; seen: RowValues | undefined }
  /** The row becomes a reading, with the id that it bears where that can be kept. */
  | {
      kind: 'record'
      row: number
      id: string | undefined
      values: RowValues
      bears: string | undefined
      namesSource: boolean
    }
  /** The row is that of a reading that has no other: it gets the reading's id, and its source where that is named. */
  | { kind: 'number'; row: number; id: string; revision: number; bears: string | undefined; source?: string }
  /** The id was written into a wrong row, because rows were moved meanwhile. */
  | { kind: 'unnumber'; row: number; id: string }
  /** The id that stands here is not the row's own, until the next batch has put it right; and whose row it is, or what it was. */
  | {
      kind: 'misnumbered'
      row: number
      id: string
      owner?: string
      former?: RowCells | undefined
      unread?: UnreadRow | undefined
    }
  /** A row without an id, or one that could not be read, was hit in place of another: these cells get back what stood there. */
  | ({ kind: 'restore'; unread?: UnreadRow } & HitRow)
  /** What was written here by mistake stands here still, until the next batch has put it right. */
  | { kind: 'mistake'; row: number; write: StrayedWrite }
  /** Values that were appended under wrong headers stand there still, until the next batch has put them right. */
  | ({ kind: 'crooked'; row: number } & CrookedRow)
  /** The reading's row was deleted in place of another: these of its cells could not be read, and are written again. */
  | { kind: 'rewrite'; id: string; cells: RowCells }
  /** A row without an id was deleted in place of another. */
  | { kind: 'put-back'; cells: RowCells }
  /** The sheet shows this revision. */
  | { kind: 'shown'; row: number | null; id: string; revision: number }
  /** A person has to put it right; the row stays as it is. It is that of the reading, or one that bears its id. */
  | { kind: 'problem'; row: number; message: string; id: string | undefined; of: 'reading' | 'row' }
  /** Somebody may still be typing. */
  | { kind: 'wait'; row: number }

/** What decisions rest upon beside the rows. */
export interface DecisionContext {
  known: ReadonlyMap<string, Known>
  /** The revisions that a batch whose arrival is being found out about has written. */
  written: ReadonlyMap<string, number>
  /** Which fields of them it writes. */
  writtenFields: ReadonlyMap<string, readonly ValueField[]>
  /** Into how many rows of each. */
  writtenRows: ReadonlyMap<string, number>
  /** What it has written, and what of it has not come into the rows that it meant. */
  writes: readonly StrayedWrite[]
  strayed: readonly StrayedWrite[]
  /** What it has written into which rows to put right some that have no id: it may have hit those of readings. */
  restored: ReadonlyMap<number, RowCells>
  /** Rows that it was to delete and that are still there: others may have gone in their place. */
  lostDeletes: number
  /** What rows were last seen to show, where that is no revision of the reading. */
  seen: ReadonlyMap<string, RowValues>
  /** Readings whose ids that batch has written. */
  numbered: ReadonlySet<string>
  /** What the rows showed to which it has given them. */
  rowsToNumber: ReadonlyMap<string, RowCells>
  /** Readings into whose rows nothing could be written, not even their ids. */
  shielded: ReadonlySet<string>
  /** Columns that were moved since that batch was made. */
  displaced: readonly ValueField[]
  /** What it has appended, and what batches before it have appended under wrong headers. */
  crooked: ReadonlyMap<string, CrookedRow>
  /** Readings whose rows batches before it have appended with their ids in another column. */
  astray: ReadonlySet<string>
  /** It deletes rows, and others may have gone in their place. */
  isDeleting: boolean
  /** Whether that batch is known to have arrived. */
  hasArrived: boolean
  /** Readings that should have a row and have none. */
  missing: readonly Known[]
  /** Readings that have been given a row since the look; more and more while it is decided. Each gets one. */
  given: ReadonlySet<string>
  /** What the cells that it writes held before. */
  cellsBefore: ReadonlyMap<string, RowCells>
  /** Those of them whose rows it has given a source too. */
  sourced: ReadonlySet<string>
  /** The rows without an id as they were before that batch. */
  loose: readonly RowCells[]
  /** Rows that could not be read as they were before that batch. */
  unread: readonly UnreadRow[]
  /** The ids that copies bore before that batch gave them their own. */
  bearersBefore: ReadonlyMap<string, string>
  /** The rows of those copies, as they stand by now. */
  numberedCopies: readonly RowsOfId[]
  /** Readings whose rows bear ids that the batch has meant for their copies. */
  displacedOwners: readonly Known[]
  /** In how many looks in a row the rows of ids that stand there more than once have read the same. */
  twinLooks: ReadonlyMap<number, number>
  locale: string
  /** The spreadsheet's own. */
  timeZone: string
  /** In which rows may have been written: its own, and the one before it while not all rows have followed. */
  timeZones: readonly string[]
  now: number
  /** When people changed what is seen now, as far as that can be told. */
  editedAt: number
}

/** A row that bears the id of a reading and says something else: it cannot be taken in, or not yet. */
export interface UnreadRow {
  id: string
  row: number
  cells: RowCells
  /** The reading has, or had, another row of its own. */
  isCopy?: boolean
}

/** A row that is no reading yet. */
export interface NewRow extends SheetRow {
  /** The id that stands there. */
  bears: string | undefined
  /** The id that it may keep. */
  id: string | undefined
  /** In how many looks in a row it has read the same. */
  looks: number
}
