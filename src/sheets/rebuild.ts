import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import { createHolder, createLeases } from '../database/leases.ts'
import { type BatchesStore, createBatchesStore, type MirroredTab } from './batches/batches-store.ts'
import { createPendingStore, type PendingStore } from './batches/pending-store.ts'
import { roomForRows } from './capacity.ts'
import { gridOfFreshTab } from './cells/sheet-layout.ts'
import { freeTitle, makeFreshTab } from './fresh-tab.ts'
import { type GoogleSettings, openGoogle, writerLease } from './google/google-access.ts'
import { sleepFor } from './google/quota.ts'
import type { Sleep } from './google/request-window.ts'
import type { SheetsClient } from './google/sheets-client.ts'
import type { MirroredSite } from './mirrored-site.ts'
import type { Sheets } from './sheets.ts'

interface RebuildOptions {
  database: Database
  clock: Clock
  google: GoogleSettings
  mirrored: MirroredSite
  /** Starts the mirror of that site under the given holder of the lease; it writes the rows. */
  startMirror: (holder: string) => Pick<Sheets, 'status' | 'stop'>
  onProgress: (progress: { written: number; total: number }) => void
  sleep?: Sleep
}

export interface Rebuilt {
  /** How many rows the tab shows. */
  rows: number
  title: string
  /** What the earlier tab is called now; nothing where there was none. */
  formerTitle: string | undefined
}

const preparationMilliseconds = 600_000
const lookMilliseconds = 250
const unfinished = / \(rebuilding\)(?: \(\d+\))?$/

/**
 * Writes all readings of a site into a fresh tab and lets the mirror go on in it. The earlier tab is renamed and stays.
 * Cut off anywhere, it goes on where it was when it is called again: until it is complete the fresh tab is marked in its
 * title, and what is missing in it waits in the ledger.
 *
 * @throws Error with a sentence for a person, SheetsFailure
 */
export async function rebuildSheet(options: RebuildOptions, signal: AbortSignal): Promise<Rebuilt> {
  const { database, clock, sleep = sleepFor } = options
  const leases = createLeases(database, clock)
  const holder = createHolder()
  if (!(await leases.acquire(writerLease, holder, preparationMilliseconds)))
    throw new Error('A running service writes this sheet. Stop it, run this command again, then start it')
  try {
    const { client } = openGoogle({ ...options, sleep })
    const work = {
      ...options,
      sleep,
      client,
      batches: createBatchesStore(database, clock),
      pending: createPendingStore(database),
    }
    await changeTabs(work, signal)
    await fill(work, holder, signal)
    return { rows: await work.pending.countLive(work.mirrored.site), ...(await finish(work, signal)) }
  } finally {
    await leases.release(writerLease, holder)
  }
}

interface Work extends RebuildOptions {
  client: SheetsClient
  batches: BatchesStore
  pending: PendingStore
  sleep: Sleep
}

/** From here on the fresh tab is the site's. What has begun already is not begun anew. */
async function changeTabs({ client, batches, pending, mirrored }: Work, signal: AbortSignal): Promise<void> {
  const { site, spreadsheetId } = mirrored
  const mirror = await batches.readMirror(site)
  if (!isPresent(mirror, mirrored)) return
  const { tabs } = await client.readSpreadsheet(spreadsheetId, signal)
  const former = tabs.find(({ sheetId }) => sheetId === mirror.sheetId) ?? {
    sheetId: mirror.sheetId,
    title: mirror.tab,
  }
  if (unfinished.test(former.title)) return
  const rows = await pending.countLive(site)
  if (Math.max(rows, gridOfFreshTab.rowCount) > roomForRows(tabs, gridOfFreshTab.columnCount))
    throw new Error(
      `The spreadsheet has no room for ${rows} more rows: Google allows 10 million cells. Copy earlier tabs into another spreadsheet and delete them here`,
    )
  const title = freeTitle(`${former.title} (rebuilding)`, tabs)
  const sheetId = await makeFreshTab(client, { site, spreadsheetId, former, title }, tabs, signal)
  const open = await batches.openBatch(site)
  if (open) await batches.close(site)
  // In this order: a mirror that believed the rows to stand in an empty tab would take them for deleted.
  await pending.markAllPending(site)
  await batches.saveMirror(site, { ...mirror, sheetId })
}

/** Whether the site is shown in a tab already; if not, the mirror makes one. */
function isPresent(
  mirror: MirroredTab | undefined,
  { spreadsheetId, tab }: MirroredSite,
): mirror is MirroredTab & { sheetId: number } {
  return mirror?.spreadsheetId === spreadsheetId && mirror.tab === tab && mirror.sheetId !== null
}

/** Lets the mirror write until nothing waits. */
async function fill(
  { mirrored, pending, startMirror, onProgress, sleep }: Work,
  holder: string,
  signal: AbortSignal,
): Promise<void> {
  const total = await pending.count(mirrored.site)
  const mirror = startMirror(holder)
  try {
    for (;;) {
      const waiting = await pending.count(mirrored.site)
      onProgress({ written: Math.max(0, total - waiting), total: Math.max(total, waiting) })
      if (waiting === 0) return
      const { state, detail } = mirror.status()
      if (state === 'stopped') throw new Error(detail)
      await sleep(lookMilliseconds, signal)
    }
  } finally {
    await mirror.stop()
  }
}

/** Gives the fresh tab the name of the earlier one. */
async function finish(
  { client, batches, clock, mirrored }: Work,
  signal: AbortSignal,
): Promise<Pick<Rebuilt, 'title' | 'formerTitle'>> {
  const { site, spreadsheetId } = mirrored
  const { tabs } = await client.readSpreadsheet(spreadsheetId, signal)
  const mirror = await batches.readMirror(site)
  const fresh = tabs.find(({ sheetId }) => sheetId === mirror?.sheetId)
  if (!(fresh && unfinished.test(fresh.title))) return { title: fresh?.title ?? mirrored.tab, formerTitle: undefined }
  const title = fresh.title.replace(unfinished, '')
  const former = tabs.find((tab) => tab.title.toLowerCase() === title.toLowerCase())
  const day = new Date(clock()).toISOString().slice(0, 10)
  const formerTitle = former && freeTitle(`${title} (until ${day})`, tabs)
  const requests = [
    ...(former && formerTitle ? [renameRequest(former.sheetId, formerTitle)] : []),
    renameRequest(fresh.sheetId, title),
  ]
  await client.update(spreadsheetId, { requests }, signal)
  return { title, formerTitle }
}

function renameRequest(sheetId: number, title: string) {
  return { updateSheetProperties: { properties: { sheetId, title }, fields: 'title' } }
}
