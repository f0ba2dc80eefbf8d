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

/** A tab taken apart: the places of every id in the table. */
export interface TabContents {
  table: readonly (readonly unknown[])[]
  columns: Columns
  /** The id of every row that has one. */
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
  const look: TabContents = { table, columns, ids: [], places: new Map(), twins: new Map(), withoutId: [] }
  // Rows move together: where one was found, the next one is next to it.
  let shift = 0
  for (let index = 1; index < table.length; index++) {
    const cells = table[index] ?? []
    if (isBlank(cells[columns.timestamp]) && ownFields.every((field) => isBlank(cells[columns[field]]))) continue
    const id = idOf(cells[columns.id])
    if (id === '') {
      look.withoutId.push(index)
      continue
    }
    const known = before?.ids[index + shift]
    if (known !== id) shift = (before?.places.get(id) ?? index) - index
    // The same text as an object that has been hashed before: that saves a third of a look.
    addPlace(look, known === id ? known : id, index)
  }
  return look
}

function addPlace({ ids, places, twins }: TabContents, id: string, index: number): void {
  ids[index] = id
  const first = places.get(id)
  if (first === undefined) places.set(id, index)
  else twins.set(id, [...(twins.get(id) ?? [first]), index])
}

function idOf(cell: unknown): string {
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

export function findStrays({ table, columns }: TabContents, ids: readonly string[]): { id: string; row: number }[] {
  if (ids.length === 0) return []
  const sought = new Set<unknown>(ids)
  return table.flatMap((cells, index) => {
    const id = cells.find((cell, column) => column !== columns.id && sought.has(cell))
    return typeof id === 'string' ? [{ id, row: index + 1 }] : []
  })
}
