/**
 * Asks ledgers of different sizes the same questions, in turns, and prints what grows as Markdown.
 *
 *     npm run bench:growth                                   0, 1 and 10 million readings, both engines
 *     npm run bench:growth -- --engine sqlite --older 0,50000000 --rounds 20
 */
import { parseArgs } from 'node:util'
import { engines } from '../../test/support/databases.ts'
import { prepareEngines } from '../contenders.ts'
import { pinLoad } from '../server-process.ts'
import { askInTurns } from './ask.ts'
import { exportWhole } from './export.ts'
import { makeLedger } from './ledgers.ts'
import { exportReport, growthReport } from './report.ts'
import { type RunningLedger, runLedger } from './running.ts'

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'sqlite,postgres' },
    older: { type: 'string', default: '0,1000000,10000000' },
    rounds: { type: 'string', default: '10' },
    requests: { type: 'string', default: '20' },
  },
})
const now = Date.now()
const sizes = options.older.split(',').map(Number)
const chosen = engines.filter(({ name }) => options.engine.split(',').includes(name))
const say = (line: string): boolean => process.stderr.write(`${line}\n`)
pinLoad(1)
const clear = await prepareEngines(chosen.map(({ name }) => name))
try {
  for (const engine of chosen) {
    const running: RunningLedger[] = []
    try {
      for (const older of sizes) {
        say(`${engine.name}: a ledger with a history of ${older.toLocaleString('en')} readings`)
        running.push(await runLedger(await makeLedger(engine, older, now), now))
      }
      const effort = { rounds: Number(options.rounds), requests: Number(options.requests) }
      say(`${engine.name}: questions in turns`)
      const answers = await askInTurns(running, effort)
      process.stdout.write(growthReport({ engine: engine.name, running, answers, effort }))
      say(`${engine.name}: export of the largest`)
      const largest = running.at(-1)
      if (largest) process.stdout.write(exportReport(await exportWhole(largest)))
    } finally {
      for (const { stop } of running) await stop()
    }
  }
} finally {
  await clear()
}
