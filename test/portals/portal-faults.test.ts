import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { createLog } from '../../src/log.ts'
import { type Browsers, createBrowsers } from '../../src/utility/connectors/browser/browsers.ts'
import type { Recipe } from '../../src/utility/connectors/browser/recipe.ts'
import { isSettled } from '../../src/utility/progress.ts'
import type { Submission } from '../../src/utility/submission-record.ts'
import { createSubmitterStore, LeaseLostError } from '../../src/utility/submitter-store.ts'
import { secretsOf } from '../fakes/portals/bench.ts'
import type { Portal, PortalFault } from '../fakes/portals/portal.ts'
import { portalMakes } from '../fakes/portals/recipes.ts'
import { noSettings } from '../fakes/utility/connector-context.ts'
import { type Crash, crashingStore } from '../fakes/utility/crashing-store.ts'
import { openWorkbench, type Workbench } from '../fakes/utility/workbench.ts'
import { engines } from '../support/databases.ts'
import { chromiumPath } from '../web/chromium-path.ts'

// Side by side: most of the time is spent waiting.
const parts = [1, 2]
const runs = 10
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
  faults: fc.array(fc.constantFrom(...faults), { maxLength: 3 }),
  failures: fc.integer({ min: 0, max: 1 }),
  isSessionOver: fc.boolean(),
  crashes: fc.array(fc.record({ atWrite: fc.integer({ min: 0, max: 3 }), isStored: fc.boolean() }), { maxLength: 1 }),
})
type Case = typeof anyCase extends fc.Arbitrary<infer Value> ? Value : never

/** One Chromium for all runs, a new context for each: starting it is not what is tested here. */
async function openSharedBrowsers(own: Browsers, origin: string): Promise<Browsers & { close(): void }> {
  const { promise: over, resolve: close } = Promise.withResolvers<void>()
  const { promise: started, resolve: start } = Promise.withResolvers<Browsers['run']>()
  const running = own.run({
    connector: 'shared',
    origins: [origin],
    deadlineMilliseconds: 600_000,
    work: async (browser) => {
      const [first] = browser.contexts()
      start(async ({ work }) => {
        try {
          return await work(browser)
        } finally {
          for (const context of browser.contexts()) if (context !== first) await context.close()
        }
      })
      await over
    },
  })
  return {
    run: await started,
    sweep: async () => undefined,
    stop: () => running,
    close,
  }
}

function playFaults(part: number): void {
  let bench: Workbench
  let portal: Portal
  let recipe: Recipe
  let dataDir: string
  let own: Browsers
  let shared: Awaited<ReturnType<typeof openSharedBrowsers>>

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'meterbridge-portal-faults-'))
    const settings = { ...noSettings, dataDir, chromiumPath: await chromiumPath() }
    const make = portalMakes.find(({ name }) => name === 'altbau') ?? assert.fail('no such portal')
    portal = await make.start()
    // A small window is quickly drawn, and drawing is most of the work.
    const small = { type: 'setViewport' as const, width: 400, height: 300 }
    const recorded = make.recipe(portal)
    recipe = { ...recorded, steps: recorded.steps.map((step) => (step.type === 'setViewport' ? small : step)) }
    own = createBrowsers({ ...settings, clock: Date.now, log: createLog({ level: 'silent', format: 'json' }) })
    shared = await openSharedBrowsers(own, portal.url)
    bench = await openWorkbench(engines[0] ?? assert.fail('no engine'), { settings, browsers: shared })
  })
  after(async () => {
    shared.close()
    await own.stop()
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
      bench.time.now = Math.max(bench.time.now + 61_000, current.nextAttemptAt ?? 0)
    }
    return assert.fail(`${id} does not settle: ${JSON.stringify(await bench.find(id))}`)
  }

  async function play(number: number, { crashes, failures, isSessionOver, ...one }: Case): Promise<void> {
    // A recipe that differs from the last one, so that it is not stopped where that one was.
    const steps = recipe.steps.map((step) => (step.commit === true ? { ...step, timeout: 900 + number } : step))
    const { username, password } = secretsOf(portal)
    await bench.desk.put('city', {
      type: 'browser',
      recipe: { ...recipe, steps, timeout: 4000 },
      secrets: { username, password },
    })
    portal.faults.splice(0, Number.POSITIVE_INFINITY, ...one.faults)
    portal.failing.set('/', failures)
    if (isSessionOver) portal.endSessions()
    const reading = bench.addReading(number)
    const submission = await settleOverCrashes((await bench.push(reading.id)).id, crashes)
    const value = String(Math.floor((reading.meter ?? 0) / 1000))
    const taken = portal.stored.filter((stored) => stored.value === value)
    const what = `${submission.state} ${submission.code}: ${submission.detail}`
    assert.ok(taken.length <= 1, `taken ${taken.length} times; ${what}`)
    if (submission.state === 'confirmed') assert.equal(submission.receipt, taken[0]?.receipt ?? 'none', what)
    if (submission.state === 'failed' || submission.state === 'rejected') assert.equal(taken.length, 0, what)
    outcomes.set(submission.state, (outcomes.get(submission.state) ?? 0) + 1)
  }
  const outcomes = new Map<string, number>()

  test(`of ${runs} submissions (${part} of ${parts.length}) none is stored twice, none is lost, and what is confirmed is stored`, async () => {
    let number = 0
    await fc.assert(
      fc.asyncProperty(anyCase, (one) => play(++number, one)),
      { numRuns: runs, endOnFailure: true },
    )
    // Faults that everything ends at would prove nothing.
    assert.ok((outcomes.get('confirmed') ?? 0) > runs / 4, JSON.stringify([...outcomes]))
  })
}

describe('faults, lost sessions and crashes at a portal', { concurrency: parts.length }, () => {
  for (const part of parts) describe(`part ${part}`, () => playFaults(part))
})
