import { createHash } from 'node:crypto'
import type { TabProperties } from './read-answers.ts'
import { gridOfFreshTab, wholeHeaderRequests } from './sheet-layout.ts'
import type { SheetsClient } from './sheets-client.ts'

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
  const adding = { addSheet: { properties: { sheetId, title, gridProperties: gridOfFreshTab } } }
  await client.update(spreadsheetId, { requests: [adding, ...wholeHeaderRequests(sheetId)] }, signal)
  return sheetId
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
  return createHash('sha256').update(`after ${former}`).digest().readUInt32BE(0) & 0x7fffffff || 1
}
