import { type FakeProtection, type FakeTab, usedRows } from './model.ts'

type Area = Required<Omit<FakeProtection, 'editors'>>
// biome-ignore lint/suspicious/noExplicitAny: what comes over the wire.
type Wire = any

const all: Area = { startRow: 0, endRow: Number.POSITIVE_INFINITY, startColumn: 0, endColumn: Number.POSITIVE_INFINITY }

/** Refuses a request of a batch that touches a protected cell, as Google does to those who are none of its editors. */
export function refuseProtected(tabs: readonly FakeTab[], kind: string, request: Wire, account: string): void {
  const sheetId = sheetIdOf(request)
  const tab = tabs.find((candidate) => candidate.sheetId === sheetId)
  const area = tab && areas[kind]?.(request, tab)
  const isRefused =
    area && tab.protections.some((protection) => !protection.editors.has(account) && overlap(area, protection))
  if (isRefused)
    throw new Error(
      'You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.',
    )
}

function sheetIdOf(request: Wire): number {
  return request.sheetId ?? request.start?.sheetId ?? request.range?.sheetId ?? request.properties?.sheetId ?? 0
}

const areas: Record<string, (request: Wire, tab: FakeTab) => Area> = {
  updateCells: ({ start, range, rows }) => {
    const startRow = start?.rowIndex ?? range?.startRowIndex ?? 0
    const startColumn = start?.columnIndex ?? range?.startColumnIndex ?? 0
    const width = Math.max(...rows.map((row: Wire) => row.values?.length ?? 0))
    return { startRow, endRow: startRow + rows.length, startColumn, endColumn: startColumn + width }
  },
  appendCells: ({ rows }, tab) => {
    const startRow = usedRows(tab)
    return { ...all, startRow, endRow: startRow + rows.length }
  },
  repeatCell: ({ range }) => ({
    startRow: range.startRowIndex ?? 0,
    endRow: range.endRowIndex ?? all.endRow,
    startColumn: range.startColumnIndex ?? 0,
    endColumn: range.endColumnIndex ?? all.endColumn,
  }),
  deleteDimension: ({ range }) =>
    range.dimension === 'ROWS'
      ? { ...all, startRow: range.startIndex, endRow: range.endIndex }
      : { ...all, startColumn: range.startIndex, endColumn: range.endIndex },
  deleteSheet: () => all,
}

function overlap(area: Area, protection: FakeProtection): boolean {
  const { startRow, endRow, startColumn, endColumn } = { ...all, ...protection }
  return (
    area.startRow < endRow && startRow < area.endRow && area.startColumn < endColumn && startColumn < area.endColumn
  )
}
