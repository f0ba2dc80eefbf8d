import { after, before, describe, test } from 'node:test'
import type { Database } from '../../src/database/engine.ts'
import { engines } from '../support/databases.ts'
import { copies } from './found-copies.ts'
import { movedColumns } from './found-moved-columns.ts'
import { whileProtected } from './found-protected.ts'
import { sequences } from './found-sequences.ts'
import { typedRows } from './found-typed-rows.ts'
import { whileActing } from './found-while-acting.ts'
import { whileSorting } from './found-while-sorting.ts'
import { withoutAnswers } from './found-without-answers.ts'
import { wrongHeaders } from './found-wrong-headers.ts'
import { runSequence } from './run-sequence.ts'

for (const engine of engines)
  describe(`what once went wrong between the sheet and the API on ${engine.name}`, () => {
    let database: Database

    before(async () => {
      database = await engine.open()
    })
    after(() => database.close())

    for (const { name, sequence } of [
      ...sequences,
      ...withoutAnswers,
      ...whileActing,
      ...movedColumns,
      ...wrongHeaders,
      ...typedRows,
      ...copies,
      ...whileProtected,
      ...whileSorting,
    ])
      test(name, () => runSequence(database, sequence))
  })
