import type { Cell, FileRow } from './cells.ts'
import { csvLine, csvRows, separatorOf } from './csv-rows.ts'
import { columnsOf, type FileColumn, guessOf, type Habits, isHeader } from './file-guess.ts'
import { fileText } from './file-text.ts'
import { type RowReading, type RowRecord, recordOf } from './record.ts'
import type { Sheet } from './workbook-rows.ts'

/** What is known of a file, and how its rows are probably meant. */
export interface OpenedFile {
  name: string
  /** The names of a workbook's sheets; none for a CSV. */
  sheets: readonly string[]
  sheet: number
  /** Undefined for a workbook. */
  separator: string | undefined
  hasHeader: boolean
  columns: readonly FileColumn[]
  rowCount: number
  guess: RowReading
}

/** What people may choose otherwise than it was found. */
export type Choice = Partial<Pick<OpenedFile, 'sheet' | 'hasHeader'> & { separator: string }>

export interface ReadRow {
  line: number
  record: RowRecord
}

export interface Problem {
  index: number
  message: string
}

const workbookStart = 0x50_4b

type Contents = { kind: 'text'; text: string } | { kind: 'workbook'; sheets: Sheet[] }

/** A file of rows: it is opened once, and its rows are asked for as they are needed. */
export function createFileTable() {
  let name = ''
  let contents: Contents = { kind: 'text', text: '' }
  let habits: Habits = { dateFormat: 'dmy', decimalSign: '.' }
  let separator = ','
  let header: readonly Cell[] = []
  let rows: FileRow[] = []

  const allRows = ({ sheet = 0, separator: chosen }: Choice): FileRow[] => {
    if (contents.kind === 'workbook') return contents.sheets[sheet]?.rows ?? []
    separator = chosen ?? separatorOf(contents.text)
    return csvRows(contents.text, separator)
  }
  const read = (choice: Choice): OpenedFile => {
    const all = allRows(choice)
    const first = all[0]?.cells ?? []
    const hasHeader = choice.hasHeader ?? isHeader(first)
    header = hasHeader ? first : []
    rows = hasHeader ? all.slice(1) : all
    const columns = columnsOf(header, rows, habits)
    return {
      name,
      sheets: contents.kind === 'text' ? [] : contents.sheets.map((one) => one.name),
      sheet: choice.sheet ?? 0,
      separator: contents.kind === 'text' ? separator : undefined,
      hasHeader,
      columns,
      rowCount: rows.length,
      guess: guessOf(header, columns, rows, habits),
    }
  }

  return {
    async open(file: File, wanted: Habits): Promise<OpenedFile> {
      const bytes = await file.arrayBuffer()
      name = file.name
      habits = wanted
      contents = await contentsOf(bytes)
      return read({})
    },
    readAgain: (choice: Choice): OpenedFile => read(choice),
    rows: (indices: readonly number[], reading: RowReading): ReadRow[] =>
      indices.flatMap((index) => {
        const row = rows[index]
        return row ? [{ line: row.line, record: recordOf(row.cells, reading) }] : []
      }),
    /** Some of the rows as the service takes them, one JSON object a line. */
    records: (reading: RowReading, from: number, to: number): Blob =>
      new Blob(rows.slice(from, to).map(({ cells }) => `${JSON.stringify(recordOf(cells, reading))}\n`)),
    /** The whole file as CSV, for the service to read with a map. */
    asCsv: (): Blob => {
      if (contents.kind === 'text') return new Blob([contents.text])
      const lines = header.length > 0 ? [header, ...rows.map(({ cells }) => cells)] : rows.map(({ cells }) => cells)
      return new Blob(lines.map((cells) => `${csvLine(cells, ',')}\n`))
    },
    /** The rows that are to be mended as a CSV like the file, with what is wrong in a column of its own. */
    toMend: (problems: readonly Problem[], title: string): Blob =>
      mendingCsv({ header, rows, separator: contents.kind === 'workbook' ? ';' : separator }, problems, title),
  }
}

export type FileTable = ReturnType<typeof createFileTable>

async function contentsOf(bytes: ArrayBuffer): Promise<Contents> {
  const isWorkbook = bytes.byteLength > 1 && new DataView(bytes).getUint16(0) === workbookStart
  if (!isWorkbook) return { kind: 'text', text: fileText(bytes) }
  const { workbookSheets } = await import('./workbook-rows.ts')
  return { kind: 'workbook', sheets: await workbookSheets(bytes) }
}

interface Parts {
  header: readonly Cell[]
  rows: readonly FileRow[]
  separator: string
}

function mendingCsv({ header, rows, separator }: Parts, problems: readonly Problem[], title: string): Blob {
  const bad = problems.map(({ index, message }) => ({ cells: rows[index]?.cells ?? [], message }))
  const width = Math.max(header.length, ...bad.map(({ cells }) => cells.length))
  const line = (cells: readonly Cell[], last: string): string => {
    const blanks = Array<string>(width - cells.length).fill('')
    return `${csvLine([...cells, ...blanks, last], separator)}\r\n`
  }
  const head = header.length > 0 ? [line(header, title)] : []
  // Excel takes a CSV for UTF-8 only where it begins so.
  return new Blob(['\u{feff}', ...head, ...bad.map(({ cells, message }) => line(cells, message))], { type: 'text/csv' })
}
