/**
 * Runs one unit of work at a time over everything that has arrived meanwhile: whatever comes while one run is under
 * way goes together into the next. No timer: a lone caller waits for nothing but the events already at hand.
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
  let waiting: Waiting[] = []
  let isRunning = false

  async function runAll(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      try {
        const answers = await run(group.map(({ item }) => item))
        for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer)
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
      // SQLite works within one turn of the event loop: let what has arrived on the sockets be read before the next group.
      await nextTurn()
    }
    isRunning = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isRunning) return
      isRunning = true
      setImmediate(() => void runAll())
    })
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
