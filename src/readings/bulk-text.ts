import type { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { Problem } from '../problem.ts'
import type { BulkRow } from './bulk.ts'
import { csvColumns, csvRow, separatorOf } from './reading-csv.ts'

const rowsPerPiece = 500
const longestLine = 64 * 1024

/** The text of a body, piece by piece. @throws Problem 400 where it is not UTF-8 */
async function* decoded(body: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (bytes: Uint8Array | undefined): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch {
      throw new Problem(400, 'The body is not valid UTF-8.')
    }
  }
  // The rest of a refused body is discarded by the route; a stream destroyed here would take its connection along.
  for await (const bytes of body.iterator({ destroyOnReturn: false })) yield decode(bytes as Uint8Array)
  yield decode(undefined)
}

/** One JSON object a line. @throws Problem 400 where the last line was cut off */
export async function* readNdjson(body: Readable): AsyncGenerator<BulkRow[]> {
  let rest = ''
  let count = 0
  for await (const text of decoded(body)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longestLine)
      throw new Problem(400, `Record ${count + lines.length} is longer than ${longestLine} characters.`)
    const rows = lines.filter((line) => line.trim() !== '').map(ndjsonRow)
    count += rows.length
    if (rows.length > 0) yield rows
  }
  if (rest.trim() === '') return
  const last = ndjsonRow(rest)
  if ('errors' in last) throw truncated(count)
  yield [last]
}

function ndjsonRow(line: string): BulkRow {
  try {
    return { value: JSON.parse(line) }
  } catch {
    return { errors: [{ path: '', message: 'this line is no valid JSON' }] }
  }
}

/** Comma, semicolon or tab, told by the header. @throws Problem 400 where the header or the end is not as it should be */
export async function* readCsv(body: Readable): AsyncGenerator<BulkRow[]> {
  const texts = decoded(body)
  const { start, isWhole } = await startWithHeader(texts)
  if (start.trim() === '') csvColumns([])
  const separator = separatorOf(start)
  const parser = parse({
    bom: true,
    delimiter: separator,
    columns: csvColumns,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    relax_column_count: true,
    max_record_size: longestLine,
    info: true,
  })
  const feeding = feed(parser, start, isWhole ? undefined : texts)
  let rows: BulkRow[] = []
  let count = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>
      info: { error?: unknown }
    }>) {
      rows.push(
        info.error
          ? { errors: [{ path: '', message: 'has more or fewer fields than the header' }] }
          : csvRow(record, separator),
      )
      count++
      if (rows.length < rowsPerPiece) continue
      yield rows
      rows = []
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(count, error) : error
  }
  await feeding
  if (rows.length > 0) yield rows
}

async function startWithHeader(texts: AsyncGenerator<string>): Promise<{ start: string; isWhole: boolean }> {
  let start = ''
  while (!/[\r\n]./s.test(start)) {
    const next = await texts.next()
    if (next.done) return { start, isWhole: true }
    start += next.value
    if (start.length > longestLine && !start.includes('\n'))
      throw new Problem(400, 'The first line is too long for a header.')
  }
  return { start, isWhole: false }
}

async function feed(
  parser: ReturnType<typeof parse>,
  start: string,
  rest: AsyncGenerator<string> | undefined,
): Promise<void> {
  try {
    parser.write(start)
    for await (const text of rest ?? []) {
      if (parser.destroyed) return
      if (!parser.write(text)) await drained(parser)
    }
    parser.end()
  } catch (error) {
    parser.destroy(error as Error)
  }
}

function drained(parser: ReturnType<typeof parse>): Promise<void> {
  return new Promise((resolve) => {
    parser.once('drain', resolve)
    parser.once('close', resolve)
  })
}

function truncated(count: number): Problem {
  return new Problem(400, `The body ends in the middle of record ${count}.`, {
    type: 'truncated',
    errors: [{ path: `/records/${count}`, message: 'is cut off' }],
  })
}

function unreadable(count: number, error: CsvError): Problem {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return truncated(count)
  return new Problem(400, `The CSV cannot be read at record ${count}.`, {
    type: 'unreadable-csv',
    errors: [{ path: `/records/${count}`, message: error.message.split('\n')[0] ?? 'cannot be read' }],
  })
}
