import type { SheetCheck } from '../sheets/check.ts'

const mostRanges = 12

/** What a look into the sheet has found, line by line, for people. */
export function reportOf({ title, remarks, stop, found }: SheetCheck): string {
  const lines = [`Tab ${title}`, ...remarks.map((remark) => `${remark}.`)]
  if (stop !== undefined) lines.push(`The mirror would stop: ${stop}.`)
  if (found) {
    const { shown, recorded, numbered, corrected, withdrawn, copies, problems } = found
    lines.push(
      ...line(shown, 'as the ledger has it'),
      ...line(recorded.length, 'to be recorded as new', recorded),
      ...line(numbered.length, 'to be given the missing id of a reading that is known', numbered),
      ...line(corrected.length, 'to be taken as corrected', corrected),
      ...line(withdrawn, 'gone, their readings to be withdrawn'),
      ...line(copies, 'to be left alone as copies'),
      ...line(
        problems.length,
        'unreadable',
        problems.map(({ row }) => row),
      ),
      ...problems.map(({ row, message }) => `  row ${row}: ${message}`),
    )
    if (lines.length === 1) lines.push('The tab holds no rows yet.')
  }
  return lines.join('\n')
}

function line(count: number, what: string, rows: readonly number[] = []): string[] {
  if (count === 0) return []
  const where = rows.length === 0 ? '' : ` (${rangesOf(rows)})`
  return [`${count} ${count === 1 ? 'row' : 'rows'} ${what}${where}`]
}

/** `rows 2–14, 17`; rows in order. */
function rangesOf(rows: readonly number[]): string {
  const ranges: { from: number; to: number }[] = []
  for (const row of rows) {
    const last = ranges.at(-1)
    if (last && row <= last.to + 1) last.to = row
    else ranges.push({ from: row, to: row })
  }
  const shown = ranges.slice(0, mostRanges).map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`))
  const isOne = rows.length === 1
  return `${isOne ? 'row' : 'rows'} ${shown.join(', ')}${ranges.length > mostRanges ? ', …' : ''}`
}
