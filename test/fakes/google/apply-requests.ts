import { insert, remove } from './dimensions.ts'
import { invalid } from './google-error.ts'
import {
  type CellValue,
  copyTab,
  createTab,
  type FakeCell,
  type FakeMarker,
  type FakeSpreadsheet,
  type FakeTab,
  setCell,
  usedRows,
} from './model.ts'
import { refuseProtected } from './protection.ts'

// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire is checked field by field.
type Wire = any
type Apply = (spreadsheet: FakeSpreadsheet, request: Wire, options: ApplyOptions) => object

interface ApplyOptions {
  /** Whether a `metadataId` that exists is refused. */
  refusesKnownMarkers: boolean
  /** Who asks. */
  account: string
}

/** Applies all requests to a copy and puts it in place at once: all or nothing. Returns the replies. */
export function applyRequests(spreadsheet: FakeSpreadsheet, requests: Wire[], options: ApplyOptions): object[] {
  if (!Array.isArray(requests) || requests.length === 0) throw invalid('Must specify at least one request.')
  const draft = { ...spreadsheet, tabs: spreadsheet.tabs.map(copyTab), markers: [...spreadsheet.markers] }
  const replies = requests.map((request, index) => {
    const kinds = Object.keys(request)
    const kind = kinds[0] ?? ''
    const apply = appliers[kind]
    if (kinds.length !== 1 || !apply)
      throw invalid(`Invalid JSON payload received. Unknown name "${kind}" at 'requests[${index}]': Cannot find field.`)
    try {
      refuseProtected(draft.tabs, kind, request[kind], options.account)
      return apply(draft, request[kind], options)
    } catch (error) {
      throw invalid(`Invalid requests[${index}].${kind}: ${error instanceof Error ? error.message : error}`)
    }
  })
  const tabs = draft.tabs.map((tab) =>
    Object.assign(spreadsheet.tabs.find(({ sheetId }) => sheetId === tab.sheetId) ?? tab, tab),
  )
  Object.assign(spreadsheet, draft, { tabs })
  return replies
}

