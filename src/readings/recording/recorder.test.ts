import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { engines } from '../../../test/support/databases.ts'
import type { Database } from '../../database/engine.ts'
import type { Draft, Reading } from '../reading.ts'
import { createReadings, type Readings } from '../readings.ts'
import type { LedgerChange, RecordRequest } from './recording.ts'

const clock = () => Date.UTC(2026, 10, 22, 12)

function draft(minute: number, meter: number, extra: Partial<Draft> = {}): Draft {
  return {
    site: 'home',
    source: 'test',
    id: undefined,
    timestamp: minute * 60_000,
    inverter: null,
    meter,
    note: null,
    ...extra,
  }
}

for (const engine of engines)
  describe(`the recorder on ${engine.name}`, () => {
    let database: Database
    let readings: Readings
    let changes: (LedgerChange | { kind: 'withdrawal'; reading: Reading })[]

    before(async () => {
      database = await engine.open()
      const home = { site: 'home', timeZone: 'UTC' }
      const sites = { find: async (site: string) => (site === 'home' ? home : undefined), names: async () => ['home'] }
      readings = createReadings({ database, clock, sites, onChanged: (news) => changes.push(...news) })
    })
    after(() => database.close())

    const empty = async (): Promise<void> => {
      await database.sql.deleteFrom('readings').execute()
      await database.sql.deleteFrom('reading_revisions').execute()
      changes = []
    }
    const record = async (drafts: Draft[], options: Partial<RecordRequest> = {}) => {
      const outcomes = await readings.record({
        drafts,
        by: 'ann',
        origin: 'api',
        onConflict: 'reject',
        stores: 'each',
        ...options,
      })
      return outcomes.map(({ kind }) => kind)
    }
    const ledger = async () =>
      (
        await readings.page(
          { site: 'home', from: undefined, to: undefined, source: undefined },
          { cursor: undefined, limit: 10_000, order: 'asc' },
        )
      ).map(({ timestamp, meter }) => [timestamp / 60_000, meter])

    test('knows a repetition, with another note too, and refuses another value', async () => {
      await empty()
      assert.deepEqual(await record([draft(1, 10)]), ['recorded'])
      assert.deepEqual(await record([draft(1, 10), draft(1, 10, { note: 'again' }), draft(1, 11), draft(2, 12)]), [
        'duplicate',
        'duplicate',
        'conflict',
        'recorded',
      ])
      assert.deepEqual(await record([draft(1, 11, { source: 'other' })]), ['recorded'])
      assert.deepEqual(
        await ledger(),
        [
          [1, 10],
          [1, 11],
          [2, 12],
        ].sort(),
      )
    })

    test('decides between the rows of one request in their order', async () => {
      await empty()
      assert.deepEqual(await record([draft(1, 10), draft(1, 10), draft(1, 11)]), ['recorded', 'duplicate', 'conflict'])
    })

    test('records a thousand concurrent readings once each, and tells of each', async () => {
      await empty()
      const kinds = await Promise.all(
        Array.from({ length: 2000 }, (_, index) => record([draft(index >> 1, index >> 1)])),
      )
      assert.equal(kinds.filter(([kind]) => kind === 'recorded').length, 1000)
      assert.equal(kinds.filter(([kind]) => kind === 'duplicate').length, 1000)
      assert.equal((await ledger()).length, 1000)
      assert.equal(new Set(changes.map(({ reading }) => reading.id)).size, 1000)
    })

    test('stores nothing of an all-or-nothing request with one conflict', async () => {
      await empty()
      await record([draft(1, 10)])
      changes = []
      assert.deepEqual(await record([draft(0, 9), draft(1, 11), draft(2, 12)], { stores: 'all' }), [
        'undone',
        'conflict',
        'undone',
      ])
      assert.deepEqual(await ledger(), [[1, 10]])
      assert.deepEqual(changes, [])
      assert.deepEqual(await record([draft(0, 9), draft(1, 10), draft(2, 12)], { stores: 'all' }), [
        'recorded',
        'duplicate',
        'recorded',
      ])
    })

    test('replaces a value where that was asked for, and keeps the earlier one', async () => {
      await empty()
      await record([draft(1, 10, { note: 'first' })])
      assert.deepEqual(await record([draft(1, 11), draft(1, 12)], { onConflict: 'replace', by: 'bob' }), [
        'replaced',
        'replaced',
      ])
      assert.deepEqual(await ledger(), [[1, 12]])
      const [{ reading } = assert.fail()] = changes
      const history = await readings.history(reading.id)
      assert.deepEqual(
        history.map(({ meter, by }) => [meter, by]),
        [
          [10, 'ann'],
          [11, 'bob'],
          [12, 'bob'],
        ],
      )
    })

    test('takes the retry of a client id as the same reading, and refuses that id for another', async () => {
      await empty()
      const id = '11111111-2222-4333-8444-555555555555'
      assert.deepEqual(await record([draft(1, 10, { id })]), ['recorded'])
      assert.deepEqual(await record([draft(1, 10, { id })]), ['duplicate'])
      assert.deepEqual(await record([draft(2, 10, { id })]), ['conflict'])
    })

    test('lets a withdrawn reading be recorded anew, under the same id or another', async () => {
      await empty()
      const id = '11111111-2222-4333-8444-555555555555'
      await record([draft(1, 10, { id })])
      await readings.withdraw(id, { by: 'ann', origin: 'api' })
      assert.deepEqual(await ledger(), [])
      assert.deepEqual(await record([draft(1, 11)]), ['recorded'])
      assert.deepEqual(await record([draft(1, 11, { id })]), ['duplicate'])
      await empty()
      await record([draft(1, 10, { id })])
      await readings.withdraw(id, { by: 'ann', origin: 'api' })
      assert.deepEqual(await record([draft(1, 11, { id })]), ['recorded'])
      assert.deepEqual(await ledger(), [[1, 11]])
      assert.equal((await readings.history(id)).length, 3)
    })

    test('loses no correction when many are made at once', async () => {
      await empty()
      const id = '11111111-2222-4333-8444-555555555555'
      await record([draft(1, 10, { id })])
      const corrections = Array.from({ length: 4 }, (_, index) =>
        readings.correct(id, { meterValue: index + 1 }, { by: 'ann', origin: 'api' }),
      )
      await Promise.all(corrections)
      const history = await readings.history(id)
      assert.deepEqual(history.map(({ meter }) => meter).sort(), [10, 1000, 2000, 3000, 4000].sort())
    })

    test('agrees with a plain map after any sequence of requests', async () => {
      const row = fc.record({ minute: fc.integer({ min: 0, max: 4 }), meter: fc.integer({ min: 0, max: 2 }) })
      const request = fc.record({
        rows: fc.array(row, { minLength: 1, maxLength: 6 }),
        onConflict: fc.constantFrom('reject' as const, 'replace' as const),
        stores: fc.constantFrom('each' as const, 'all' as const),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(request, { maxLength: 6 }), async (requests) => {
          await empty()
          let model = new Map<number, number>()
          for (const { rows, onConflict, stores } of requests) {
            const next = new Map(model)
            const expected = rows.map(({ minute, meter }) => expect(next, minute, meter, onConflict))
            const isUndone = stores === 'all' && expected.includes('conflict')
            const drafts = rows.map(({ minute, meter }) => draft(minute, meter))
            const kinds = await record(drafts, { onConflict, stores })
            assert.deepEqual(
              kinds,
              isUndone ? expected.map((kind) => (kind === 'conflict' ? kind : 'undone')) : expected,
            )
            if (!isUndone) model = next
          }
          assert.deepEqual(
            await ledger(),
            [...model].sort(([one], [other]) => one - other),
          )
        }),
        { numRuns: 40 },
      )
    })
  })

function expect(model: Map<number, number>, minute: number, meter: number, onConflict: 'reject' | 'replace'): string {
  const there = model.get(minute)
  if (there === meter) return 'duplicate'
  if (there !== undefined && onConflict === 'reject') return 'conflict'
  model.set(minute, meter)
  return there === undefined ? 'recorded' : 'replaced'
}
