import type { Database } from '../../src/database/engine.ts'
import { assertAllIsWell } from './invariants.ts'
import { watchWrites } from './race.ts'
import { comeToRest, type Sequence, take } from './steps.ts'
import { createWorld } from './world.ts'

/** Lets a sequence of steps happen in a new world, waits until it is quiet and checks what must hold. */
export async function runSequence(database: Database, { google, rows, steps }: Sequence): Promise<void> {
  const world = await createWorld(database, google)
  watchWrites(world)
  try {
    if (rows > 0) await take(world, { kind: 'record', count: rows })
    await comeToRest(world)
    for (const step of steps) await take(world, step)
    await comeToRest(world)
    await assertAllIsWell(world)
  } finally {
    await world.close()
  }
}
