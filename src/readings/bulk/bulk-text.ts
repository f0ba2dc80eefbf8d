import type { Readable } from 'node:stream'
import { Problem } from '../../problem.ts'
import type { BulkRow } from './bulk.ts'
import { type CsvRecord, decoded, longestLine, readCsvRecords, recordsPerPiece, truncated } from './csv-text.ts'
import { csvColumns, csvRow, separatorOf } from './reading-csv.ts'

/** One JSON object a line. @throws Problem 400 where the last line was cut off */
export async function* readNdjson(body: Readable): AsyncGenerator<BulkRow[]> {
  let rest = ''
  let count = 0
  for await (const text of decoded(body)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    const rows = lines.filter((line) => line.trim() !== '').map(jsonRow)
    count += rows.length
    refuseTooLong(rest, count)
    if (rows.length > 0) yield rows
  }
  if (rest.trim() === '') return
  const last = jsonRow(rest)
  if ('errors' in last) throw truncated(count)
  yield [last]
}

/** Bounds the memory that a record takes which does not end. @throws Problem 400 */
export function refuseTooLong(record: string, index: number): void {
  if (record.length > longestLine) throw new Problem(400, `Record ${index} is longer than ${longestLine} characters.`)
}

/** A record in JSON as a row to check. */
export function jsonRow(text: string): BulkRow {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { errors: [{ path: '', message: 'this record is no valid JSON' }] }
  }
}

/** Comma, semicolon or tab, told by the header. @throws Problem 400 where the header or the end is not as it should be */
export async function* readCsv(body: Readable): AsyncGenerator<BulkRow[]> {
  let separator = ','
  const optionsFor = (start: string) => {
    if (start.trim() === '') csvColumns([])
    separator = separatorOf(start)
    return { delimiter: separator, columns: csvColumns }
  }
  const rowOf = ({ record, isMisshapen }: CsvRecord<Record<string, string>>): BulkRow =>
    isMisshapen
      ? { errors: [{ path: '', message: 'has more or fewer fields than the header' }] }
      : csvRow(record, separator)
  const pieces = readCsvRecords<Record<string, string>>(body, { startCharacters: 0, optionsFor })
  for await (const records of pieces) yield records.map(rowOf)
}

/** Rows as they are made of items, several hundred at a time. */
export async function* inPieces<Item>(
  items: AsyncIterable<Item>,
  rowsOf: (item: Item) => readonly BulkRow[] | Promise<readonly BulkRow[]>,
): AsyncGenerator<BulkRow[]> {
  let rows: BulkRow[] = []
  for await (const item of items) {
    const made = rowsOf(item)
    rows.push(...(made instanceof Promise ? await made : made))
    if (rows.length < recordsPerPiece) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}
