import type { Clock } from '../clock.ts'
import type { Readings } from '../readings/readings.ts'
import type { BatchesStore, OpenBatch } from './batches/batches-store.ts'
import type { PendingStore } from './batches/pending-store.ts'
import type { Shields } from './batches/shields.ts'
import type { RowValues } from './cells/row-values.ts'
import type { SheetRow } from './cells/tab-contents.ts'
import type { Sleep } from './google/request-window.ts'
import type { SheetsClient } from './google/sheets-client.ts'
import type { TabComparer } from './looks/comparer.ts'
import type { KnownStore } from './looks/known-store.ts'
import type { SheetProblem } from './sheet-status.ts'
import type { Tab } from './sheet-tab.ts'

/** What the mirror of one site works with. */
export interface MirrorContext {
  site: string
  spreadsheetId: string
  tab: string
  client: SheetsClient
  batches: BatchesStore
  pending: PendingStore
  known: KnownStore
  readings: Pick<Readings, 'amend' | 'record'>
  comparer: TabComparer
  clock: Clock
  sleep: Sleep
  /** How long an unanswered request may still be on its way, in milliseconds; the marker guards against later ones. */
  settleMilliseconds: number
  onWritten: (written: { site: string; readingIds: string[] }) => void
  /** The spreadsheet is nearly full and the site goes on in a new tab. */
  onOutgrown?: (outgrown: { site: string; message: string }) => void
}

/** What this process knows of the sheet. All of it is found out anew after a start and after any failure. */
export interface Knowledge {
  tab: Tab | undefined
  /** How often it has been looked at since it was addressed anew. */
  looksAtTab: number
  /** When the sheet was looked at last. */
  lookedAt: number | undefined
  /** Once the whole tab has been compared with the ledger, what waits without a row cannot stand there. */
  isCompared: boolean
  /** Something is missing or new that a second look has to confirm. */
  isUnconfirmed: boolean
  /** Readings whose rows are gone, as far as that has been seen. */
  missing: string[]
  /** Rows without an id as they were seen last. */
  loose: readonly SheetRow[]
  problems: SheetProblem[]
  /** Readings to look at again though their rows do not change: their rows have problems, or were not to be settled. */
  unsettled: ReadonlySet<string>
  /** Nothing is written of these until a person has put their rows right. */
  stuck: ReadonlySet<string>
  /** Rows that Google does not let us change. */
  shields: Shields
  /** Rows that say in text what belongs into a number cell, as they were seen last. */
  texts: ReadonlyMap<string, string>
  /** A person's word that what is gone is meant to be gone. */
  isResumed: boolean
  /** What rows were last seen to show, where that is no revision of the reading: until they are written. */
  seen: Map<string, RowValues>
  /** In which the rows are written; another than the spreadsheet's while they follow it. */
  timeZone: string | undefined
  isConverting: boolean
  /** How many times in a row a reading's revision has been written without showing. */
  tries: Map<string, number>
  lastRow: number
  /** A batch whose marker Google has refused as known: it has arrived. */
  arrived: number | undefined
  /** A batch that Google has answered, and the ids that stood in the sheet right after it, where it tells. */
  answered: { batch: number; standing: ReadonlySet<string> | undefined } | undefined
  /** How many times in a row a batch was answered and could not be found. */
  vanished: number
  canReadBack: boolean
}

export function createKnowledge(): Knowledge {
  return {
    tab: undefined,
    looksAtTab: 0,
    lookedAt: undefined,
    isCompared: false,
    isUnconfirmed: false,
    missing: [],
    loose: [],
    problems: [],
    unsettled: new Set(),
    stuck: new Set(),
    shields: new Map(),
    texts: new Map(),
    isResumed: false,
    seen: new Map(),
    timeZone: undefined,
    isConverting: false,
    tries: new Map(),
    lastRow: 1,
    arrived: undefined,
    answered: undefined,
    vanished: 0,
    canReadBack: true,
  }
}

/** Google has answered the batch, or refused its marker as known. */
export function hasBeenAnswered({ arrived, answered }: Knowledge, { number }: { number: number }): boolean {
  return arrived === number || answered?.batch === number
}

/** Google tells of markers, and the batch's own is not among them: it has not arrived, whatever looks like it. */
export function isRefuted(knowledge: Knowledge, batch: OpenBatch, markers: readonly number[]): boolean {
  return markers.length > 0 && !markers.includes(batch.marker) && !hasBeenAnswered(knowledge, batch)
}

/** After a failure the tab has to be found anew; it may have been renamed. */
export function forgetTab(knowledge: Knowledge): void {
  Object.assign(knowledge, { tab: undefined, lastRow: 1 })
}
