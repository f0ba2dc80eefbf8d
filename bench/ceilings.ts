import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { checkOf } from '../src/input-check.ts'
import { BulkRecord } from '../src/readings/reading-schemas.ts'
import { engineNames, type Setting } from './contenders.ts'
import { insertFromFile } from './engine-inserts.ts'
import { createRecords } from './records.ts'
import { median, type Section, show, table } from './section.ts'

const bulkRows = 10_000
const fsyncs = 200
const pageBytes = 4096

/** What cannot be beaten: the parser and the check, the engine and the disk, each of them alone. */
export async function measureCeilings({ engines, runs }: Setting): Promise<Section> {
  const perSecond = (measure: () => number): string =>
    show(median(Array.from({ length: Math.max(3, runs) }, () => measure())))
  const rows = [['JSON.parse and validation of a bulk request, rows per second', perSecond(parseAndCheck)]]
  for (const engine of engines) {
    const speeds: number[] = []
    for (let run = 0; run < Math.max(3, runs); run += 1) speeds.push(await insertFromFile[engine](bulkRows))
    rows.push([
      `${engineNames[engine]}’s own insert of ${show(bulkRows)} rows from a file, rows per second`,
      show(median(speeds)),
    ])
  }
  const fsync = median(fsyncMilliseconds())
  rows.push(['fsync of one page, µs', show(fsync * 1000)], ['… so many in a second', show(1000 / fsync)])
  return { title: 'Ceilings', lines: table(['', 'median'], rows), goals: [] }
}

const record = checkOf(BulkRecord)

function parseAndCheck(): number {
  const body = JSON.stringify({ records: Array.from({ length: bulkRows }, createRecords()) })
  const begin = performance.now()
  const { records } = JSON.parse(body) as { records: unknown[] }
  if (!records.every((value) => record.fits(value))) throw new Error('the schema refuses what the bench sends')
  return (bulkRows * 1000) / (performance.now() - begin)
}

function fsyncMilliseconds(): number[] {
  const directory = mkdtempSync(join(tmpdir(), 'meterbridge-bench-'))
  const file = openSync(join(directory, 'page'), 'w')
  const page = Buffer.alloc(pageBytes, 1)
  const times = Array.from({ length: fsyncs }, () => {
    writeSync(file, page, 0, pageBytes, 0)
    const begin = performance.now()
    fsyncSync(file)
    return performance.now() - begin
  })
  closeSync(file)
  rmSync(directory, { recursive: true })
  return times
}
