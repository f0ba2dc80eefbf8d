import type { Readable } from 'node:stream'
import { CsvError, type Options, parse } from 'csv-parse'
import { Problem } from '../../problem.ts'

/** A record of a CSV; `isMisshapen` where it has more or fewer fields than the header. */
export interface CsvRecord<Record> {
  record: Record
  isMisshapen: boolean
}

interface CsvSettings {
  /** How much of the text is looked at before it is parsed; at least its first line. */
  startCharacters: number
  /** How to parse what begins so. @throws Problem 400 */
  optionsFor(start: string): Options
}

export const longestLine = 64 * 1024
export const recordsPerPiece = 500

/** The text of a body, piece by piece. @throws Problem 400 where it is not UTF-8 */
export async function* decoded(body: Readable): AsyncGenerator<string> {
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

/** The records of a CSV, several hundred at a time, in memory that does not grow with it. @throws Problem 400 where it cannot be read to its end */
export async function* readCsvRecords<Record>(
  body: Readable,
  { startCharacters, optionsFor }: CsvSettings,
): AsyncGenerator<CsvRecord<Record>[]> {
  const texts = decoded(body)
  const { start, isWhole } = await startOf(texts, startCharacters)
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    relax_column_count: true,
    max_record_size: longestLine,
    info: true,
    ...optionsFor(start),
  })
  const feeding = feed(parser, start, isWhole ? undefined : texts)
  let records: CsvRecord<Record>[] = []
  let count = 0
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Record; info: { error?: unknown } }>) {
      records.push({ record, isMisshapen: info.error !== undefined })
      count++
      if (records.length < recordsPerPiece) continue
      yield records
      records = []
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(count, error) : error
  }
  await feeding
  if (records.length > 0) yield records
}

async function startOf(
  texts: AsyncGenerator<string>,
  startCharacters: number,
): Promise<{ start: string; isWhole: boolean }> {
  let start = ''
  while (start.length < startCharacters || !/[\r\n]./s.test(start)) {
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
    const done = (): void => {
      parser.off('drain', done).off('close', done)
      resolve()
    }
    parser.on('drain', done).on('close', done)
  })
}

/** A body that broke off in a record. */
export function truncated(count: number): Problem {
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
