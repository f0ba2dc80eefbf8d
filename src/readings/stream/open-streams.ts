import { Problem } from '../../problem.ts'

const mostOfAccount = 1000
const mostInAll = 5000
const type = 'too-many-streams'
const headers = { 'retry-after': '30' }

/** Counts what is held open, by each account and in all, since an open answer holds memory and costs a look at every event. */
export interface OpenStreams {
  /**
   * @returns what is to be called when it is closed.
   * @throws Problem 429 where the account has too many, 503 where there are too many in all
   */
  open(account: string): () => void
}

export function createOpenStreams(): OpenStreams {
  const counts = new Map<string, number>()
  let inAll = 0
  return {
    open(account) {
      const count = counts.get(account) ?? 0
      if (count >= mostOfAccount)
        throw new Problem(429, `This account listens ${mostOfAccount} times already; close a stream first.`, {
          type,
          headers,
        })
      if (inAll >= mostInAll)
        throw new Problem(503, `${mostInAll} listen here already, which is as many as can; try again later.`, {
          type,
          headers,
        })
      counts.set(account, count + 1)
      inAll++
      return () => {
        const left = (counts.get(account) ?? 1) - 1
        if (left === 0) counts.delete(account)
        else counts.set(account, left)
        inAll--
      }
    },
  }
}
