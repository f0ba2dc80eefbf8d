import type { Clock } from '../../clock.ts'
import { SheetsFailure } from './sheets-failure.ts'

export type RequestKind = 'read' | 'write'

/** Remembers the requests of the last minute, for this process after a restart and for others. */
export interface RequestMemory {
  load(kind: RequestKind): Promise<number[]>
  /**
   * Durable when the promise resolves. @returns whether it was kept; not, where the place holds something else than `known`
   * by now, because another process has taken it
   */
  keep(kind: RequestKind, slot: number, times: { known: number | undefined; at: number }): Promise<boolean>
}

/** Waits; rejects when the signal aborts. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>

interface WindowOptions {
  clock: Clock
  memory: RequestMemory
  sleep: Sleep
  /** Nobody sends anything before that. */
  notBefore: () => number
}

/** The requests of one kind. */
export interface RequestWindow {
  /** Sends when there is room; first come, first served. */
  spend<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T>
  used(): number
  /** Reads what the memory holds. */
  load(): Promise<void>
  /** The same before the next request. */
  reload(): void
}

interface Slot {
  place: number
  /** As the memory has it. */
  kept: number | undefined
  /** When Google may have counted its request at the latest. */
  countedAt: number
}

/** Google allows 60 a minute, https://developers.google.com/workspace/sheets/api/limits. */
export const perWindow = 55
/** Google's minute, and the slack twice. */
export const windowMilliseconds = 61_000
// By so much the memory may be behind, and another machine's clock.
const slackMilliseconds = 500
// A request that was given up, or lost its connection, may arrive so much later.
const lateMilliseconds = 5_000
const underWay = Number.POSITIVE_INFINITY
const never = Number.NEGATIVE_INFINITY

/**
 * A sliding window over a ring of slots. Google counts a request when it arrives, which may be any time between its being
 * sent and its answer. So its slot is taken until the answer has come, and is free again a window after that: however long
 * requests are under way, those of one slot arrive more than a minute apart.
 */
export function createRequestWindow(
  kind: RequestKind,
  { clock, memory, sleep, notBefore }: WindowOptions,
): RequestWindow {
  const slots: Slot[] = Array.from({ length: perWindow }, (_, place) => ({ place, kept: undefined, countedAt: never }))
  let isLoaded = false
  let turn: Promise<void> = Promise.resolve()

  const load = async (): Promise<void> => {
    const known = await memory.load(kind)
    for (const slot of slots) {
      slot.kept = known[slot.place]
      if (slot.countedAt !== underWay) slot.countedAt = Math.max(slot.countedAt, slot.kept ?? never)
    }
    isLoaded = true
  }
  const oldest = (now: number): Slot => {
    // A clock that was set back must not stop the mirror for longer than a window.
    for (const slot of slots)
      if (slot.countedAt !== underWay) slot.countedAt = Math.min(slot.countedAt, now + lateMilliseconds)
    return slots.reduce((first, slot) => (slot.countedAt < first.countedAt ? slot : first))
  }
  const grant = async (signal: AbortSignal): Promise<Slot> => {
    for (;;) {
      signal.throwIfAborted()
      if (!isLoaded) await load()
      const now = clock()
      const slot = oldest(now)
      const remaining = Math.max(notBefore(), slot.countedAt + windowMilliseconds, spread(slots, now)) - now
      if (remaining > 0) await sleep(Math.min(remaining, windowMilliseconds), signal)
      else if (await memory.keep(kind, slot.place, { known: slot.kept, at: now }))
        return Object.assign(slot, { kept: now, countedAt: underWay })
      else isLoaded = false
    }
  }
  const count = async (slot: Slot, at: number): Promise<void> => {
    const known = slot.kept
    slot.countedAt = at
    if (known !== undefined && at - known <= slackMilliseconds) return
    slot.kept = at
    isLoaded &&= await memory.keep(kind, slot.place, { known, at })
  }

  return {
    spend: async (signal, send) => {
      const mine = turn.then(() => grant(signal))
      turn = mine.then(
        () => undefined,
        () => undefined,
      )
      const slot = await mine
      let answeredAt: number | undefined
      try {
        const answer = await send()
        answeredAt = clock()
        return answer
      } catch (error) {
        if (error instanceof SheetsFailure && error.status !== undefined) answeredAt = clock()
        throw error
      } finally {
        await count(slot, answeredAt ?? clock() + lateMilliseconds)
      }
    },
    load,
    reload: () => {
      isLoaded = false
    },
    used: () => slots.filter(({ countedAt }) => countedAt > clock() - windowMilliseconds).length,
  }
}

/**
 * When the next request is due. The first half of a window goes at once; the rest is spread over the time until there is
 * room again, so that nobody waits for long because all of them went in one burst.
 */
function spread(slots: readonly Slot[], now: number): number {
  const sent = slots
    .map(({ countedAt, kept = now }) => (countedAt === underWay ? kept : Math.min(countedAt, now)))
    .filter((at) => at > now - windowMilliseconds)
  const left = slots.length - sent.length
  if (left <= 0 || left > slots.length / 2) return now
  const untilRoom = Math.min(...sent) + windowMilliseconds - now
  return Math.max(...sent) + Math.ceil(untilRoom / left)
}
