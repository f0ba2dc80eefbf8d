import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { createGroup } from './group.ts'

/** Runs that end when they are told to, by an answer for each item or an error. */
function createRuns() {
  const begun: { items: readonly number[]; end(error?: Error): void }[] = []
  const run = (items: readonly number[]): Promise<number[]> =>
    new Promise((resolve, reject) => {
      begun.push({ items, end: (error) => (error ? reject(error) : resolve(items.map((item) => item * 10))) })
    })
  const runNumber = async (number: number) => {
    while (!begun[number - 1]) await nextTurn()
    return begun[number - 1]!
  }
  return { run, runNumber }
}

describe('a group', () => {
  test('answers each caller of a run, and takes together what comes while it is under way', async () => {
    const { run, runNumber } = createRuns()
    const ask = createGroup(run)
    const first = ask(1)
    const one = await runNumber(1)
    const second = ask(2)
    one.end()
    const two = await runNumber(2)
    assert.equal(await first, 10)
    const others = [3, 4, 5, 6, 7].map(ask)
    two.end()
    assert.equal(await second, 20)
    // Of the six that were under way half, so that the others are read while these are written.
    const three = await runNumber(3)
    assert.deepEqual(three.items, [3, 4, 5])
    three.end()
    const four = await runNumber(4)
    assert.deepEqual(four.items, [6, 7])
    four.end()
    assert.deepEqual(await Promise.all(others), [30, 40, 50, 60, 70])
  })

  test('begins the next run before it answers the last one', async () => {
    const { run, runNumber } = createRuns()
    let isAnswered = false
    const ask = createGroup(async (items: readonly number[]) => {
      if (items.includes(2)) assert.equal(isAnswered, false)
      return await run(items)
    })
    const first = ask(1).then(() => {
      isAnswered = true
    })
    const one = await runNumber(1)
    const second = ask(2)
    one.end()
    await first
    ;(await runNumber(2)).end()
    assert.equal(await second, 20)
  })

  test('lets a failed run fail for its own callers only', async () => {
    const { run, runNumber } = createRuns()
    const ask = createGroup(run)
    const first = assert.rejects(ask(1), /no room/)
    const one = await runNumber(1)
    const second = ask(2)
    one.end(new Error('no room'))
    ;(await runNumber(2)).end()
    await first
    assert.equal(await second, 20)
    const third = ask(3)
    ;(await runNumber(3)).end()
    assert.equal(await third, 30)
  })
})
