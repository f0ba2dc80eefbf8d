import type { ReadBack, UpdateRequest } from '../cells/sheet-layout.ts'
import { SheetsFailure } from '../google/sheets-failure.ts'
import type { Knowledge, MirrorContext } from '../mirror-context.ts'
import { headerRange, idRange, type Tab } from '../sheet-tab.ts'
import type { BatchPlan } from './batch-plan.ts'
import type { BatchTrace } from './batch-trace.ts'
import type { OpenBatch } from './batches-store.ts'
import { noteShield } from './shields.ts'

const keptMarkers = 100

export interface Parcel {
  batch: OpenBatch
  /** What has been done to rows if Google refuses it. */
  traceIfRefused: BatchTrace
  /** When it was sent before, with an outcome that is unknown; else 0. */
  sentBefore: number
  plan: BatchPlan
  requests: UpdateRequest[]
  /** Ids are read back from this row on. */
  fromRow: number
  tab: Tab
}

/**
 * Sends a batch once, with its marker. @returns what Google has read back, that the batch had arrived before, or that it
 * was refused because of a protected row
 * @throws SheetsFailure; whether the batch may still be under way is noted with it
 */
export async function sendBatch(
  { site, spreadsheetId, client, batches, clock }: MirrorContext,
  knowledge: Knowledge,
  { batch, traceIfRefused, sentBefore, plan, requests, fromRow, tab }: Parcel,
  signal: AbortSignal,
): Promise<ReadBack | undefined | 'arrived' | 'shielded'> {
  const stale = await batches.oldMarkers(site, batch.number - keptMarkers)
  const readBack = knowledge.canReadBack
    ? [headerRange(tab.title), idRange(tab.title, tab.columns, fromRow)]
    : undefined
  const all = [markRequest(batch, tab.sheetId), ...requests, ...stale.map(unmarkRequest)]
  try {
    const answer = await client.update(spreadsheetId, { requests: all, ...(readBack ? { readBack } : {}) }, signal)
    await batches.forgetMarkers(site, stale)
    return answer
  } catch (error) {
    if (!(error instanceof SheetsFailure) || error.kind === 'unknown') throw error
    await batches.markRefused(site, batch.number, { trace: traceIfRefused, sentAt: sentBefore })
    if (error.status !== 400) throw error
    if (error.reason.includes(String(batch.marker))) {
      knowledge.arrived = batch.number
      return 'arrived'
    }
    if (noteShield(knowledge.shields, plan, { failure: error, requests: all, now: clock() })) return 'shielded'
    // What is no part of the readings may be what Google minds: the next try goes without it.
    await batches.forgetMarkers(site, stale)
    knowledge.canReadBack = false
    throw error
  }
}

function markRequest({ number, marker }: OpenBatch, sheetId: number): UpdateRequest {
  return {
    createDeveloperMetadata: {
      developerMetadata: {
        metadataId: marker,
        metadataKey: 'meterbridge-batch',
        metadataValue: String(number),
        // On the tab, because Google limits what a spreadsheet and each of its tabs may hold.
        location: { sheetId },
        visibility: 'DOCUMENT',
      },
    },
  }
}

function unmarkRequest(metadataId: number): UpdateRequest {
  return { deleteDeveloperMetadata: { dataFilter: { developerMetadataLookup: { metadataId } } } }
}

/** The header and the places of the ids, as Google has read them back in the same step. */
export function readBackOf(
  { sheets = [] }: ReadBack,
  tab: Tab,
): { header: unknown[]; rows: Map<string, number> } | undefined {
  const grids = sheets
    .filter(({ properties }) => (properties?.sheetId ?? tab.sheetId) === tab.sheetId)
    .flatMap(({ data = [] }) => data)
  if (grids.length === 0) return undefined
  const [headerGrid, ...idGrids] = grids
  const header = (headerGrid?.rowData?.[0]?.values ?? []).map((cell) => cell.userEnteredValue?.stringValue)
  const rows = new Map<string, number>()
  for (const { startRow, startColumn, rowData = [] } of idGrids)
    for (const [index, { values }] of rowData.entries()) {
      const id = values?.[tab.columns.id - (startColumn ?? 0)]?.userEnteredValue?.stringValue
      if (id && !rows.has(id)) rows.set(id, (startRow ?? 0) + index + 1)
    }
  return { header, rows }
}
