/** The texts that were typed while a recording was made. */
export interface TypedValues {
  username?: string
  password?: string
  reading?: string
  date?: string
}

/** A text that was typed in one go: the whole of a field, or a single key. */
export interface Piece {
  text: string
  /** Puts a placeholder in its place. */
  replace(text: string): void
}

const numberText = /^(\d+)(?:([.,])(\d{1,3}))?$/

/** Replaces what was typed by placeholders; whoever is left out was typed as it is. Returns those that were not found. */
export function replaceTyped(pieces: readonly Piece[], values: TypedValues): (keyof TypedValues)[] {
  const open = new Set(pieces)
  const found = new Set<keyof TypedValues>()
  for (const piece of pieces) {
    const [name, text] = placeholderOf(piece.text, values) ?? []
    if (name === undefined || text === undefined) continue
    piece.replace(text)
    open.delete(piece)
    found.add(name)
  }
  const { reading = '', date = '' } = values
  // All digits, and those before the decimal point alone.
  for (const digits of new Set([reading, reading.split(/[.,]/)[0] ?? '']))
    if (replaceSplitNumber(open, digits, pieces)) found.add('reading')
  if (replaceSplitDate(open, date, pieces)) found.add('date')
  const names = Object.keys(values) as (keyof TypedValues)[]
  return names.filter((name) => values[name] !== undefined && !found.has(name))
}

/** Whether the pieces, one after the other, spell the text. */
export function isSpelledBy(pieces: readonly Piece[], text: string): boolean {
  return pieces.some((_, start) => {
    let spelled = ''
    for (const piece of pieces.slice(start)) {
      spelled += piece.text
      if (spelled === text) return true
      if (!text.startsWith(spelled)) return false
    }
    return false
  })
}

function placeholderOf(text: string, values: TypedValues): [keyof TypedValues, string] | undefined {
  const { username, password, reading, date } = values
  if (password && text === password) return ['password', '{{secret.password}}']
  if (username && text === username) return ['username', '{{secret.username}}']
  if (date && dateFormat(text, date) !== undefined) return ['date', `{{date|${dateFormat(text, date)}}}`]
  if (reading && text === reading) return ['reading', readingPlaceholder(reading) ?? '{{reading}}']
  if (password && text.includes(password)) return ['password', text.replaceAll(password, '{{secret.password}}')]
  if (username && text.includes(username)) return ['username', text.replaceAll(username, '{{secret.username}}')]
  return undefined
}

function readingPlaceholder(reading: string): string | undefined {
  const [, whole = '', separator, fraction = ''] = numberText.exec(reading) ?? []
  if (separator !== undefined) return `{{reading|decimal:${separator}:${fraction.length}}}`
  return /^0\d/.test(whole) ? `{{reading|digits:0:${whole.length}}}` : undefined
}

const withoutZeros = (digits: string) => digits.replace(/^0+(?=\d)/, '')

// Fields for single digits, or for a few at a time, that together hold the reading, padded or not.
function replaceSplitNumber(open: Set<Piece>, reading: string, all: readonly Piece[]): boolean {
  const digits = withoutZeros(reading.replaceAll(/\D/g, ''))
  if (digits === '') return false
  for (const run of runsOf(open, all)) {
    if (withoutZeros(run.map(({ text }) => text).join('')) !== digits) continue
    let from = 0
    for (const piece of run) {
      const to = from + piece.text.length
      piece.replace(`{{reading|digits:${from}:${to}}}`)
      open.delete(piece)
      from = to
    }
    return true
  }
  return false
}

// Every run of two or more pieces of digits with nothing typed between them.
function* runsOf(open: ReadonlySet<Piece>, all: readonly Piece[]): Generator<Piece[]> {
  for (let start = 0; start < all.length; start++)
    for (let end = start + 2; end <= all.length; end++) {
      const run = all.slice(start, end)
      if (!run.every((piece) => open.has(piece) && /^\d+$/.test(piece.text))) break
      yield run
    }
}

function replaceSplitDate(open: Set<Piece>, date: string, all: readonly Piece[]): boolean {
  const parts = datePartsOf(date)
  if (!parts) return false
  for (const run of runsOf(open, all)) {
    if (run.length !== 3) continue
    const formats = run.map(({ text }) => partFormat(text, parts))
    if (new Set(formats).size !== 3 || formats.includes(undefined)) continue
    for (const [index, piece] of run.entries()) {
      piece.replace(`{{date|${formats[index]}}}`)
      open.delete(piece)
    }
    return true
  }
  return false
}

interface DateParts {
  year: string
  month: string
  day: string
}

function partFormat(text: string, { year, month, day }: DateParts): string | undefined {
  if (text === year) return 'YYYY'
  if (text.padStart(2, '0') === day) return 'DD'
  return text.padStart(2, '0') === month ? 'MM' : undefined
}

/** How a text writes the date that was typed; undefined where it is another text. */
function dateFormat(text: string, date: string): string | undefined {
  const parts = datePartsOf(date)
  if (!parts) return undefined
  return dateFormats.find((format) => [padded(format, parts), unpadded(format, parts)].includes(text))
}

/** Every way in which a page may write the date that was typed. */
export function writingsOfDate(date: string): string[] {
  const parts = datePartsOf(date)
  return parts ? [date, ...dateFormats.flatMap((format) => [padded(format, parts), unpadded(format, parts)])] : [date]
}

const dateFormats = [
  'YYYY-MM-DD',
  'DD.MM.YYYY',
  'DD/MM/YYYY',
  'DD-MM-YYYY',
  'MM/DD/YYYY',
  'YYYY/MM/DD',
  'YYYY.MM.DD',
  'DD.MM.YY',
  'DD/MM/YY',
]

function padded(format: string, { year, month, day }: DateParts): string {
  return format.replace('YYYY', year).replace('YY', year.slice(2)).replace('MM', month).replace('DD', day)
}

function unpadded(format: string, { year, month, day }: DateParts): string {
  return padded(format, { year, month: String(Number(month)), day: String(Number(day)) })
}

/** Whether nobody can tell if the month or the day goes first; the day is taken to. */
export function isAmbiguousDate(date: string): boolean {
  const [, first, second] = /^(\d{1,2})[-/](\d{1,2})[-/]/.exec(date) ?? []
  return first !== undefined && Number(first) <= 12 && Number(second) <= 12 && Number(first) !== Number(second)
}

// Where day and month cannot be told apart, the day goes first.
function datePartsOf(date: string): DateParts | undefined {
  const [, isoYear, isoMonth = '', isoDay = ''] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(date) ?? []
  if (isoYear !== undefined) return { year: isoYear, month: isoMonth.padStart(2, '0'), day: isoDay.padStart(2, '0') }
  const [, first = '', second = '', year] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(date) ?? []
  if (year === undefined) return undefined
  const [day, month] = Number(second) > 12 ? [second, first] : [first, second]
  return { year: year.length === 2 ? `20${year}` : year, month: month.padStart(2, '0'), day: day.padStart(2, '0') }
}
