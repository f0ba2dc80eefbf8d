import type { sheets_v4 } from '@googleapis/sheets'

export type UpdateRequest = sheets_v4.Schema$Request
/** What Google reads back in the same step as it writes. */
export type ReadBack = sheets_v4.Schema$Spreadsheet

export type Field = 'timestamp' | 'inverter' | 'meter' | 'source' | 'note' | 'id'
/** The zero-based column of every field. */
export type Columns = Readonly<Record<Field, number>>

export interface NumberFormat {
  type: 'DATE_TIME' | 'NUMBER'
  pattern: string
}

export const numberFormats: Readonly<Partial<Record<Field, NumberFormat>>> = {
  timestamp: { type: 'DATE_TIME', pattern: 'yyyy-mm-dd hh:mm:ss' },
  inverter: { type: 'NUMBER', pattern: '0.000' },
  meter: { type: 'NUMBER', pattern: '0.000' },
}

/** By which a row is known though other cells of it have changed: two rows hardly have them in common by chance. */
export const numberFields = ['timestamp', 'inverter', 'meter'] as const

export const headerNames: Readonly<Record<Field, string>> = {
  timestamp: 'Timestamp',
  inverter: 'Inverter_kWh',
  meter: 'Meter_Value',
  source: 'Source',
  note: 'Note',
  id: 'Reading_ID',
}
/** Six columns of our own and two for people: every empty cell counts towards those that Google allows. */
export const gridOfFreshTab = { rowCount: 1_000, columnCount: 8 } as const
export const fields = Object.keys(headerNames) as Field[]

export function areSameColumns(one: Columns, other: Columns): boolean {
  return fields.every((field) => one[field] === other[field])
}

/** What the header row says; `unclear` with a sentence for a person. */
export type Header =
  | { kind: 'complete'; columns: Columns }
  | { kind: 'without-ids'; columns: Omit<Columns, 'id'> }
  | { kind: 'empty' }
  | { kind: 'unclear'; reason: string }

/** Finds the columns by their names, in any order and with others in between. */
export function readHeader(cells: readonly unknown[]): Header {
  const names = cells.map((cell) => (typeof cell === 'string' ? cell.trim().toLowerCase() : ''))
  if (names.every((name) => name === '')) return { kind: 'empty' }
  const places = fields.map((field) => ({ field, found: indexesOf(names, headerNames[field].toLowerCase()) }))
  const doubled = places.filter(({ found }) => found.length > 1)
  if (doubled.length > 0)
    return unclear(
      doubled.map(({ field }) => field),
      { one: 'stands there more than once', several: 'stand there more than once' },
    )
  const missing = places.filter(({ found }) => found.length === 0).map(({ field }) => field)
  const columns = Object.fromEntries(places.map(({ field, found }) => [field, found[0]])) as unknown as Columns
  if (missing.length === 0) return { kind: 'complete', columns }
  if (missing.length === 1 && missing[0] === 'id') return { kind: 'without-ids', columns }
  return unclear(missing, { one: 'is missing', several: 'are missing' })
}

function unclear(which: readonly Field[], { one, several }: { one: string; several: string }): Header {
  const names = which.map((field) => headerNames[field]).join(', ')
  return {
    kind: 'unclear',
    reason: `in the header row, ${names} ${which.length === 1 ? one : several}; row 1 must name each of ${Object.values(headerNames).join(' | ')} once`,
  }
}

function indexesOf(names: readonly string[], wanted: string): number[] {
  return names.flatMap((name, index) => (name === wanted ? [index] : []))
}

/** Where the columns stand in a tab that was empty. */
export const columnsOfFreshTab = Object.fromEntries(fields.map((field, index) => [field, index])) as unknown as Columns

/** Writes the whole header into an empty tab and dresses it: number formats, frozen row, hidden ids. */
export function wholeHeaderRequests(sheetId: number): UpdateRequest[] {
  const columns = columnsOfFreshTab
  return [
    headerCells(sheetId, 0, Object.values(headerNames)),
    {
      updateSheetProperties: {
        properties: { sheetId, gridProperties: { frozenRowCount: 1 } },
        fields: 'gridProperties.frozenRowCount',
      },
    },
    ...numberFields.map((field) => columnFormat(sheetId, field, columns[field])),
    hideColumn(sheetId, columns.id),
  ]
}

/** Adds the hidden column of ids to a sheet that has the others. */
export function idHeaderRequests(sheetId: number, column: number): UpdateRequest[] {
  return [headerCells(sheetId, column, [headerNames.id]), hideColumn(sheetId, column)]
}

function headerCells(sheetId: number, columnIndex: number, names: readonly string[]): UpdateRequest {
  const values = names.map((stringValue) => ({ userEnteredValue: { stringValue } }))
  return {
    updateCells: { start: { sheetId, rowIndex: 0, columnIndex }, rows: [{ values }], fields: 'userEnteredValue' },
  }
}

/** Makes room to the right where the tab is too narrow. */
export function widenRequests(sheetId: number, has: number, needs: number): UpdateRequest[] {
  if (has >= needs) return []
  return [{ appendDimension: { sheetId, dimension: 'COLUMNS', length: needs - has } }]
}

function columnFormat(sheetId: number, field: keyof typeof numberFormats, column: number): UpdateRequest {
  const range = { sheetId, startRowIndex: 1, startColumnIndex: column, endColumnIndex: column + 1 }
  const numberFormat = numberFormats[field] ?? {}
  return {
    repeatCell: { range, cell: { userEnteredFormat: { numberFormat } }, fields: 'userEnteredFormat.numberFormat' },
  }
}

/** Hides a zero-based column. */
export function hideColumn(sheetId: number, column: number): UpdateRequest {
  const range = { sheetId, dimension: 'COLUMNS', startIndex: column, endIndex: column + 1 }
  return { updateDimensionProperties: { range, properties: { hiddenByUser: true }, fields: 'hiddenByUser' } }
}

/** `'A'`, `'Z'`, `'AA'` … of a zero-based column. */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}

/** A range in A1 notation. Titles are quoted, and quotes in them doubled. */
export function tabRange(title: string, range: string): string {
  return `'${title.replaceAll("'", "''")}'!${range}`
}
