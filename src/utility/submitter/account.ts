import { type LeaseDependencies, withLease } from './lease.ts'
import { runStep } from './run.ts'
import type { RunDependencies } from './scene.ts'

/**
 * Does everything that is due for one utility account, one submission after the other, while its lease is held;
 * nothing where somebody else holds it.
 * @throws LeaseLostError where somebody else takes it over
 */
export async function workOnAccount(
  connector: string,
  dependencies: RunDependencies & Pick<LeaseDependencies, 'leaseMilliseconds'>,
  isStopping: () => boolean,
): Promise<void> {
  const { store, clock } = dependencies
  await withLease(connector, dependencies, async (held) => {
    while (!isStopping()) {
      const taken = await store.take(held(), clock())
      if (!taken) return
      await runStep(taken, held, dependencies)
    }
  })
}
