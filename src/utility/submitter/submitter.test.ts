import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Fault } from '../../../test/fakes/utility/fake-types.ts'
import { lookupAt, oauthAt, openWorkbench, type Workbench } from '../../../test/fakes/utility/workbench.ts'
import { engines } from '../../../test/support/databases.ts'
import type { UtilityReading } from '../surroundings.ts'

for (const engine of engines)
  describe(`the submitter on ${engine.name}`, () => {
    let bench: Workbench
    let reading: UtilityReading
    before(async () => {
      bench = await openWorkbench(engine)
    })
    after(() => bench.close())
    beforeEach(() => {
      reading = bench.nextReading()
    })

    const set = (changes: Record<string, unknown> = {}) => bench.set(changes)
    const pushed = (...faults: Fault[]) => bench.submit(reading, ...faults)
    const withLookup = () => set({ lookup: lookupAt(bench.fake) })

    test('hands a reading over and confirms it with the receipt', async () => {
      await set()
      const submission = await pushed()
      assert.deepEqual([submission.state, submission.receipt], ['confirmed', bench.fake.taken.at(-1)?.id])
      assert.equal(bench.fake.taken.at(-1)?.reading, Math.floor((reading.meter ?? 0) / 1000))
      assert.deepEqual(await bench.outcomesOf(submission), ['confirmed'])
      const [attempt] = await bench.attemptsOf(submission)
      assert.deepEqual(
        attempt?.evidence.map(({ kind }) => kind),
        ['answer', 'location'],
      )
      assert.match(attempt?.evidence[1]?.url ?? '', /\/api\/readings\/R-/)
    })

    test('stores the point of no return before the request leaves', async () => {
      await set()
      bench.changes.length = 0
      await pushed()
      assert.deepEqual(
        bench.changes.map(({ state }) => state),
        ['running', 'committing', 'confirmed'],
      )
    })

    for (const fault of [
      'take-then-drop',
      'take-then-hang',
      'take-then-500',
      'take-then-half-answer',
      'take-then-huge-answer',
      'take-without-receipt',
      'take-then-redirect-elsewhere',
    ] as const) {
      test(`looks a reading up after ${fault}, and does not send it again`, async () => {
        await withLookup()
        bench.fake.showsAfterMilliseconds = 30_000
        const submission = await pushed(fault)
        assert.deepEqual([submission.state, submission.receipt], ['confirmed', bench.fake.taken.at(-1)?.id])
        assert.equal(bench.countTaken(reading), 1)
      })
      test(`asks a person after ${fault} where it cannot look`, async () => {
        await set()
        const submission = await pushed(fault)
        assert.deepEqual([submission.state, submission.code], ['needs-attention', 'outcome-unknown'])
        assert.equal(bench.countTaken(reading), 1)
      })
    }

    for (const fault of ['drop', 'hang', '500', 'redirect-elsewhere'] as const)
      test(`sends again after ${fault}, when the time of grace has shown that nothing arrived`, async () => {
        await withLookup()
        const begin = bench.time.now
        const submission = await pushed(fault)
        assert.equal(submission.state, 'confirmed')
        assert.equal(bench.countTaken(reading), 1)
        assert.ok(bench.time.now - begin >= bench.timing.rules.graceMilliseconds)
        assert.deepEqual(bench.fake.seenElsewhere, [])
      })

    test('sends again under the same key where the utility honours it', async () => {
      await set({ idempotencyHeader: 'Idempotency-Key' })
      bench.fake.isHonouringKeys = true
      const submission = await pushed('take-then-drop', '500', '503')
      assert.equal(submission.state, 'confirmed')
      assert.equal(bench.countTaken(reading), 1)
      const keys = bench.fake.seen.map(({ headers }) => headers['idempotency-key'])
      assert.deepEqual(keys, Array(4).fill(submission.id))
    })

    test('takes a 409 in no known words to a repeat for the first request that is still being worked on', async () => {
      await set({ idempotencyHeader: 'Idempotency-Key' })
      bench.fake.isHonouringKeys = true
      const submission = await pushed('take-then-drop', '409', '409')
      assert.deepEqual([submission.state, submission.receipt], ['confirmed', bench.fake.taken.at(-1)?.id])
      assert.equal(bench.countTaken(reading), 1)
      reading = bench.anotherReading()
      assert.equal((await pushed('409')).state, 'rejected')
    })

    test('waits as long as the utility asks, and then sends', async () => {
      await set()
      const begin = bench.time.now
      const submission = await pushed('503', '429')
      assert.equal(submission.state, 'confirmed')
      assert.ok(bench.time.now - begin >= 14_000)
      assert.deepEqual(await bench.outcomesOf(submission), ['again', 'again', 'confirmed'])
    })

    test('fails when nobody can be reached for long enough', async () => {
      const request = { method: 'POST', url: 'http://127.0.0.1:1/', body: {} }
      await set({ request })
      const submission = await pushed()
      assert.equal(submission.state, 'failed')
      assert.match(submission.detail ?? '', /could not be reached/)
      assert.equal((await bench.attemptsOf(submission)).length, bench.timing.rules.mostTries)
    })

    test("keeps the utility's reason for a refusal, without our secrets in it", async () => {
      await set(oauthAt(bench.fake))
      const submission = await pushed('refuse')
      assert.deepEqual([submission.state, submission.code], ['rejected', 'less-than-previous'])
      assert.equal(submission.detail, 'The reading 1 is lower than the last one; token was ***')
    })

    test('keeps a reason in which there are characters that a database cannot hold', async () => {
      await set()
      const submission = await pushed('refuse-in-odd-characters')
      assert.deepEqual([submission.state, submission.code], ['rejected', 'wrong-format'])
      assert.equal(submission.detail, 'Z\u00e4hler \ufffd \ufffd')
    })

    test('a refused reading may be pushed anew', async () => {
      await set()
      await pushed('refuse')
      assert.equal((await pushed()).state, 'confirmed')
    })

    test('asks for the outcome of an accepted reading until it is decided', async () => {
      await set()
      bench.fake.pollsBeforeDecision = 3
      bench.fake.pollFaults.push(500)
      assert.equal((await pushed('accept')).state, 'confirmed')
      assert.equal(bench.countTaken(reading), 1)
      reading = bench.anotherReading()
      const refused = await pushed('accept-then-refuse')
      assert.deepEqual(
        [refused.state, refused.code, refused.detail],
        ['rejected', 'wrong-format', 'Not a number of that meter'],
      )
    })

    test('does not ask elsewhere for an outcome', async () => {
      await set()
      const submission = await pushed('accept-without-place')
      assert.deepEqual([submission.state, submission.code], ['needs-attention', 'outcome-unknown'])
      assert.deepEqual(bench.fake.seenElsewhere, [])
    })

    test('believes no look-up that was answered from elsewhere', async () => {
      await withLookup()
      bench.fake.lookupFaults.push(...Array<number>(20).fill(302))
      const submission = await pushed('take-then-drop')
      assert.deepEqual([submission.state, submission.code], ['needs-attention', 'outcome-unknown'])
      assert.deepEqual(bench.fake.seenElsewhere, [])
    })

    for (const [words, fault] of [
      ['duplicate', 'refuse-duplicate'],
      ['lower than the last one', 'refuse'],
    ] as const)
      test(`takes "${words}" after a lost answer for what it most likely is, and looks`, async () => {
        await withLookup()
        bench.fake.showsAfterMilliseconds = 70_000
        const submission = await pushed('take-then-drop', fault)
        assert.equal(submission.state, 'confirmed')
        assert.equal(bench.countTaken(reading), 1)
      })

    test('takes "duplicate" at the first try for a refusal', async () => {
      await set()
      const submission = await pushed('refuse-duplicate')
      assert.deepEqual([submission.state, submission.code], ['rejected', 'duplicate'])
    })
  })
