import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import type { SheetLoad } from '../operations/health.ts'
import { countWaiting, oldestWaiting, type WaitingRows } from './batches/waiting-store.ts'
import type { Quota } from './google/quota.ts'

interface LoadDependencies {
  database: Pick<Database, 'sql'>
  clock: Clock
  quota: Quota
  isWriter: () => boolean
  wantedPollSeconds: number
  sites: () => string[]
}

const keptMilliseconds = 5_000

/** Counts only when asked, and at most every five seconds: the health check of a platform asks often. */
export function createSheetLoad({ database, clock, quota, isWriter, wantedPollSeconds, sites }: LoadDependencies) {
  let counted: { at: number; rows: Promise<[WaitingRows[], number | undefined]> } | undefined
  const countNow = async (): Promise<[WaitingRows[], number | undefined]> => {
    const shown = sites()
    const [waiting, oldest] = await Promise.all([
      countWaiting(database.sql, shown),
      oldestWaiting(database.sql, shown),
      // Without a key nobody has used anything.
      isWriter() || quota.catchUp().catch(() => undefined),
    ])
    return [waiting, oldest]
  }
  const count = (): Promise<[WaitingRows[], number | undefined]> => {
    if (counted && Math.abs(clock() - counted.at) < keptMilliseconds) return counted.rows
    const rows = countNow()
    counted = { at: clock(), rows }
    rows.catch(() => {
      counted = undefined
    })
    return rows
  }
  return async (): Promise<SheetLoad> => {
    const [waiting, oldest] = await count()
    return {
      requests: { read: quota.count('read'), write: quota.count('write') },
      waiting,
      oldestWaitingSeconds: oldest === undefined ? 0 : Math.max(0, Math.round((clock() - oldest) / 1000)),
      pollEverySeconds: Math.round(quota.pollEvery(wantedPollSeconds * 1000) / 1000),
    }
  }
}
