import type { Clock } from '../clock.ts'
import type { BatchesStore, MirroredTab } from './batches/batches-store.ts'
import type { PendingStore } from './batches/pending-store.ts'
import { freeTitle, makeFreshTab } from './fresh-tab.ts'
import type { TabProperties } from './google/read-answers.ts'
import type { SheetsClient } from './google/sheets-client.ts'
import type { TabComparer } from './looks/comparer.ts'

// https://support.google.com/drive/answer/37603
const mostCells = 10_000_000
const comfortableCells = 8_000_000
// A tab that is smaller gives back too little room to be worth leaving.
const leastCellsLeft = 1_000_000

/** The cells of all tabs, empty ones too, as Google counts them. */
function cellsOf(tabs: readonly TabProperties[]): number {
  return tabs.reduce((sum, { rowCount, columnCount }) => sum + rowCount * columnCount, 0)
}

/** The room that is left for rows of a tab with that many columns. */
export function roomForRows(tabs: readonly TabProperties[], columnCount: number): number {
  return Math.max(0, Math.floor((mostCells - cellsOf(tabs)) / columnCount))
}

/**
 * Whether it is time to go on in another tab, while there is still room for it. Only moving the earlier tab away gives
 * the spreadsheet room again, and that can be done only when it is no longer the one that is written to.
 */
export function isOutgrown(tab: TabProperties, tabs: readonly TabProperties[]): boolean {
  return cellsOf(tabs) >= comfortableCells && cellsOf([tab]) >= leastCellsLeft
}

export interface YearlyTabContext {
  site: string
  client: Pick<SheetsClient, 'update'>
  batches: Pick<BatchesStore, 'saveMirror'>
  pending: Pick<PendingStore, 'releaseRows'>
  comparer: Pick<TabComparer, 'forget'>
  clock: Clock
  /** Told once when a site goes on in another tab; for an alert. */
  onOutgrown?: (outgrown: { site: string; message: string }) => void
}

/**
 * Lets the site go on in a new tab of the year. The rows of the former tab stay there and are no longer looked at. No
 * batch may be under way. Every step can be taken twice.
 *
 * @returns what people must hear of it
 * @throws SheetsFailure
 */
export async function openYearlyTab(
  { site, client, batches, pending, comparer, clock, onOutgrown }: YearlyTabContext,
  { mirror, former, tabs }: { mirror: MirroredTab; former: TabProperties; tabs: readonly TabProperties[] },
  signal: AbortSignal,
): Promise<string> {
  const { spreadsheetId, tab } = mirror
  const title = freeTitle(`${tab} ${new Date(clock()).getUTCFullYear()}`, tabs)
  const sheetId = await makeFreshTab(client, { site, spreadsheetId, former, title }, tabs, signal)
  await pending.releaseRows(site)
  await batches.saveMirror(site, { ...mirror, sheetId })
  await comparer.forget()
  const used = Math.round((cellsOf(tabs) / mostCells) * 100)
  const message =
    `The spreadsheet holds ${used} % of the cells that Google allows. New readings go to the new tab ${title}; the tab ` +
    `${former.title} stays as it is and is no longer looked at. To make room, copy that tab into another spreadsheet and delete it here`
  onOutgrown?.({ site, message })
  return message
}
