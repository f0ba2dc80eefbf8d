import type { BatchesStore, MirroredTab } from './batches/batches-store.ts'
import type { PendingStore } from './batches/pending-store.ts'
import { isOutgrown, openYearlyTab, type YearlyTabContext } from './capacity.ts'
import {
  areSameColumns,
  type Columns,
  columnLetters,
  type Header,
  hideColumn,
  idHeaderRequests,
  readHeader,
  tabRange,
  wholeHeaderRequests,
  widenRequests,
} from './cells/sheet-layout.ts'
import { makeFirstTab } from './fresh-tab.ts'
import type { TabProperties } from './google/read-answers.ts'
import type { SheetsClient } from './google/sheets-client.ts'
import { isRangeRefusal, SheetsFailure, SheetUnclearError } from './google/sheets-failure.ts'
import { type SpreadsheetSettings, settingsOf } from './google/spreadsheet-settings.ts'

/** A tab that is ready to be written to. */
export interface Tab extends SpreadsheetSettings {
  sheetId: number
  title: string
  columns: Columns
  /** The markers of batches that had arrived when the tab was addressed. */
  markers: readonly number[]
}

/** What a look at the tab has found: the columns as they are now, and the rows of the ids from `fromRow` on. */
interface TabView {
  columns: Columns
  rows: Map<string, number>
}

interface TabContext extends YearlyTabContext {
  client: SheetsClient
  batches: BatchesStore
  pending: PendingStore
  spreadsheetId: string
  /** The tab's name as set; used only until the tab is known by its number. */
  tab: string
}

const headerCells = 'A1:ZZ1'
const wholeTab = 'A1:ZZ'
const rounds = 4

/**
 * Finds the site's tab, makes it and its header where there is none, and reads its columns.
 * @throws SheetUnclearError where a person has to decide
 */
export async function openTab(context: TabContext, signal: AbortSignal, isResumed?: 'resumed'): Promise<Tab> {
  const { client, spreadsheetId } = context
  for (let round = 0; round < rounds; round++) {
    const spreadsheet = await client.readSpreadsheet(spreadsheetId, signal)
    const { tabs } = spreadsheet
    const settings = settingsOf(spreadsheet)
    if (round === 0) await checkBin(context, signal)
    const mirror = await currentMirror(context, tabs, isResumed)
    const found = findTab(mirror, tabs)
    if (!found) {
      const fresh = await makeFirstTab(context, mirror, signal)
      if (fresh) return { ...fresh, ...settings }
      continue
    }
    if (mirror.sheetId !== null && isOutgrown(found, tabs)) await goOnElsewhere(context, mirror, found, tabs, signal)
    const columns = await readOrMakeHeader(context, found, mirror.sheetId !== null, signal)
    if (!columns) continue
    if (mirror.sheetId === null) await adopt(context, mirror, { ...found, columns, isOurs: round > 0 }, signal)
    const { sheetId, title, markers } = found
    return { sheetId, title, columns, markers, ...settings }
  }
  throw new SheetsFailure('retry', `The tab ${context.tab} could not be made ready; it is tried again`)
}

/** Where another instance has written the header, the ids below it are of no use to people either. */
async function adopt(
  { client, batches, site, spreadsheetId }: TabContext,
  mirror: MirroredTab,
  { sheetId, columns, isOurs }: { sheetId: number; columns: Columns; isOurs: boolean },
  signal: AbortSignal,
): Promise<void> {
  if (!isOurs) await client.update(spreadsheetId, { requests: [hideColumn(sheetId, columns.id)] }, signal)
  await batches.saveMirror(site, { ...mirror, sheetId })
}

/** Google goes on showing and taking what is in the bin, until it is gone for good after 30 days. */
async function checkBin({ client, spreadsheetId }: TabContext, signal: AbortSignal): Promise<void> {
  if (await client.isTrashed(spreadsheetId, signal))
    throw new SheetUnclearError(
      "The spreadsheet is in the bin of Google Drive; take it out of there, or name another one in the site's settings or GOOGLE_SHEET_ID",
    )
}

/** Opens the next yearly tab; with it, all that is known of the former one is void. */
async function goOnElsewhere(
  context: TabContext,
  mirror: MirroredTab,
  former: TabProperties,
  tabs: readonly TabProperties[],
  signal: AbortSignal,
): Promise<void> {
  if (await context.batches.openBatch(context.site)) return
  throw new SheetsFailure('retry', await openYearlyTab(context, { mirror, former, tabs }, signal))
}

/**
 * Another spreadsheet or tab than before: everything has to be written there. So it is where the tab has been deleted
 * and a person says that this was meant.
 */
async function currentMirror(
  context: TabContext,
  tabs: readonly TabProperties[],
  isResumed: 'resumed' | undefined,
): Promise<MirroredTab> {
  const { batches, pending, site, spreadsheetId, tab } = context
  const known = await batches.readMirror(site)
  const isGone = known?.sheetId != null && !tabs.some(({ sheetId }) => sheetId === known.sheetId)
  const isSame = known?.spreadsheetId === spreadsheetId && known.tab === tab
  if (isSame && !(isGone && isResumed)) return known
  const isRenamed = known?.spreadsheetId === spreadsheetId && byTitle(tabs, tab)?.sheetId === known.sheetId
  const mirror = { spreadsheetId, tab, sheetId: isRenamed ? known.sheetId : null }
  if (known && !isRenamed) {
    const open = await batches.openBatch(site)
    if (open) await batches.close(site)
    await pending.markAllPending(site)
  }
  await batches.saveMirror(site, mirror)
  return mirror
}

