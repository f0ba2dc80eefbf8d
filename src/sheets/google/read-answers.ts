import type { sheets_v4 } from '@googleapis/sheets'
import type { Patiences } from './read-patience.ts'

export interface TabProperties {
  sheetId: number
  title: string
  /** The size of the grid, empty cells too; a tab that is a chart has none. */
  rowCount: number
  columnCount: number
  /** The `metadataId`s of the batches that are known to have arrived; none where Google does not tell. */
  markers: number[]
}

export interface Spreadsheet {
  timeZone: string | undefined
  /** As Google names it, `de_DE`. */
  locale: string | undefined
  tabs: TabProperties[]
}

export interface CallSettings {
  timeout: number
  signal: AbortSignal
  retry: false
  headers: Record<string, string>
}

export const rawValues = { valueRenderOption: 'UNFORMATTED_VALUE', dateTimeRenderOption: 'SERIAL_NUMBER' }
export const spreadsheetFields =
  'properties(timeZone,locale),sheets(properties(sheetId,title,gridProperties(rowCount,columnCount)),developerMetadata(metadataId))'

/** The values of a range as the bytes of Google's answer. */
export async function readBytes(
  api: sheets_v4.Sheets,
  settings: CallSettings,
  patience: Patiences,
  { spreadsheetId, range }: { spreadsheetId: string; range: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const { milliseconds, note } = patience.of(`${spreadsheetId} ${range}`)
  const query = { spreadsheetId, ranges: [range], ...rawValues, prettyPrint: false }
  const asBytes = { ...settings, timeout: milliseconds, responseType: 'arraybuffer' } as const
  const { data } = await api.spreadsheets.values.batchGet(query, asBytes)
  note()
  return new Uint8Array(data as unknown as ArrayBuffer)
}

export function toSpreadsheet(data: sheets_v4.Schema$Spreadsheet): Spreadsheet {
  return {
    timeZone: data.properties?.timeZone ?? undefined,
    locale: data.properties?.locale ?? undefined,
    tabs: (data.sheets ?? []).map(({ properties, developerMetadata }) => ({
      sheetId: properties?.sheetId ?? 0,
      title: properties?.title ?? '',
      rowCount: properties?.gridProperties?.rowCount ?? 0,
      columnCount: properties?.gridProperties?.columnCount ?? 0,
      markers: (developerMetadata ?? []).flatMap(({ metadataId }) => metadataId ?? []),
    })),
  }
}
