import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { counted } from '../../../test/support/counted-transaction.ts'
import { engines } from '../../../test/support/databases.ts'
import type { Database } from '../../database/engine.ts'
import { createReadings, type Readings } from '../readings.ts'
import { rowsAtKeys } from '../readings-store.ts'
import type { RecordRequest } from '../recording/recording.ts'
import { review } from './doubts.ts'
import { type Candidate, judge } from './judgement.ts'

const instant = Date.UTC(2026, 2, 1, 12)
const noLimits = () => ({})
const home = { site: 'home', timeZone: 'UTC' }

function draft(source: string, meter: number) {
  return { site: 'home', source, id: undefined, timestamp: instant, inverter: null, meter, note: null }
}

/** Candidates at one instant, and how often anybody asked who they are. */
function watched(count: number): { candidates: Candidate[]; asked(): number } {
  let asked = 0
  const candidates = Array.from({ length: count }, (_, index) => ({
    site: 'home',
    get id() {
      asked++
      return `new ${index}`
    },
    source: `new ${index}`,
    timestamp: instant,
    inverter: null,
    meter: index,
  }))
  return { candidates, asked: () => asked }
}

for (const engine of engines)
  describe(`many sources at one instant on ${engine.name}`, () => {
    let database: Database
    let readings: Readings
    before(async () => {
      database = await engine.open()
      const sites = { find: async () => home, names: async () => ['home'] }
      readings = createReadings({ database, clock: Date.now, sites, onChanged: () => undefined })
    })
    beforeEach(() => database.sql.deleteFrom('readings').execute())
    after(() => database.close())

    const record = (values: readonly number[], options: Partial<RecordRequest> = {}) =>
      readings.record({
        drafts: values.map((value, index) => draft(`source ${index}`, value)),
        by: 'ann',
        origin: 'api',
        onConflict: 'reject',
        stores: 'each',
        ...options,
      })
    const doubtsNow = async (): Promise<number[]> => {
      const page = { cursor: undefined, limit: 1000, order: 'asc' } as const
      const all = await readings.page({ site: 'home', from: undefined, to: undefined, source: undefined }, page)
      return all.map(({ doubts }) => doubts.length)
    }

    test('that agree are looked up once, and none of those in the ledger is read', async () => {
      await record(Array<number>(300).fill(7))
      const candidates = watched(300).candidates.map((candidate) => ({ ...candidate, meter: 7 }))
      const { doubts, statements, rows } = await database.transaction(async (plain) => {
        const { transaction, counts } = counted(plain)
        const judgement = await judge(transaction, candidates, noLimits)
        return { ...judgement, ...counts }
      })
      assert.equal(doubts.size, 0)
      assert.ok(statements <= 3 && rows <= 4, `${statements} statements, ${rows} rows`)
    })

    test('that disagree are each compared with few others, and told of ten', async () => {
      const { candidates, asked } = watched(1000)
      const { doubts } = await database.transaction((transaction) => judge(transaction, candidates, noLimits))
      assert.deepEqual(
        candidates.map((candidate) => doubts.get(candidate)?.length),
        Array<number>(1000).fill(10),
      )
      assert.ok(asked() <= 3000, `${asked()} questions`)
      assert.match(doubts.get(candidates[0] as Candidate)?.at(-1)?.message ?? '', /not what new 10 says .*: 0\.01\.$/)
    })

    test('that disagree are reviewed together', async () => {
      await record(Array.from({ length: 50 }, (_, index) => index))
      const asked = await database.transaction(async (plain) => {
        const { transaction, counts } = counted(plain)
        await review(transaction, new Map([['home', new Set([instant])]]), noLimits)
        return counts
      })
      assert.deepEqual(await doubtsNow(), Array<number>(50).fill(10))
      assert.ok(asked.statements > 1 && asked.statements <= 4, `${asked.statements} statements`)
    })

    test('are told of each other once, also where some are repeated', async () => {
      await record([1, 2, 3])
      const outcomes = await record([1, 2, 3, 4, 5])
      assert.deepEqual(
        outcomes.map(({ kind, reading }) => `${kind} ${reading.doubts.length}`),
        ['duplicate 2', 'duplicate 2', 'duplicate 2', 'recorded 4', 'recorded 4'],
      )
    })

    test('are doubted no more where a replaced value agrees', async () => {
      await record([1, 2])
      assert.deepEqual(await doubtsNow(), [1, 1])
      await record([2], { onConflict: 'replace' })
      assert.deepEqual(await doubtsNow(), [0, 0])
    })

    test('that are repeated are found with one question', async () => {
      const keys = (await record(Array<number>(100).fill(7))).map(({ reading }) => reading)
      const { found, statements } = await database.transaction(async (plain) => {
        const { transaction, counts } = counted(plain)
        return { found: await rowsAtKeys(transaction, keys), statements: counts.statements }
      })
      assert.deepEqual([found.length, statements], [100, 1])
    })
  })
