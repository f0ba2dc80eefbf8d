import type { ReadingAnswerJson } from '../../../src/readings/reading-schemas.ts'
import { isRefusal } from '../service/api-error.ts'
import { json } from '../service/send.ts'
import type { Service } from '../service/service.ts'
import type { WaitingReading, WaitingStore } from './waiting-store.ts'

const patienceMilliseconds = 15_000
const lockName = 'meterbridge.outbox'

/** Readings on their way to the service. */
export interface Outbox {
  /** Those that wait, of all persons. */
  waiting(): readonly WaitingReading[]
  subscribe(listener: () => void): () => void
  /**
   * Keeps a reading in this browser and then sends it.
   *
   * @returns the service's answer, or undefined where the reading waits
   * @throws ApiError where the service refuses it; it does not wait then
   */
  post(reading: WaitingReading): Promise<ReadingAnswerJson | undefined>
  /** Sends what waits and may be sent by this person. */
  sendWaiting(username: string): Promise<void>
  remove(id: string): Promise<void>
}

export function createOutbox(service: Pick<Service, 'fetch'>, store: WaitingStore): Outbox {
  const listeners = new Set<() => void>()
  let known: readonly WaitingReading[] = []

  async function look(): Promise<void> {
    known = await store.all()
    for (const listener of listeners) listener()
  }

  async function remove(id: string): Promise<void> {
    await store.remove(id)
    await look()
  }

  /** @returns undefined where it may go through later */
  async function send({ id, record }: WaitingReading): Promise<ReadingAnswerJson | undefined> {
    const signal = AbortSignal.timeout(patienceMilliseconds)
    try {
      const response = await service.fetch('/records/single', { ...json('POST', record), signal })
      const answer = (await response.json()) as ReadingAnswerJson
      await remove(id)
      return answer
    } catch (error) {
      if (isRefusal(error)) throw error
      return undefined
    }
  }

  async function sendOrMark(reading: WaitingReading): Promise<boolean> {
    try {
      return (await send(reading)) !== undefined
    } catch (error) {
      await store.put({ ...reading, refusal: error instanceof Error ? error.message : String(error) })
      await look()
      return true
    }
  }

  return {
    waiting: () => known,
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) look().catch(() => undefined)
      return () => listeners.delete(listener)
    },
    async post(reading) {
      await store.put(reading)
      try {
        return await oneAtATime(() => send(reading))
      } catch (error) {
        await store.remove(reading.id)
        throw error
      } finally {
        await look()
      }
    },
    sendWaiting: (username) =>
      oneAtATime(async () => {
        for (const reading of await store.all())
          if (reading.username === username && reading.refusal === undefined && !(await sendOrMark(reading))) break
        await look()
      }),
    remove,
  }
}

let last: Promise<unknown> = Promise.resolve()

// Browsers know locks between tabs only on HTTPS and on this machine. Elsewhere each tab waits for itself; the ids keep
// what two tabs send from being recorded twice.
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) return navigator.locks.request(lockName, work)
  const result = last.then(work)
  last = result.catch(() => undefined)
  return result
}
