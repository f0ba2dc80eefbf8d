import type { Log } from '../../log.ts'
import type { AuditEntry, AuditQuery, AuditStore, KeptAuditEntry } from './audit-store.ts'

/** Who did what, when and from where. It is only ever added to, and holds no secrets. */
export interface Audit {
  /** Kept within a second or so, together with others: it costs a request next to nothing. */
  note(entry: AuditEntry): void
  /** Kept when the promise resolves. */
  record(entry: AuditEntry): Promise<void>
  /** Newest first, up to the ones noted just now. */
  list(query: AuditQuery): Promise<KeptAuditEntry[]>
  /** Keeps what was noted. */
  stop(): Promise<void>
}

const gatherMilliseconds = 1000
const rowsPerTransaction = 500
/** So many alike in one gathering have an entry each; those after them are counted in the last one. */
const mostAlike = 20
/** With a database that takes nothing for long, the oldest entries are given up rather than the memory. */
const mostWaiting = 50_000

export function createAudit({ store, log }: { store: AuditStore; log: Log }): Audit {
  let waiting: AuditEntry[] = []
  let alike = new Map<string, { seen: number; last: AuditEntry }>()
  let timer: NodeJS.Timeout | undefined
  let keeping: Promise<void> = Promise.resolve()

  const keepAll = async (): Promise<void> => {
    timer = undefined
    const entries = waiting
    waiting = []
    alike = new Map()
    while (entries.length > 0) {
      try {
        await store.add(entries.slice(0, rowsPerTransaction))
      } catch (error) {
        log.error({ err: error, entries: entries.length }, 'the audit cannot be kept; it is tried again')
        waiting = [...entries, ...waiting].slice(-mostWaiting)
        return
      }
      entries.splice(0, rowsPerTransaction)
    }
  }
  // Somebody who writes thousands of readings a second does the same thing each time, and each reading says who wrote it.
  const isCounted = (entry: AuditEntry): boolean => {
    if (entry.target !== null) return false
    const key = `${entry.account} ${entry.action} ${entry.status} ${entry.address}`
    const known = alike.get(key)
    if (known && known.seen >= mostAlike) {
      known.last.count++
      return true
    }
    alike.set(key, { seen: (known?.seen ?? 0) + 1, last: entry })
    return false
  }
  // It never fails: what cannot be kept is logged and waits for the next time.
  const keepLater = (): void => {
    keeping = keeping.then(keepAll)
  }
  const keep = (): Promise<void> => {
    keepLater()
    return keeping
  }
  return {
    note: (entry) => {
      if (!isCounted(entry)) waiting.push(entry)
      timer ??= setTimeout(keepLater, gatherMilliseconds).unref()
    },
    record: (entry) => store.add([entry]),
    list: async (query) => {
      await keep()
      return await store.list(query)
    },
    stop: async () => {
      clearTimeout(timer)
      await keep()
    },
  }
}
