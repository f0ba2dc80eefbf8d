import type { Clock } from '../clock.ts'
import type { BatchesStore } from './batches-store.ts'
import type { PendingStore } from './pending-store.ts'
import type { Sleep } from './quota.ts'
import type { Tab } from './sheet-tab.ts'
import type { SheetsClient } from './sheets-client.ts'

/** What the mirror of one site works with. */
export interface MirrorContext {
  site: string
  spreadsheetId: string
  tab: string
  client: SheetsClient
  batches: BatchesStore
  pending: PendingStore
  clock: Clock
  sleep: Sleep
  /** How long an unanswered request may still be on its way, in milliseconds; the marker guards against later ones. */
  settleMilliseconds: number
  onWritten: (written: { site: string; readingIds: string[] }) => void
}

/** What this process knows of the sheet. All of it is found out anew after a start and after any failure. */
export interface Knowledge {
  tab: Tab | undefined
  /** The places of the ids when they were last read as a whole. */
  rows: Map<string, number> | undefined
  /** Nothing that waits can stand in the sheet: once, all that waited has been compared with the ids there. */
  isCompared: boolean
  lastRow: number
  /** A batch whose marker Google has refused as known: it has arrived. */
  arrived: number | undefined
  /** How many times in a row a batch was answered and could not be found. */
  vanished: number
  canReadBack: boolean
}

export function createKnowledge(): Knowledge {
  return {
    tab: undefined,
    rows: undefined,
    isCompared: false,
    lastRow: 1,
    arrived: undefined,
    vanished: 0,
    canReadBack: true,
  }
}

/** After a failure, or where rows were moved: the sheet has to be looked at again. */
export function forgetRows(knowledge: Knowledge): void {
  Object.assign(knowledge, { tab: undefined, rows: undefined, isCompared: false, lastRow: 1 })
}
