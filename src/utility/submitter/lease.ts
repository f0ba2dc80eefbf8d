import { randomUUIDv7 as newId } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { Held } from './scene.ts'
import type { SubmitterStore } from './submitter-store.ts'

export interface LeaseDependencies {
  store: Pick<SubmitterStore, 'acquire' | 'renew' | 'release'>
  clock: Clock
  leaseMilliseconds: number
}

/**
 * Works on one utility account while its lease is held. False, and nothing done, where somebody else holds it.
 * @throws LeaseLostError where somebody else takes it over
 */
export async function withLease(
  connector: string,
  { store, clock, leaseMilliseconds }: LeaseDependencies,
  work: (held: Held) => Promise<void>,
): Promise<boolean> {
  const holder = newId()
  const held: Held = () => ({ connector, holder, expiresAt: clock() + leaseMilliseconds })
  if (!(await store.acquire(held(), clock()))) return false
  const heartbeat = setInterval(() => {
    store.renew(held()).catch(() => undefined)
  }, leaseMilliseconds / 4)
  try {
    await work(held)
    return true
  } finally {
    clearInterval(heartbeat)
    await store.release(held())
  }
}
