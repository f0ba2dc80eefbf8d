import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { engines } from '../support/databases.ts'
import { globalSetup, globalTeardown } from '../support/postgres-server.ts'
import { runSequence } from './run-sequence.ts'
import { type Sequence, withHands, withRaces } from './steps.ts'

// The long form of the model-based test, for hours at a time: npm run test:mirror -- --runs 20000
// All that fails is counted and named; with the seed and a path, one of them is made as short as it can be.

const usage =
  'usage: npm run test:mirror -- [--runs 20000] [--seed 1] [--path 3:1] [--engine sqlite|postgres|both] [--people hands|races]'
const progressMilliseconds = 60_000
const peoples = { hands: withHands, races: withRaces }

interface Settings {
  runs: number
  seed: number
  path: string | undefined
  engines: readonly Engine[]
  sequences: fc.Arbitrary<Sequence>
}

type Engine = (typeof engines)[number]

function readSettings(): Settings {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      path: { type: 'string' },
      engine: { type: 'string', default: 'both' },
      people: { type: 'string', default: 'races' },
    },
  })
  const chosen = engines.filter(({ name }) => values.engine === 'both' || values.engine === name)
  const [runs, seed] = [Number(values.runs), Number(values.seed)]
  const sequences = Object.entries(peoples).find(([name]) => name === values.people)?.[1]
  if (!(Number.isInteger(runs) && runs > 0 && Number.isInteger(seed) && chosen.length > 0 && sequences))
    throw new Error(usage)
  return { runs, seed, path: values.path, engines: chosen, sequences }
}

/** @returns how many sequences failed */
async function countFailures(engine: Engine, runs: number, { sequences, seed }: Settings): Promise<number> {
  const database = await engine.open()
  const started = Date.now()
  let [done, failed] = [0, 0]
  const say = (text: string): boolean => process.stdout.write(`${engine.name}: ${text}\n`)
  const progress = (): boolean =>
    say(`${failed} of ${done} sequences failed in ${Math.round((Date.now() - started) / 1000)} s`)
  const timer = setInterval(progress, progressMilliseconds)
  const property = fc.asyncProperty(sequences, async (sequence) => {
    const path = done++
    await runSequence(database, sequence).catch((error: unknown) => {
      failed++
      say(`--seed ${seed} --path ${path} FAILED: ${error}`)
    })
  })
  await fc.check(property, { numRuns: runs, seed })
  clearInterval(timer)
  await database.close()
  progress()
  return failed
}

/** Makes what failed shorter. @returns whether it fails still */
async function shrink(engine: Engine, path: string, { sequences, seed }: Settings): Promise<boolean> {
  const database = await engine.open()
  const property = fc.asyncProperty(sequences, (sequence) => runSequence(database, sequence))
  const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(property, {
    numRuns: 1,
    seed,
    path,
  })
  await database.close()
  if (!failed) return false
  process.stdout.write(`${engine.name}: --seed ${seed} --path ${counterexamplePath} FAILED\n`)
  process.stdout.write(`${JSON.stringify(counterexample?.[0], undefined, 1)}\n${errorInstance}\n`)
  return true
}

async function main(): Promise<void> {
  const settings = readSettings()
  process.stdout.write(`seed ${settings.seed}\n`)
  await globalSetup()
  try {
    const runs = Math.ceil(settings.runs / settings.engines.length)
    for (const engine of settings.engines) {
      const { path } = settings
      const hasFailed =
        path === undefined ? await countFailures(engine, runs, settings) : await shrink(engine, path, settings)
      if (hasFailed) process.exitCode = 1
    }
  } finally {
    await globalTeardown()
  }
}

await main()
