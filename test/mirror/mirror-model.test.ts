import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import type { Database } from '../../src/database/engine.ts'
import { engines } from '../support/databases.ts'
import { runSequence } from './run-sequence.ts'
import { withHands, withoutHands } from './steps.ts'

// The long form is `npm run test:mirror -- --runs 20000`.
const runs = { sqlite: 100, postgres: 50 }
const classes = [
  { name: 'calls, faults and ends of the process', sequences: withoutHands },
  { name: 'calls, faults, ends of the process and people at work in the sheet', sequences: withHands },
]

for (const engine of engines)
  describe(`the sheet and the API on ${engine.name}`, () => {
    let database: Database

    before(async () => {
      database = await engine.open()
    })
    after(() => database.close())

    for (const { name, sequences } of classes)
      test(`agree after any sequence of ${name}`, async () => {
        await fc.assert(
          fc.asyncProperty(sequences, (sequence) => runSequence(database, sequence)),
          // The long form shrinks what fails here, by its seed and path.
          { numRuns: runs[engine.name], endOnFailure: true },
        )
      })
  })
