import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import { createBatchesStore } from './batches/batches-store.ts'
import { isEmptyRow } from './cells/human-cells.ts'
import { type Columns, fields, headerNames, readHeader, tabRange } from './cells/sheet-layout.ts'
import type { SheetRow } from './cells/tab-contents.ts'
import { type CheckSummary, summarise } from './check-summary.ts'
import { type GoogleSettings, openGoogle } from './google/google-access.ts'
import { sleepFor } from './google/quota.ts'
import type { Spreadsheet, TabProperties } from './google/read-answers.ts'
import { settingsOf } from './google/spreadsheet-settings.ts'
import { createComparers, type TabComparer } from './looks/comparer.ts'
import { areTooManyGone } from './looks/guards.ts'
import { createKnownStore, type KnownStore } from './looks/known-store.ts'
import type { SheetLook } from './looks/look-at-sheet.ts'
import { enoughLooks } from './looks/look-counts.ts'
import { type DecidedPage, decideAll } from './looks/read-changes.ts'
import type { MirroredSite } from './mirrored-site.ts'

interface CheckOptions {
  database: Database
  clock: Clock
  google: GoogleSettings
  mirrored: MirroredSite
}

/** What the mirror would do with a sheet as it is now. */
export interface SheetCheck {
  title: string
  /** What it would do before all else, as sentences for a person. */
  remarks: string[]
  /** Why it would stop, if it would. */
  stop: string | undefined
  /** Nothing where the rows cannot be told apart from others. */
  found: CheckSummary | undefined
}

const wholeTab = 'A1:ZZ'

/**
 * Opens the sheet and says what would be taken in from it. Nothing is written, neither there nor in the ledger, so it
 * can be asked while a service is running.
 *
 * @throws SheetsFailure, SheetUnclearError
 */
export async function checkSheet(options: CheckOptions, signal: AbortSignal): Promise<SheetCheck> {
  const { database, clock, mirrored } = options
  const { spreadsheetId, tab: title } = mirrored
  const { client } = openGoogle({ ...options, sleep: sleepFor })
  const spreadsheet = await client.readSpreadsheet(spreadsheetId, signal)
  const mirror = await createBatchesStore(database, clock).readMirror(mirrored.site)
  const sheetId = mirror?.spreadsheetId === spreadsheetId && mirror.tab === title ? mirror.sheetId : null
  const tab = findTab(spreadsheet, title, sheetId)
  if (!tab)
    return sheetId === null
      ? without(title, { remark: 'There is no such tab yet; it would be made' })
      : without(title, { stop: "The tab has been deleted; bring it back from the spreadsheet's version history" })
  const [values = []] = await client.readValues(spreadsheetId, [tabRange(tab.title, wholeTab)], signal)
  return await checkTab(options, { spreadsheet, tab, values, isKnown: sheetId !== null })
}

function findTab({ tabs }: Spreadsheet, wanted: string, sheetId: number | null): TabProperties | undefined {
  if (sheetId !== null) return tabs.find((tab) => tab.sheetId === sheetId)
  return tabs.find(({ title }) => title.toLowerCase() === wanted.toLowerCase())
}

function without(title: string, { remark, stop }: { remark?: string; stop?: string }): SheetCheck {
  return { title, remarks: remark === undefined ? [] : [remark], stop, found: undefined }
}

interface TabContent {
  spreadsheet: Spreadsheet
  tab: TabProperties
  values: unknown[][]
  /** Whether the mirror has been in this tab before. */
  isKnown: boolean
}

async function checkTab(options: CheckOptions, content: TabContent): Promise<SheetCheck> {
  const { tab, values, isKnown } = content
  const header = readHeader(values[0] ?? [])
  if (header.kind === 'complete') return await decideTab(options, content, header.columns)
  if (header.kind === 'unclear') return without(tab.title, { stop: `The tab cannot be understood: ${header.reason}` })
  if (isKnown) return without(tab.title, { stop: 'The header row or the header Reading_ID is gone; undo that' })
  if (header.kind === 'empty')
    return values.length === 0
      ? without(tab.title, { remark: 'The tab is empty; the header would be written' })
      : without(tab.title, { stop: 'The tab holds data but no header row; name the columns in row 1' })
  const id = Math.max(...values.map((row) => row.length))
  const check = await decideTab(options, content, { ...header.columns, id })
  return { ...check, remarks: ['The column Reading_ID is missing; it would be added on the right, hidden'] }
}

async function decideTab(options: CheckOptions, content: TabContent, columns: Columns): Promise<SheetCheck> {
  const known = createKnownStore(options.database)
  const comparers = createComparers()
  try {
    const found = await decide(options, known, comparers.open(), { ...content, columns })
    const before = await known.countInSheet(options.mirrored.site)
    const stop = areTooManyGone(found.withdrawn, before)
      ? `${found.withdrawn} of ${before} rows are gone; bring them back, or say that it is meant with POST /sites/${options.mirrored.site}/sheet/resume`
      : undefined
    return { title: content.tab.title, remarks: [], stop, found }
  } finally {
    await comparers.stop()
  }
}

async function decide(
  { database, clock, mirrored: { site } }: CheckOptions,
  known: KnownStore,
  comparer: TabComparer,
  content: TabContent & { columns: Columns },
): Promise<CheckSummary> {
  const look = await lookAt(comparer, content)
  const open = await createBatchesStore(database, clock).openBatch(site)
  const written = new Map([...(open?.appended ?? []), ...(open?.changed ?? [])])
  const pages: DecidedPage[] = []
  // As if a second look had confirmed what is gone; whether that is too much is seen afterwards.
  for await (const page of decideAll({ site, known, comparer, clock }, look, {
    written,
    appended: open?.appended ?? new Map(),
    seen: new Map(),
    shielded: new Set(),
    trace: open?.trace,
    hasArrived: false,
    isResumed: true,
  }))
    pages.push(page)
  return summarise({
    decisions: pages.flatMap(({ decisions }) => decisions),
    rows: pages.flatMap(({ rows }) => rows),
    withoutId: look.withoutId.map(({ row }) => row),
  })
}

/** The look that the mirror would take, with a header for the ids where there is none, and with all rows at rest. */
async function lookAt(
  comparer: TabComparer,
  { spreadsheet, tab, values: [first = [], ...rows], columns }: TabContent & { columns: Columns },
): Promise<SheetLook> {
  const header = [...first]
  header[columns.id] = headerNames.id
  const answer = new TextEncoder().encode(JSON.stringify({ valueRanges: [{ values: [header, ...rows] }] }))
  const difference = await comparer.compare(answer, { ids: [], strays: [] })
  if (difference.kind === 'unclear') throw new Error('the header cannot be read')
  return {
    ...difference,
    withoutId: rowsWithoutId(rows, columns),
    twinLooks: [],
    tab: { ...tab, ...settingsOf(spreadsheet), columns },
    editedAt: Number.POSITIVE_INFINITY,
  }
}

/** All of them, while the mirror takes some at each look. */
function rowsWithoutId(rows: readonly unknown[][], columns: Columns): SheetLook['withoutId'] {
  return rows.flatMap((row, index) => {
    const cells = Object.fromEntries(fields.map((field) => [field, row[columns[field]]])) as SheetRow['cells']
    const hasId = !isEmptyRow({ id: cells.id })
    return hasId || isEmptyRow(cells) ? [] : [{ row: index + 2, cells, looks: enoughLooks }]
  })
}
