const mostTurns = 8

/**
 * Runs one unit of work at a time over everything that has arrived meanwhile: what comes while one run is under way
 * goes together into the next. No timer: a lone caller waits for nothing but the events already at hand.
 *
 * @param run answers each item of a group, in order; if it throws, every caller of the group gets the error
 */
export function createGroup<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
): (item: Item) => Promise<Answer> {
  interface Waiting {
    item: Item
    resolve(answer: Answer): void
    reject(error: unknown): void
  }
  const waiting: Waiting[] = []
  let isRunning = false

  async function runAll(): Promise<void> {
    await gathered()
    let group = waiting.splice(0)
    while (group.length > 0) {
      const answer = await runOne(group)
      if (waiting.length > 0) {
        // A database that works beside us is set to work before the last ones are answered: on half of all, so that the
        // other half can be read meanwhile.
        group = waiting.splice(0, Math.ceil((group.length + waiting.length) / 2))
        setImmediate(answer)
      } else {
        answer()
        await gathered()
        group = waiting.splice(0)
      }
    }
    isRunning = false
  }

  async function runOne(group: readonly Waiting[]): Promise<() => void> {
    try {
      const answers = await run(group.map(({ item }) => item))
      return () => {
        for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer)
      }
    } catch (error) {
      return () => {
        for (const { reject } of group) reject(error)
      }
    }
  }

  // Lets what has arrived on the sockets be read, for as long as more keeps coming: SQLite works within one turn of the
  // event loop, so that nothing could arrive while a run is under way.
  async function gathered(): Promise<void> {
    let count = 0
    for (let turn = 0; turn < mostTurns && waiting.length > count; turn++) {
      count = waiting.length
      await nextTurn()
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isRunning) return
      isRunning = true
      // It answers every caller by itself, also where it fails, and so never rejects.
      runAll().catch(reject)
    })
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