function findTab({ sheetId, tab }: MirroredTab, tabs: readonly TabProperties[]): TabProperties | undefined {
  if (sheetId === null) return byTitle(tabs, tab)
  const found = tabs.find((candidate) => candidate.sheetId === sheetId)
  if (!found)
    throw new SheetUnclearError(`The tab ${tab} has been deleted; bring it back from the spreadsheet's version history`)
  return found
}

function byTitle(tabs: readonly TabProperties[], wanted: string): TabProperties | undefined {
  // Google takes two titles that differ in case alone for the same.
  return tabs.find(({ title }) => title.toLowerCase() === wanted.toLowerCase())
}

/** The columns, or nothing where the header has just been made and must be looked at. */
async function readOrMakeHeader(
  context: TabContext,
  tab: TabProperties,
  isKnown: boolean,
  signal: AbortSignal,
): Promise<Columns | undefined> {
  const { client, spreadsheetId } = context
  const [cells] = await client.readValues(spreadsheetId, [headerRange(tab.title)], signal)
  const header = readHeader(cells?.[0] ?? [])
  if (header.kind === 'complete') return header.columns
  if (header.kind === 'unclear' || isKnown) throw headerProblem(tab.title, header)
  const [rows = []] = await client.readValues(spreadsheetId, [tabRange(tab.title, wholeTab)], signal)
  if (header.kind === 'empty' && rows.length > 0)
    throw new SheetUnclearError(
      `The tab ${tab.title} holds data but no header row; name the columns in row 1, or set GOOGLE_SHEET_TAB to another tab`,
    )
  const column = header.kind === 'empty' ? 0 : Math.max(...rows.map((row) => row.length))
  await makeHeader(context, tab, { column, isWhole: header.kind === 'empty' }, signal)
  return undefined
}

/** What is wrong with a header that was complete before, or cannot be understood. */
export function headerProblem(title: string, header: Exclude<Header, { kind: 'complete' }>): SheetUnclearError {
  if (header.kind === 'unclear') return new SheetUnclearError(`The tab ${title} cannot be understood: ${header.reason}`)
  const what = header.kind === 'empty' ? 'header row' : 'header Reading_ID'
  return new SheetUnclearError(
    `The ${what} of the tab ${title} is gone; undo that, or bring it back from the spreadsheet's version history`,
  )
}

async function makeHeader(
  { client, spreadsheetId }: TabContext,
  { sheetId, columnCount }: TabProperties,
  { column, isWhole }: { column: number; isWhole: boolean },
  signal: AbortSignal,
): Promise<void> {
  const room = widenRequests(sheetId, columnCount, isWhole ? 6 : column + 1)
  const requests = isWhole ? wholeHeaderRequests(sheetId) : idHeaderRequests(sheetId, column)
  try {
    await client.update(spreadsheetId, { requests: [...room, ...requests] }, signal)
  } catch (error) {
    if (!isRangeRefusal(error)) throw error
    // The looks are not worth stopping for; the words of the header come first in the list.
    const words = requests[0]
    await client.update(spreadsheetId, { requests: [...room, ...(words ? [words] : [])] }, signal)
  }
}

/** Reads the header and, where asked, the ids below it, in one request. */
export async function lookAtTab(
  { client, spreadsheetId }: Pick<TabContext, 'client' | 'spreadsheetId'>,
  tab: Tab,
  fromRow: number | undefined,
  signal: AbortSignal,
): Promise<TabView> {
  const ranges = [headerRange(tab.title)]
  if (fromRow !== undefined) ranges.push(idRange(tab.title, tab.columns, fromRow))
  const [headerRow, idColumn = []] = await client.readValues(spreadsheetId, ranges, signal)
  const header = readHeader(headerRow?.[0] ?? [])
  if (header.kind !== 'complete') throw headerProblem(tab.title, header)
  if (fromRow !== undefined && header.columns.id !== tab.columns.id)
    return lookAtTab({ client, spreadsheetId }, { ...tab, columns: header.columns }, fromRow, signal)
  return { columns: header.columns, rows: rowsById(idColumn, fromRow ?? 1) }
}

export function headerRange(title: string): string {
  return tabRange(title, headerCells)
}

/** Whether the columns stand where they stood. */
export function hasColumns(header: readonly unknown[], columns: Columns): boolean {
  const now = readHeader(header)
  return now.kind === 'complete' && areSameColumns(now.columns, columns)
}

export function idRange(title: string, columns: Columns, fromRow: number): string {
  const letters = columnLetters(columns.id)
  return tabRange(title, `${letters}${fromRow}:${letters}`)
}

function rowsById(column: readonly unknown[][], fromRow: number): Map<string, number> {
  const rows = new Map<string, number>()
  // Of an id that stands there twice, the first row is taken for the original.
  for (const [index, [id]] of column.entries())
    if (typeof id === 'string' && id !== '' && !rows.has(id)) rows.set(id, fromRow + index)
  return rows
}
