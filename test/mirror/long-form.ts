import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { engines } from '../support/databases.ts'
import { globalSetup, globalTeardown } from '../support/postgres-server.ts'
import { runSequence } from './run-sequence.ts'
import { withRaces } from './steps.ts'

// The long form of the model-based test, for hours at a time: npm run test:mirror -- --runs 20000

const usage = 'usage: npm run test:mirror -- [--runs 20000] [--seed 1] [--path 3:1] [--engine sqlite|postgres|both]'
const progressMilliseconds = 5_000

interface Settings {
  runs: number
  seed: number
  path: string | undefined
  engines: readonly (typeof engines)[number][]
}

function readSettings(): Settings {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      path: { type: 'string' },
      engine: { type: 'string', default: 'both' },
    },
  })
  const chosen = engines.filter(({ name }) => values.engine === 'both' || values.engine === name)
  const [runs, seed] = [Number(values.runs), Number(values.seed)]
  if (!(Number.isInteger(runs) && runs > 0 && Number.isInteger(seed) && chosen.length > 0)) throw new Error(usage)
  return { runs, seed, path: values.path, engines: chosen }
}

/** @returns whether every sequence held */
async function proveOn(engine: (typeof engines)[number], runs: number, settings: Settings): Promise<boolean> {
  const database = await engine.open()
  const started = Date.now()
  let done = 0
  const say = (): void => {
    const seconds = Math.round((Date.now() - started) / 1000)
    const state = done > runs ? 'shrinking what failed' : `${done} of ${runs} sequences`
    process.stdout.write(`${engine.name}: ${state} in ${seconds} s\n`)
  }
  const progress = setInterval(say, progressMilliseconds)
  const property = fc.asyncProperty(withRaces, async (sequence) => {
    done++
    await runSequence(database, sequence)
  })
  const details = await fc.check(property, {
    numRuns: runs,
    seed: settings.seed,
    ...(settings.path === undefined ? {} : { path: settings.path }),
  })
  clearInterval(progress)
  await database.close()
  say()
  if (!details.failed) return true
  process.stdout.write(
    `${engine.name} FAILED; again with: --seed ${details.seed} --path ${details.counterexamplePath}\n`,
  )
  process.stdout.write(`${JSON.stringify(details.counterexample?.[0], undefined, 1)}\n${details.errorInstance}\n`)
  return false
}

async function main(): Promise<void> {
  const settings = readSettings()
  process.stdout.write(`seed ${settings.seed}\n`)
  await globalSetup()
  try {
    const runs = Math.ceil(settings.runs / settings.engines.length)
    for (const engine of settings.engines) if (!(await proveOn(engine, runs, settings))) process.exitCode = 1
  } finally {
    await globalTeardown()
  }
}

await main()
