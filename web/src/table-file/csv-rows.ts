import { type FileRow, isBlank } from './cells.ts'

/** What may stand between the fields of a CSV. */
export const separators = [';', '\t', ',', '|'] as const

const linesThatTell = 50
const unquoted = /"(?:[^"]|"")*"/g

/** The separator that the first lines hold most of; the comma comes after those beside which it is a decimal sign. */
export function separatorOf(text: string): string {
  const lines = text.split(/\r?\n/, linesThatTell).map((line) => line.replaceAll(unquoted, ''))
  const count = (separator: string): number => lines.reduce((sum, line) => sum + line.split(separator).length - 1, 0)
  const isInAll = (separator: string): boolean =>
    lines.filter((line) => line !== '').every((line) => line.includes(separator))
  return separators.find(isInAll) ?? separators.reduce((best, next) => (count(next) > count(best) ? next : best))
}

/** The rows of a CSV (RFC 4180) that are not blank; quotes within an unquoted field are its own. */
export function csvRows(text: string, separator: string): FileRow[] {
  const rows: FileRow[] = []
  let line = 1
  let at = 0
  while (at < text.length) {
    const { cells, next, lines } = readRow(text, at, separator)
    if (!isBlank(cells)) rows.push({ line, cells })
    line += lines
    at = next
  }
  return rows
}

function readRow(text: string, start: number, separator: string): { cells: string[]; next: number; lines: number } {
  const cells: string[] = []
  let lines = 1
  let at = start
  for (;;) {
    let cell: string
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1)
      cell = text.slice(at + 1, end).replaceAll('""', '"')
      lines += countLines(cell)
      at = Math.min(end + 1, text.length)
    } else cell = ''
    const end = fieldEnd(text, at, separator)
    cells.push(cell + text.slice(at, end))
    if (text[end] === separator) {
      at = end + 1
      continue
    }
    const isWindows = text[end] === '\r' && text[end + 1] === '\n'
    return { cells, next: end + (isWindows ? 2 : 1), lines }
  }
}

function closingQuote(text: string, start: number): number {
  let at = start
  for (;;) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return text.length
    if (text[quote + 1] !== '"') return quote
    at = quote + 2
  }
}

function fieldEnd(text: string, start: number, separator: string): number {
  let at = start
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
  return at
}

function countLines(cell: string): number {
  let count = 0
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++
  return count
}

/** A line of a CSV (RFC 4180), without its break. */
export function csvLine(cells: readonly (string | number)[], separator: string): string {
  const isSpecial = (text: string): boolean => text.includes(separator) || /["\r\n]/.test(text)
  return cells
    .map(String)
    .map((text) => (isSpecial(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(separator)
}
