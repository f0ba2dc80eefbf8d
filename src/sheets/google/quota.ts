import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'
import {
  createRequestWindow,
  perWindow,
  type RequestKind,
  type RequestMemory,
  type Sleep,
  windowMilliseconds,
} from './request-window.ts'

/** Keeps one account within Google's quota, however many sites write: every request goes through here. */
export interface Quota {
  /**
   * Sends a request when there is room; first come, first served, so that no site starves another. It counts until a
   * minute after its answer.
   */
  spend<T>(kind: RequestKind, signal: AbortSignal, send: () => Promise<T>): Promise<T>
  /** The part of the quota that the last minute has used, 0 to 1. */
  usage(kind: RequestKind): number
  /** The requests of the last minute, and how many it may have at most. */
  count(kind: RequestKind): { used: number; limit: number }
  /** Nobody sends anything before that: Google said so. */
  pauseFor(milliseconds: number): void
  /** What others have used meanwhile counts from now on, for a process that does not send itself. */
  catchUp(): Promise<void>
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

interface QuotaOptions {
  clock: Clock
  memory: RequestMemory
  sleep?: Sleep
}

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
  let pause = { since: 0, until: 0 }
  // A pause that begins later was asked for before the clock was set back.
  const notBefore = (): number => (pause.since > clock() ? 0 : pause.until)
  const windows = {
    read: createRequestWindow('read', { clock, memory, sleep, notBefore }),
    write: createRequestWindow('write', { clock, memory, sleep, notBefore }),
  }
  const usage = (kind: RequestKind): number => windows[kind].used() / perWindow
  let sharing = 1
  return {
    spend: (kind, signal, send) => windows[kind].spend(signal, send),
    usage,
    count: (kind) => ({ used: windows[kind].used(), limit: perWindow }),
    shareAmong: (sites) => {
      sharing = sites
    },
    pollEvery: (wantedMilliseconds) =>
      Math.max(wantedMilliseconds, (sharing * readsOfPoll * windowMilliseconds) / (perWindow * pollShare)),
    reload: () => {
      windows.read.reload()
      windows.write.reload()
    },
    catchUp: async () => {
      await Promise.all([windows.read.load(), windows.write.load()])
    },
    pauseFor: (milliseconds) => {
      pause = { since: clock(), until: Math.max(notBefore(), clock() + milliseconds) }
    },
    pace: () => {
      const shortage = Math.max(0, Math.max(usage('read'), usage('write')) - comfortableUsage) / (1 - comfortableUsage)
      return usualPaceMilliseconds + shortage * (longestPaceMilliseconds - usualPaceMilliseconds)
    },
  }
}
