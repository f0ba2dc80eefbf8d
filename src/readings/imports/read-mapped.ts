import type { Readable } from 'node:stream'
import type { InputError } from '../../problem.ts'
import type { BulkRow } from '../bulk/bulk.ts'
import { inPieces } from '../bulk/bulk-text.ts'
import { readCsvRecords } from '../bulk/csv-text.ts'
import { type CellsReader, cellsReader, type MappedRow } from './mapped-cells.ts'
import { type CounterBefore, type CountRow, countersAsTheyAre, countersFromEnergy } from './mapped-counters.ts'
import { spansOf } from './mapped-interval.ts'
import type { WholeMap } from './read-map.ts'

interface Ledger {
  timeZone: string
  counterBefore: CounterBefore
}

type Row = MappedRow | InputError[]

const startCharacters = 8192
const rowsThatTellIntervals = 200
const linesThatTellSeparators = 50

/** The CSV of another system as rows of our own, in memory that does not grow with it. @throws Problem 400 */
export async function* readMapped(body: Readable, map: WholeMap, ledger: Ledger): AsyncGenerator<BulkRow[]> {
  let separator = ','
  const optionsFor = (start: string) => {
    separator = separatorAnywhere(start)
    return { delimiter: separator, trim: true, relax_quotes: true }
  }
  const rows = (async function* (): AsyncGenerator<Row> {
    let cells: CellsReader | undefined
    for await (const records of readCsvRecords<string[]>(body, { startCharacters, optionsFor }))
      for (const { record } of records) {
        cells ??= cellsReader(map, ledger.timeZone, separator)
        const row = cells.read(record)
        if (row) yield row
      }
    cells ??= cellsReader(map, ledger.timeZone, separator)
    cells.end()
  })()
  const holdsEnergy = [map.inverterKwh, map.meterValue].some((counter) => counter?.holds === 'energy')
  if (holdsEnergy) yield* summedUp(rows, map, ledger)
  else yield* inPieces(rows, countersAsTheyAre(map))
}

async function* summedUp(rows: AsyncGenerator<Row>, map: WholeMap, ledger: Ledger): AsyncGenerator<BulkRow[]> {
  const first: Row[] = []
  while (first.length < rowsThatTellIntervals) {
    const next: IteratorResult<Row, unknown> = await rows.next()
    if (next.done) break
    first.push(next.value)
  }
  const readable = first.filter((row): row is MappedRow => !Array.isArray(row))
  if (first.length === 0) return
  const count: CountRow = countersFromEnergy(map, spansOf(map, readable, ledger.timeZone), ledger.counterBefore)
  yield* inPieces(chained(first, rows), count)
}

async function* chained(first: readonly Row[], rest: AsyncGenerator<Row>): AsyncGenerator<Row> {
  yield* first
  yield* rest
}

/** The separator that a line near the beginning holds most of: there may be others before the header. */
function separatorAnywhere(start: string): string {
  const lines = start.split(/\r?\n/).slice(0, linesThatTellSeparators)
  const most = (separator: string) => Math.max(...lines.map((line) => line.split(separator).length))
  // Where there are as many, the comma is a decimal one.
  return ['\t', ';', ','].reduce((best, next) => (most(next) > most(best) ? next : best))
}
