import { setImmediate as nextTurn } from 'node:timers/promises'
import { csvHeader, csvLine } from './bulk/reading-csv.ts'
import type { Reading } from './reading.ts'
import { readingJson } from './reading-schemas.ts'
import type { Readings } from './readings.ts'
import type { Cursor, Selection } from './readings-list-store.ts'

export const exportFormats = ['csv', 'ndjson', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]

interface Format {
  contentType: string
  head: string
  line(reading: Reading): string
  between: string
  tail: string
}

const formats: Readonly<Record<ExportFormat, Format>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    head: `${csvHeader.join(',')}\r\n`,
    line: (reading) => `${csvLine(reading)}\r\n`,
    between: '',
    tail: '',
  },
  ndjson: {
    contentType: 'application/x-ndjson',
    head: '',
    line: (reading) => `${JSON.stringify(readingJson(reading))}\n`,
    between: '',
    tail: '',
  },
  json: {
    contentType: 'application/json; charset=utf-8',
    head: '{"records":[',
    line: (reading) => JSON.stringify(readingJson(reading)),
    between: ',',
    tail: ']}',
  },
}

const rowsPerPage = 1000

export function contentTypeOf(format: ExportFormat): string {
  return formats[format].contentType
}

/** All readings of a selection, oldest first, page by page in memory that does not grow. */
export async function* exportReadings(
  readings: Pick<Readings, 'page'>,
  selection: Selection,
  format: ExportFormat,
): AsyncGenerator<string> {
  const { head, line, between, tail } = formats[format]
  yield head
  let cursor: Cursor | undefined
  for (;;) {
    const page = await readings.page(selection, { cursor, limit: rowsPerPage, order: 'asc' })
    if (page.length > 0) yield (cursor ? between : '') + page.map(line).join(between)
    cursor = page.at(-1)
    if (page.length < rowsPerPage) break
    // Others get their turn between two pages, also where the engine works on this thread.
    await nextTurn()
  }
  yield tail
}
