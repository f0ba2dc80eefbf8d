import { v7 as newId } from 'uuid'
import { type Held, type RunDependencies, runStep } from './run.ts'

/**
 * Does everything that is due for one utility account, one submission after the other, while its lease is held;
 * nothing where somebody else holds it.
 * @throws LeaseLostError where somebody else takes it over
 */
export async function workOnAccount(
  connector: string,
  dependencies: RunDependencies & { leaseMilliseconds: number },
  isStopping: () => boolean,
): Promise<void> {
  const { store, clock, leaseMilliseconds } = dependencies
  const holder = newId()
  const held: Held = () => ({ connector, holder, expiresAt: clock() + leaseMilliseconds })
  if (!(await store.acquire(held(), clock()))) return
  const heartbeat = setInterval(() => {
    store.renew(held()).catch(() => undefined)
  }, leaseMilliseconds / 4)
  try {
    while (!isStopping()) {
      const taken = await store.take(held(), clock())
      if (!taken) return
      await runStep(taken, held, dependencies)
    }
  } finally {
    clearInterval(heartbeat)
    await store.release(held())
  }
}
