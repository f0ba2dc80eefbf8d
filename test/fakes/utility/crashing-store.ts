import { LeaseLostError, type SubmitterStore } from '../../../src/utility/submitter/submitter-store.ts'

/** When a process dies: at which of its writes, and whether that one still got through. */
export interface Crash {
  atWrite: number
  isStored: boolean
}

/** The store as a process sees it that dies at a certain write: from then on it can do nothing any more. */
export function crashingStore(store: SubmitterStore, crash: Crash): SubmitterStore {
  let writes = 0
  let isDead = false
  const alive = <T>(work: () => Promise<T>): Promise<T> => (isDead ? Promise.reject(new LeaseLostError()) : work())
  return {
    due: (now) => alive(() => store.due(now)),
    acquire: (lease, now) => alive(() => store.acquire(lease, now)),
    renew: (lease) => alive(() => store.renew(lease)),
    release: (lease) => alive(() => store.release(lease)),
    take: (lease, now) => alive(() => store.take(lease, now)),
    receiptsAround: (submission) => alive(() => store.receiptsAround(submission)),
    isOvertaken: (...known) => alive(() => store.isOvertaken(...known)),
    findRival: (submission) => alive(() => store.findRival(submission)),
    nextDueAt: () => alive(() => store.nextDueAt()),
    alsoDue: (...known) => alive(() => store.alsoDue(...known)),
    record: (lease, steps) =>
      alive(async () => {
        if (writes++ !== crash.atWrite) return await store.record(lease, steps)
        isDead = true
        if (crash.isStored) await store.record(lease, steps)
        throw new LeaseLostError()
      }),
  }
}
