import type { FakeTab } from './model.ts'

/** Inserts empty rows or columns before a zero-based index. */
export function insert(tab: FakeTab, dimension: string, start: number, count: number): void {
  const shift = (index: number): number => (index >= start ? index + count : index)
  if (dimension === 'ROWS') {
    if (start < tab.rows.length) tab.rows.splice(start, 0, ...Array.from({ length: count }, () => []))
    tab.hiddenRows = new Set([...tab.hiddenRows].map(shift))
    tab.rowCount += count
    return
  }
  tab.rows = tab.rows.map((row) =>
    row.length > start
      ? [...row.slice(0, start), ...Array.from({ length: count }, () => ({})), ...row.slice(start)]
      : row,
  )
  tab.hiddenColumns = new Set([...tab.hiddenColumns].map(shift))
  tab.columnCount += count
}

/** Deletes rows or columns from a zero-based index on. */
export function remove(tab: FakeTab, dimension: string, start: number, count: number): void {
  const kept = (indexes: ReadonlySet<number>): Set<number> =>
    new Set(
      [...indexes]
        .filter((index) => index < start || index >= start + count)
        .map((index) => (index < start ? index : index - count)),
    )
  if (dimension === 'ROWS') {
    if (start + count > tab.rowCount)
      throw new Error(
        `Cannot delete a row that doesn't exist. Tried to delete row index ${start + count - 1} but there are only ${tab.rowCount} rows.`,
      )
    if (count >= tab.rowCount) throw new Error("You can't delete all the rows on the sheet.")
    if (tab.rowCount - count <= tab.frozenRowCount)
      throw new Error('Sorry, it is not possible to delete all non-frozen rows.')
    tab.rows.splice(start, count)
    tab.hiddenRows = kept(tab.hiddenRows)
    tab.rowCount -= count
    return
  }
  if (count >= tab.columnCount) throw new Error("You can't delete all the columns on the sheet.")
  tab.rows = tab.rows.map((row) => row.toSpliced(start, count))
  tab.hiddenColumns = kept(tab.hiddenColumns)
  tab.columnCount -= count
}
