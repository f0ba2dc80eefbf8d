import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../clock.ts'

export type RequestKind = 'read' | 'write'

/** Remembers the requests of the last minute over a restart. */
export interface RequestMemory {
  load(kind: RequestKind): Promise<number[]>
  /** Durable when the promise resolves. */
  keep(kind: RequestKind, slot: number, at: number): Promise<void>
}

/** Keeps one account within Google's quota, however many sites write: every request takes its permit here first. */
export interface Quota {
  /** Resolves when a request may be sent; first come, first served, so that no site starves another. */
  take(kind: RequestKind, signal: AbortSignal): Promise<void>
  /** The part of the quota that the last minute has used, 0 to 1. */
  usage(kind: RequestKind): number
  /** The requests of the last minute, and how many it may have at most. */
  count(kind: RequestKind): { used: number; limit: number }
  /** Nobody sends anything before that: Google said so. */
  pauseFor(milliseconds: number): void
  /** Another process may have sent requests meanwhile: what it used is read again. */
  reload(): void
  /** How long a site waits between two writes, in milliseconds; more when the quota runs short. */
  pace(): number
  /** So many sites share the quota from now on. */
  shareAmong(sites: number): void
  /**
   * How often each site looks at its sheet, in milliseconds: as often as wanted, or less where that many looks would
   * leave writing no room. All sites slow down alike.
   */
  pollEvery(wantedMilliseconds: number): number
}

/** Waits; rejects when the signal aborts. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>

interface QuotaOptions {
  clock: Clock
  memory: RequestMemory
  sleep?: Sleep
}

// Google allows 60 a minute, https://developers.google.com/workspace/sheets/api/limits. The reserve and the longer window
// absorb requests that travel slower than those before them.
const perWindow = 55
const windowMilliseconds = 61_000
// 1,000 readings at 100 a second take 10 s: 9 writes at this pace.
const usualPaceMilliseconds = 1_200
const comfortableUsage = 0.9
const longestPaceMilliseconds = 6_000
// Every write needs a read before it, and now and then a look asks for the tabs too.
const pollShare = 0.7
const readsOfPoll = 1.25

export const sleepFor: Sleep = async (milliseconds, signal) => {
  await wait(Math.max(0, milliseconds), undefined, { signal })
}

export function createQuota({ clock, memory, sleep = sleepFor }: QuotaOptions): Quota {
  let pausedUntil = 0
  const buckets = {
    read: createBucket('read', { clock, memory, sleep, notBefore: () => pausedUntil }),
    write: createBucket('write', { clock, memory, sleep, notBefore: () => pausedUntil }),
  }
  const usage = (kind: RequestKind): number => buckets[kind].used() / perWindow
  let sharing = 1
  return {
    take: (kind, signal) => buckets[kind].take(signal),
    usage,
    count: (kind) => ({ used: buckets[kind].used(), limit: perWindow }),
    shareAmong: (sites) => {
      sharing = sites
    },
    pollEvery: (wantedMilliseconds) =>
      Math.max(wantedMilliseconds, (sharing * readsOfPoll * windowMilliseconds) / (perWindow * pollShare)),
    reload: () => {
      buckets.read.reload()
      buckets.write.reload()
    },
    pauseFor: (milliseconds) => {
      pausedUntil = Math.max(pausedUntil, clock() + milliseconds)
    },
    pace: () => {
      const shortage = Math.max(0, Math.max(usage('read'), usage('write')) - comfortableUsage) / (1 - comfortableUsage)
      return usualPaceMilliseconds + shortage * (longestPaceMilliseconds - usualPaceMilliseconds)
    },
  }
}

interface BucketOptions extends Required<QuotaOptions> {
  notBefore: () => number
}

interface Bucket {
  take(signal: AbortSignal): Promise<void>
  used(): number
  reload(): void
}

/** A sliding window over a ring of the last permits: the slot of the oldest one is taken when it has left the window. */
function createBucket(kind: RequestKind, { clock, memory, sleep, notBefore }: BucketOptions): Bucket {
  let slots: number[] | undefined
  let turn: Promise<void> = Promise.resolve()

  const grant = async (signal: AbortSignal): Promise<void> => {
    slots ??= fillSlots(await memory.load(kind))
    for (;;) {
      signal.throwIfAborted()
      const slot = slots.indexOf(Math.min(...slots))
      const now = clock()
      // A clock that was set back must not stop the mirror for longer than a window.
      const remaining = Math.min(
        windowMilliseconds,
        Math.max(notBefore(), (slots[slot] ?? 0) + windowMilliseconds) - now,
      )
      if (remaining <= 0) {
        slots[slot] = now
        return memory.keep(kind, slot, now)
      }
      await sleep(remaining, signal)
    }
  }

  return {
    take: (signal) => {
      const mine = turn.then(() => grant(signal))
      turn = mine.catch(() => undefined)
      return mine
    },
    reload: () => {
      slots = undefined
    },
    used: () => (slots ?? []).filter((at) => at > clock() - windowMilliseconds).length,
  }
}

function fillSlots(known: readonly number[]): number[] {
  return Array.from({ length: perWindow }, (_, slot) => known[slot] ?? Number.NEGATIVE_INFINITY)
}
