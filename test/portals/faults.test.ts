import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import type { Browsers } from '../../src/utility/connectors/browser/browsers.ts'
import type { Recipe } from '../../src/utility/connectors/browser/recipe.ts'
import { isSettled } from '../../src/utility/submissions/progress.ts'
import type { Submission } from '../../src/utility/submissions/submission-record.ts'
import { createSubmitterStore, LeaseLostError } from '../../src/utility/submitter/submitter-store.ts'
import { secretsOf } from '../fakes/portals/bench.ts'
import { firstPathOf, inHurry, takenBy } from '../fakes/portals/hurry.ts'
import type { Portal, PortalFault } from '../fakes/portals/portal.ts'
import { type PortalMake, portalMakes } from '../fakes/portals/recipes.ts'
import { openSharedBrowsers } from '../fakes/portals/shared-browsers.ts'
import { noSettings } from '../fakes/utility/connector-context.ts'
import { type Crash, crashingStore } from '../fakes/utility/crashing-store.ts'
import { openWorkbench, type Workbench } from '../fakes/utility/workbench.ts'
import { engines } from '../support/databases.ts'
import { chromiumPath } from '../web/chromium-path.ts'

// Most where a page costs the browser least.
const runsAt: Readonly<Record<string, number>> = { stadtwerke: 10, netzportal: 12, versorger: 10, altbau: 20 }
const faults: PortalFault[] = [
  'none',
  'drop',
  'take-then-drop',
  '500',
  'take-then-500',
  'take-without-receipt',
  'take-slowly',
  'refuse-low',
  'expire-session',
  'captcha',
]
const anyCase = fc.record({
  faults: fc.array(fc.constantFrom(...faults), { maxLength: 2 }),
  // Each of these costs another visit to the portal.
  failures: fc.constantFrom(0, 0, 0, 1),
  isSessionOver: fc.constantFrom(false, false, true),
  crashes: fc.oneof(
    fc.constant([]),
    fc.array(fc.record({ atWrite: fc.integer({ min: 0, max: 3 }), isStored: fc.boolean() }), { maxLength: 1 }),
  ),
})
type Case = typeof anyCase extends fc.Arbitrary<infer Value> ? Value : never

function playFaults(make: PortalMake): void {
  const runs = runsAt[make.name] ?? assert.fail(make.name)
  let bench: Workbench
  let portal: Portal
  let recipe: Recipe
  let dataDir: string
  let browsers: Browsers

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'meterbridge-portal-faults-'))
    const settings = { ...noSettings, dataDir, chromiumPath: await chromiumPath() }
    portal = await make.start()
    recipe = inHurry(make.recipe(portal))
    browsers = await openSharedBrowsers(settings, portal.url)
    bench = await openWorkbench(engines[0] ?? assert.fail('no engine'), { settings, browsers })
  })
  after(async () => {
    await browsers.stop()
    await bench.close()
    await portal.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  // A process that is dead cannot even look for work.
  function onlyDead(error: unknown): void {
    if (!(error instanceof LeaseLostError)) throw error
  }

  /** Works with processes that die, one after the other, and then with one that lives. */
  async function settleOverCrashes(id: string, crashes: readonly Crash[]): Promise<Submission> {
    const store = createSubmitterStore(bench.database)
    const workers = crashes.map((crash) => bench.submitter(crashingStore(store, crash)))
    const last = bench.submitter()
    for (let turns = 0; turns < 60; turns++) {
      await (workers[Math.floor(turns / 2)] ?? last).runDue().catch(onlyDead)
      const current = await bench.find(id)
      if (isSettled(current.state)) return current
      // Past the time of grace at once: every question costs a visit to the portal.
      bench.time.now = Math.max(bench.time.now + bench.timing.rules.graceMilliseconds, current.nextAttemptAt ?? 0)
    }
    return assert.fail(`${id} does not settle: ${JSON.stringify(await bench.find(id))}`)
  }

  async function play(number: number, { crashes, failures, isSessionOver, ...one }: Case): Promise<void> {
    // A recipe that differs from the last one, so that it is not stopped where that one was.
    const changed = { ...recipe, timeout: (recipe.timeout ?? 0) + number }
    await bench.desk.put('city', { type: 'browser', recipe: changed, secrets: secretsOf(portal) })
    portal.faults.splice(0, Number.POSITIVE_INFINITY, ...one.faults)
    portal.failing.set(firstPathOf(recipe), failures)
    if (isSessionOver) portal.endSessions()
    const reading = bench.addReading(number)
    const submission = await settleOverCrashes((await bench.push(reading.id)).id, crashes)
    const taken = takenBy(portal, reading)
    const what = `${submission.state} ${submission.code}: ${submission.detail}`
    assert.ok(taken.length <= 1, `taken ${taken.length} times; ${what}`)
    if (submission.state === 'confirmed') assert.equal(submission.receipt, taken[0]?.receipt ?? 'none', what)
    if (submission.state === 'failed' || submission.state === 'rejected') assert.equal(taken.length, 0, what)
    outcomes.set(submission.state, (outcomes.get(submission.state) ?? 0) + 1)
  }
  const outcomes = new Map<string, number>()

  test(`of ${runs} submissions none is stored twice, none is lost, and what is confirmed is stored`, async () => {
    let number = 0
    await fc.assert(
      fc.asyncProperty(anyCase, (one) => play(++number, one)),
      { numRuns: runs, endOnFailure: true },
    )
    // Faults that everything ends at would prove nothing.
    assert.ok((outcomes.get('confirmed') ?? 0) > runs / 4, JSON.stringify([...outcomes]))
  })
}

// Side by side: most of the time is spent waiting.
describe('faults, lost sessions and crashes', { concurrency: portalMakes.length }, () => {
  for (const make of portalMakes) describe(`at the portal ${make.name}`, () => playFaults(make))
})
