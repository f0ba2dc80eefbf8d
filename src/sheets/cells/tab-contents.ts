import { type Columns, type Field, fields, type Header, readHeader } from './sheet-layout.ts'

export type UnclearHeader = Exclude<Header, { readonly kind: 'complete' }>

/** The raw cells of one row under the header's names; rows are counted from 1, as people see them. */
export interface SheetRow {
  row: number
  cells: Record<Field, unknown>
}

/** A row, or several with the same id. */
export interface RowsOfId {
  id: string
  rows: SheetRow[]
}

/** A row in which an id stands in another column than it should. */
export interface StrayRow extends SheetRow {
  id: string
}

/** A tab taken apart: the places of every id in the table. */
export interface TabContents {
  table: readonly (readonly unknown[])[]
  columns: Columns
  /** So many rows bear the ids of the look before, whose lists are gone on with. */
  sharedRows: number
  /** The id of every row that is not empty, an empty text where it has none. */
  ids: string[]
  places: Map<string, number>
  /** The places of ids that stand there more than once. */
  twins: Map<string, number[]>
  withoutId: number[]
}

/** The columns that a person may change. */
export const ownFields = fields.filter((field) => field !== 'id')

/** The grid in the answer of `values.batchGet`, rows without their empty ends. */
export function valuesOf(answer: Uint8Array): unknown[][] {
  const text = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength).toString()
  const { valueRanges } = JSON.parse(text) as { valueRanges?: { values?: unknown[][] }[] }
  return valueRanges?.[0]?.values ?? []
}

/** A row that holds an id and nothing else was emptied by a person, who does not see the hidden id: it is gone. */
export function takeApart(table: readonly unknown[][], before: TabContents | undefined): TabContents | UnclearHeader {
  const header = readHeader(table[0] ?? [])
  if (header.kind !== 'complete') return header
  const { columns } = header
  // Most looks find every id where it stood: to keep what was made of them spares a quarter of the work.
  const isLonger = before !== undefined && isContinued(before, table, columns)
  const { ids, places, twins, withoutId } = isLonger ? before : createPlaces()
  const sharedRows = isLonger ? before.table.length : 0
  const look: TabContents = { table, columns, sharedRows, ids, places, twins, withoutId }
  addRows(look, before)
  return look
}

/** Rows move together: where one was found, the next one is next to it. */
function addRows(look: TabContents, before: TabContents | undefined): void {
  const { table, columns, sharedRows, ids, withoutId } = look
  let shift = 0
  for (let index = Math.max(1, sharedRows); index < table.length; index++) {
    const id = idAt(table[index] ?? [], columns)
    if (id === undefined) continue
    if (id === '') {
      ids[index] = id
      withoutId.push(index)
      continue
    }
    const known = before?.ids[index + shift]
    if (known !== id) shift = (before?.places.get(id) ?? index) - index
    // The same text as an object that has been hashed before: that saves a third of a look.
    addPlace(look, known === id ? known : id, index)
  }
}

function createPlaces(): Pick<TabContents, 'ids' | 'places' | 'twins' | 'withoutId'> {
  return { ids: [], places: new Map(), twins: new Map(), withoutId: [] }
}

/** Whether every row bears the id that it bore, and others have come after them at most. */
function isContinued(before: TabContents, table: readonly unknown[][], columns: Columns): boolean {
  if (table.length < before.table.length) return false
  for (let index = 1; index < before.table.length; index++)
    if (idAt(table[index] ?? [], columns) !== before.ids[index]) return false
  return true
}

/** An empty text where the row has no id, nothing where the row is empty. */
function idAt(cells: readonly unknown[], columns: Columns): string | undefined {
  if (isBlank(cells[columns.timestamp]) && ownFields.every((field) => isBlank(cells[columns[field]]))) return undefined
  return idOf(cells[columns.id])
}

function addPlace({ ids, places, twins }: TabContents, id: string, index: number): void {
  ids[index] = id
  const first = places.get(id)
  if (first === undefined) places.set(id, index)
  else twins.set(id, [...(twins.get(id) ?? [first]), index])
}

export function idOf(cell: unknown): string {
  if (typeof cell === 'string') return cell.trim()
  return isBlank(cell) ? '' : String(cell)
}

function isBlank(cell: unknown): boolean {
  return cell === undefined || cell === null || (typeof cell === 'string' && cell.trim() === '')
}

export function rowsOf(look: TabContents, id: string): SheetRow[] {
  const place = look.places.get(id)
  const places = look.twins.get(id) ?? (place === undefined ? [] : [place])
  return places.map((index) => rowAt(look, index))
}

export function rowAt({ table, columns }: TabContents, index: number): SheetRow {
  const cells = table[index] ?? []
  const named = fields.map((field) => [field, cells[columns[field]]])
  return { row: index + 1, cells: Object.fromEntries(named) as Record<Field, unknown> }
}

export function findStrays(look: TabContents, ids: readonly string[]): StrayRow[] {
  if (ids.length === 0) return []
  const sought = new Set<unknown>(ids)
  return look.table.flatMap((cells, index) => {
    const id = cells.find((cell, column) => column !== look.columns.id && sought.has(cell))
    return typeof id === 'string' ? [{ ...rowAt(look, index), id }] : []
  })
}
