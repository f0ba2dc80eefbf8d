import { parseArgs } from 'node:util'
import { engines } from '../support/databases.ts'
import { globalSetup, globalTeardown } from '../support/postgres-server.ts'
import { fuzz } from './fuzz.ts'

// The long form of the fuzz test: npm run test:fuzz -- --requests 100000

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    engine: { type: 'string', default: 'both' },
  },
})
const [requests, seed] = [Number(values.requests), Number(values.seed)]
await globalSetup()
try {
  for (const engine of engines) {
    if (values.engine !== 'both' && values.engine !== engine.name) continue
    const started = Date.now()
    const { faults, statuses, grownBytes } = await fuzz(engine, {
      seed,
      requests,
      onProgress: (done) => {
        if (done % 10_000 === 0) process.stdout.write(`${engine.name}: ${done} requests\n`)
      },
    })
    const seconds = Math.round((Date.now() - started) / 1000)
    const counts = [...statuses]
      .toSorted(([one], [other]) => one - other)
      .map(([status, count]) => `${status}: ${count}`)
    process.stdout.write(
      `${engine.name}, seed ${seed}: ${requests} requests in ${seconds} s, ${faults.length} faults, memory grew by ${Math.round(grownBytes / 2 ** 20)} MiB\n  ${counts.join(', ')}\n${faults.join('\n')}\n`,
    )
    if (faults.length > 0) process.exitCode = 1
  }
} finally {
  await globalTeardown()
}
