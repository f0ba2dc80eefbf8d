import { createHash, randomInt } from 'node:crypto'
import type { BatchesStore, MirroredTab } from './batches/batches-store.ts'
import {
  type Columns,
  columnsOfFreshTab,
  gridOfFreshTab,
  type UpdateRequest,
  wholeHeaderRequests,
} from './cells/sheet-layout.ts'
import type { TabProperties } from './google/read-answers.ts'
import type { SheetsClient } from './google/sheets-client.ts'
import { isRangeRefusal } from './google/sheets-failure.ts'

const mostSheetId = 0x7fffffff

interface FreshTab {
  site: string
  spreadsheetId: string
  /** The tab that showed the site so far. */
  former: Pick<TabProperties, 'sheetId'>
  title: string
}

/**
 * Makes an empty tab with its header, in one atomic step, to take the place of another. Its number comes from the former
 * tab's, so that a step whose answer was lost, or that a crash cut off, is known when it is taken again.
 *
 * @returns the `sheetId` of the tab
 * @throws SheetsFailure
 */
export async function makeFreshTab(
  client: Pick<SheetsClient, 'update'>,
  { site, spreadsheetId, former, title }: FreshTab,
  tabs: readonly TabProperties[],
  signal: AbortSignal,
): Promise<number> {
  const sheetId = successorOf(`${spreadsheetId} ${site} ${former.sheetId}`)
  if (tabs.some((tab) => tab.sheetId === sheetId)) return sheetId
  await client.update(spreadsheetId, { requests: freshTabRequests(sheetId, title) }, signal)
  return sheetId
}

interface FirstTab {
  site: string
  spreadsheetId: string
  tab: string
  client: Pick<SheetsClient, 'update'>
  batches: Pick<BatchesStore, 'saveMirror'>
}

/**
 * Makes a site's first tab with its header, in one step. What has just been made need not be looked at: many new sites
 * would use up the quota with it.
 *
 * @returns nothing where Google refuses it, because somebody else has made it meanwhile
 * @throws SheetsFailure
 */
export async function makeFirstTab(
  { site, spreadsheetId, tab: title, client, batches }: FirstTab,
  mirror: MirroredTab,
  signal: AbortSignal,
): Promise<{ sheetId: number; title: string; columns: Columns; markers: readonly number[] } | undefined> {
  const sheetId = randomInt(1, mostSheetId)
  try {
    await client.update(spreadsheetId, { requests: freshTabRequests(sheetId, title) }, signal)
  } catch (error) {
    if (!isRangeRefusal(error)) throw error
    return undefined
  }
  await batches.saveMirror(site, { ...mirror, sheetId })
  return { sheetId, title, columns: columnsOfFreshTab, markers: [] }
}

function freshTabRequests(sheetId: number, title: string): UpdateRequest[] {
  const adding = { addSheet: { properties: { sheetId, title, gridProperties: gridOfFreshTab } } }
  return [adding, ...wholeHeaderRequests(sheetId)]
}

/** A title that no tab bears yet; Google takes two that differ in case alone for the same. */
export function freeTitle(wanted: string, tabs: readonly TabProperties[]): string {
  const taken = new Set(tabs.map(({ title }) => title.toLowerCase()))
  for (let count = 1; ; count++) {
    const title = count === 1 ? wanted : `${wanted} (${count})`
    if (!taken.has(title.toLowerCase())) return title
  }
}

function successorOf(former: string): number {
  return createHash('sha256').update(`after ${former}`).digest().readUInt32BE(0) & mostSheetId || 1
}
