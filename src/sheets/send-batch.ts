import type { OpenBatch } from './batches-store.ts'
import type { Knowledge, MirrorContext } from './mirror-context.ts'
import type { ReadBack, UpdateRequest } from './sheet-layout.ts'
import { idRange, type Tab } from './sheet-tab.ts'
import { SheetsFailure } from './sheets-failure.ts'

const keptMarkers = 100

interface Parcel {
  batch: OpenBatch
  requests: UpdateRequest[]
  /** Ids are read back from this row on. */
  fromRow: number
  tab: Tab
}

/**
 * Sends a batch once, with its marker. @returns what Google has read back, or that the batch had arrived before
 * @throws SheetsFailure; whether the batch may still be under way is noted with it
 */
export async function sendBatch(
  { site, spreadsheetId, client, batches }: MirrorContext,
  knowledge: Knowledge,
  { batch, requests, fromRow, tab }: Parcel,
  signal: AbortSignal,
): Promise<ReadBack | undefined | 'arrived'> {
  const stale = await batches.oldMarkers(site, batch.number - keptMarkers)
  const readBack = knowledge.canReadBack ? [idRange(tab.title, tab.columns, fromRow)] : undefined
  const all = [markRequest(batch, tab.sheetId), ...requests, ...stale.map(unmarkRequest)]
  try {
    const answer = await client.update(spreadsheetId, { requests: all, ...(readBack ? { readBack } : {}) }, signal)
    await batches.forgetMarkers(site, stale)
    return answer
  } catch (error) {
    if (!(error instanceof SheetsFailure) || error.kind === 'unknown') throw error
    await batches.markAtRest(site, batch.number)
    if (error.status !== 400) throw error
    if (error.reason.includes(String(batch.marker))) {
      knowledge.arrived = batch.number
      return 'arrived'
    }
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

/** The places of the ids that Google has read back in the same step. */
export function rowsReadBack({ sheets = [] }: ReadBack, tab: Tab): Map<string, number> {
  const rows = new Map<string, number>()
  const grids = sheets.filter(({ properties }) => (properties?.sheetId ?? tab.sheetId) === tab.sheetId)
  for (const { startRow, startColumn, rowData = [] } of grids.flatMap(({ data = [] }) => data))
    for (const [index, { values }] of rowData.entries()) {
      const id = values?.[tab.columns.id - (startColumn ?? 0)]?.userEnteredValue?.stringValue
      if (id && !rows.has(id)) rows.set(id, (startRow ?? 0) + index + 1)
    }
  return rows
}
