import { Problem } from '../problem.ts'

const most = 1000

/** Counts what each account holds open, since an open answer holds memory and costs a look at every event. */
export interface OpenStreams {
  /** @returns what is to be called when it is closed. @throws Problem 429 where the account has too many. */
  open(account: string): () => void
}

export function createOpenStreams(): OpenStreams {
  const counts = new Map<string, number>()
  return {
    open(account) {
      const count = counts.get(account) ?? 0
      if (count >= most)
        throw new Problem(429, `This account listens ${most} times already; close a stream first.`, {
          type: 'too-many-streams',
          headers: { 'retry-after': '30' },
        })
      counts.set(account, count + 1)
      return () => {
        const left = (counts.get(account) ?? 1) - 1
        if (left === 0) counts.delete(account)
        else counts.set(account, left)
      }
    },
  }
}
