import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase } from '../../src/database/database.ts'
import { sweepProfiles } from '../../src/utility/connectors/browser/profiles.ts'
import { secretsOf } from '../fakes/portals/bench.ts'
import { inHurry, takenBy } from '../fakes/portals/hurry.ts'
import type { Portal, PortalFault } from '../fakes/portals/portal.ts'
import { type PortalMake, portalMakes } from '../fakes/portals/recipes.ts'
import { areAllSettled, countCutOff, kill, startSubmitter, untilSettled } from '../fakes/utility/killable-submitter.ts'
import { openWorkbench, type Workbench } from '../fakes/utility/workbench.ts'
import { engines } from '../support/databases.ts'
import { chromiumPath } from '../web/chromium-path.ts'

const kills = 3
const submissions = 4
const mostRequests = 5
const faults: PortalFault[] = ['none', 'none', 'take-slowly', 'take-slowly', 'drop', 'take-then-drop', 'take-then-500']

async function openBench(make: PortalMake, context: TestContext) {
  const location = await engines[0]?.createLocation()
  assert.ok(location)
  const bench = await openWorkbench({
    name: 'sqlite',
    createLocation: async () => location,
    open: () => openDatabase(location),
  })
  const portal = await make.start()
  context.after(async () => {
    await bench.close()
    await portal.close()
    await sweepProfiles(location.dataDir, Date.now())
    await location.remove()
  })
  // The processes live by the real time.
  bench.time.now = Date.now()
  await bench.desk.put('city', { type: 'browser', recipe: inHurry(make.recipe(portal)), secrets: secretsOf(portal) })
  return { bench, portal, location }
}

/** The portal is asked for a page so many times, whatever page that is, or nothing is left to ask. */
async function untilAsked(portal: Portal, times: number, bench: Workbench): Promise<void> {
  const wanted = portal.seen.length + times
  while (portal.seen.length < wanted && !(await areAllSettled(bench))) await pause(5)
}

async function judge(bench: Workbench, portal: Portal, id: string): Promise<void> {
  const { state, code, detail, receipt, readingId } = await bench.find(id)
  const taken = takenBy(portal, bench.readings.get(readingId) ?? assert.fail(readingId))
  const said = `${state} ${code}: ${detail}`
  assert.ok(taken.length <= 1, `taken ${taken.length} times; ${said}`)
  if (state === 'confirmed') assert.equal(receipt, taken[0]?.receipt ?? 'none', said)
  else assert.ok(taken.length === 0 || state === 'needs-attention', `there, and given up; ${said}`)
}

describe(`a service that is killed ${kills} times while it submits`, { concurrency: true }, () => {
  for (const make of portalMakes.filter(({ name }) => ['versorger', 'altbau'].includes(name)))
    test(`has brought every reading to the portal ${make.name} at most once`, async (context) => {
      const { bench, portal, location } = await openBench(make, context)
      const ids: string[] = []
      for (let count = 0; count < submissions; count++) ids.push((await bench.push(bench.anotherReading().id)).id)
      portal.faults.push(...Array.from({ length: submissions }, () => faults[randomInt(faults.length)] ?? 'none'))
      for (let killed = 0; killed < kills; killed++) {
        const process = await startSubmitter(location, await chromiumPath())
        await untilAsked(portal, 1 + randomInt(mostRequests), bench)
        await kill(process)
      }
      const last = await startSubmitter(location, await chromiumPath())
      try {
        await untilSettled(bench)
      } finally {
        await kill(last)
      }
      for (const id of ids) await judge(bench, portal, id)
      const cutOff = await countCutOff(bench)
      assert.ok(cutOff > 0, 'no kill has met a submission')
      context.diagnostic(`${cutOff} attempts were cut off`)
    })
})