const appliers: Record<string, Apply> = {
  addSheet: (spreadsheet, { properties = {} }) => {
    const title = properties.title ?? `Sheet${spreadsheet.tabs.length + 1}`
    if (spreadsheet.tabs.some((tab) => tab.title.toLowerCase() === title.toLowerCase()))
      throw new Error(`A sheet with the name "${title}" already exists. Please enter another name.`)
    const sheetId = properties.sheetId ?? Math.max(0, ...spreadsheet.tabs.map((tab) => tab.sheetId)) + 1234567
    const tab = { ...createTab(sheetId, title), ...pickGrid(properties.gridProperties) }
    spreadsheet.tabs.push(tab)
    return { addSheet: { properties: { sheetId, title } } }
  },
  updateSheetProperties: (spreadsheet, { properties, fields }) => {
    const tab = tabOf(spreadsheet, properties.sheetId)
    if (!fields) throw new Error('At least one field must be listed in fields.')
    if (fields.includes('title')) tab.title = properties.title
    Object.assign(tab, pickGrid(properties.gridProperties))
    return {}
  },
  updateDimensionProperties: (spreadsheet, { range, properties, fields }) => {
    const tab = tabOf(spreadsheet, range.sheetId)
    if (!String(fields).includes('hiddenByUser')) return {}
    const hidden = new Set(tab.hiddenColumns)
    for (let column = range.startIndex; column < range.endIndex; column++)
      if (properties.hiddenByUser) hidden.add(column)
      else hidden.delete(column)
    tab.hiddenColumns = hidden
    return {}
  },
  updateCells: (spreadsheet, { start, range, rows, fields }) => {
    const origin = start ?? { ...range, rowIndex: range.startRowIndex ?? 0, columnIndex: range.startColumnIndex ?? 0 }
    const tab = tabOf(spreadsheet, origin.sheetId)
    for (const [index, row] of rows.entries())
      for (const [column, cell] of (row.values ?? []).entries()) {
        const place = { row: (origin.rowIndex ?? 0) + index, column: (origin.columnIndex ?? 0) + column }
        if (place.row >= tab.rowCount || place.column >= tab.columnCount)
          throw new Error('Attempting to write outside of the grid.')
        setCell(tab, place.row, place.column, (old) => merge(old, cell, fields))
      }
    return {}
  },
  appendCells: (spreadsheet, { sheetId, rows, fields }) => {
    const tab = tabOf(spreadsheet, sheetId)
    const first = usedRows(tab)
    for (const [index, row] of rows.entries())
      for (const [column, cell] of (row.values ?? []).entries())
        setCell(tab, first + index, column, (old) => merge(old, cell, fields))
    tab.rowCount = Math.max(tab.rowCount, first + rows.length)
    tab.columnCount = Math.max(tab.columnCount, ...rows.map((row: Wire) => row.values?.length ?? 0))
    return {}
  },
  repeatCell: (spreadsheet, { range, cell, fields }) => {
    const tab = tabOf(spreadsheet, range.sheetId)
    for (let row = range.startRowIndex ?? 0; row < Math.min(range.endRowIndex ?? tab.rowCount, tab.rowCount); row++)
      for (let column = range.startColumnIndex ?? 0; column < (range.endColumnIndex ?? tab.columnCount); column++)
        setCell(tab, row, column, (old) => merge(old, cell, fields))
    return {}
  },
  appendDimension: (spreadsheet, { sheetId, dimension, length }) => {
    const tab = tabOf(spreadsheet, sheetId)
    if (dimension === 'COLUMNS') tab.columnCount += length
    else tab.rowCount += length
    return {}
  },
  insertDimension: (spreadsheet, { range }) => {
    insert(tabOf(spreadsheet, range.sheetId), range.dimension, range.startIndex, range.endIndex - range.startIndex)
    return {}
  },
  deleteDimension: (spreadsheet, { range }) => {
    remove(tabOf(spreadsheet, range.sheetId), range.dimension, range.startIndex, range.endIndex - range.startIndex)
    return {}
  },
  deleteSheet: (spreadsheet, { sheetId }) => {
    const tab = tabOf(spreadsheet, sheetId)
    spreadsheet.tabs = spreadsheet.tabs.filter((candidate) => candidate !== tab)
    spreadsheet.markers = spreadsheet.markers.filter(({ location }) => location.sheetId !== sheetId)
    return {}
  },
  setDataValidation: () => ({}),
  createDeveloperMetadata: (spreadsheet, { developerMetadata }, { refusesKnownMarkers }) => {
    const marker = developerMetadata as FakeMarker
    if (!(marker.metadataKey && marker.visibility && marker.location))
      throw new Error('Key, visibility and location are required.')
    if (!Number.isInteger(marker.metadataId) || marker.metadataId < 1 || marker.metadataId > 0x7fffffff)
      throw new Error('metadataId must be positive.')
    if (marker.location.sheetId !== undefined) tabOf(spreadsheet, marker.location.sheetId)
    if (refusesKnownMarkers && spreadsheet.markers.some(({ metadataId }) => metadataId === marker.metadataId))
      throw new Error(`Developer metadata with ID ${marker.metadataId} already exists.`)
    spreadsheet.markers.push(marker)
    return { createDeveloperMetadata: { developerMetadata: marker } }
  },
  deleteDeveloperMetadata: (spreadsheet, { dataFilter }) => {
    const wanted = dataFilter?.developerMetadataLookup?.metadataId
    if (wanted === undefined) throw new Error('No data filter given.')
    const deleted = spreadsheet.markers.filter(({ metadataId }) => metadataId === wanted)
    spreadsheet.markers = spreadsheet.markers.filter(({ metadataId }) => metadataId !== wanted)
    return { deleteDeveloperMetadata: { deletedDeveloperMetadata: deleted } }
  },
}

export function tabOf(spreadsheet: FakeSpreadsheet, sheetId = 0): FakeTab {
  const tab = spreadsheet.tabs.find((candidate) => candidate.sheetId === sheetId)
  if (!tab) throw new Error(`No grid with id: ${sheetId}`)
  return tab
}

function pickGrid(grid: Partial<FakeTab> = {}): Partial<FakeTab> {
  const { rowCount, columnCount, frozenRowCount } = grid
  return {
    ...(rowCount === undefined ? {} : { rowCount }),
    ...(columnCount === undefined ? {} : { columnCount }),
    ...(frozenRowCount === undefined ? {} : { frozenRowCount }),
  }
}

function merge(old: FakeCell, cell: FakeCell, fields: string): FakeCell {
  if (!fields) throw new Error('At least one field must be listed in fields.')
  const merged: FakeCell = { ...old }
  const isAll = fields === '*'
  if (isAll || fields.includes('userEnteredValue')) merged.userEnteredValue = checkValue(cell.userEnteredValue)
  if (isAll || fields.includes('userEnteredFormat'))
    merged.userEnteredFormat = { ...old.userEnteredFormat, ...cell.userEnteredFormat }
  return merged
}

function checkValue(value: CellValue = {}): CellValue {
  const kinds = Object.keys(value)
  if (kinds.length > 1) throw new Error('A cell takes one value.')
  if ('numberValue' in value && !Number.isFinite(value.numberValue)) throw new Error('Invalid number.')
  if (value.stringValue && value.stringValue.length > 50_000)
    throw new Error('Your input contains more than the maximum of 50000 characters in a single cell.')
  return value
}
