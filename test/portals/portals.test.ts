import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { jobOf, openPortalBench, type PortalBench, secretsOf } from '../fakes/portals/bench.ts'
import type { Portal } from '../fakes/portals/portal.ts'
import { type PortalMake, portalMakes } from '../fakes/portals/recipes.ts'

const noCommit = async (): Promise<void> => undefined

function playRecording(make: PortalMake): void {
  describe(`the portal ${make.name}, from its recording`, { concurrency: 1 }, () => {
    let bench: PortalBench
    let portal: Portal
    before(async () => {
      portal = await make.start()
      bench = await openPortalBench(portal)
    })
    after(async () => {
      await bench.close()
      await portal.close()
    })
    const open = () => bench.open(make.recipe(portal), secretsOf(portal))

    test('a rehearsal goes up to the commit step, with a picture of each step, and sends nothing', async () => {
      const steps = await open().rehearse(jobOf(portal, 5001))
      assert.deepEqual(
        steps.filter(({ ok }) => !ok),
        [],
      )
      assert.ok(steps.every(({ evidence = [] }) => evidence.some(({ kind }) => kind === 'screenshot')))
      assert.match(steps.find(({ detail }) => detail.includes('commit step'))?.detail ?? '', /not done/)
      assert.deepEqual(portal.stored, [])
    })

    test('a reading is taken once, after the point of no return was stored, and its receipt is brought back', async () => {
      let takenAtCommit = -1
      const result = await open().send(jobOf(portal, 5001), async () => {
        takenAtCommit = portal.stored.length
      })
      assert.equal(result.kind, 'confirmed', JSON.stringify(result))
      assert.equal(takenAtCommit, 0)
      assert.deepEqual(
        portal.stored.map(({ receipt }) => receipt),
        [result.kind === 'confirmed' && result.receipt],
      )
      assert.match(portal.stored[0]?.value ?? '', /^5001[.,]0$/)
      assert.match(portal.stored[0]?.date ?? '', /^(2026-05-02|02\.05\.(20)?26)$/)
    })

    test('the look-up finds it in the history, and not another, without signing in again', async () => {
      const signIns = portal.signIns
      const found = await open().lookUp(jobOf(portal, 5001))
      assert.deepEqual([found.kind, 'receipt' in found && found.receipt], ['found', 'R-00001'], found.detail)
      const absent = await open().lookUp(jobOf(portal, 6002))
      assert.equal(absent.kind, 'absent', absent.detail)
      assert.equal(portal.signIns, signIns)
    })

    test('a session that has ended is replaced by signing in once', async () => {
      portal.endSessions()
      const signIns = portal.signIns
      const result = await open().send(jobOf(portal, 5003, 3), noCommit)
      assert.equal(result.kind, 'confirmed', result.detail)
      assert.equal(portal.signIns, signIns + 1)
    })

    test('what the portal refuses is refused with our code', async () => {
      portal.faults.push('refuse-low')
      const result = await open().send(jobOf(portal, 5004, 4), noCommit)
      assert.deepEqual([result.kind, 'code' in result && result.code], ['refused', 'less-than-previous'], result.detail)
    })

    test('a wrong password is tried once, and a person is asked', async () => {
      const signIns = portal.signIns
      const wrong = bench.open(make.recipe(portal), { ...secretsOf(portal), password: 'something else' })
      const job = jobOf(portal, 5005, 5)
      const result = await wrong.send(
        { ...job, placement: { ...job.placement, secrets: { ...secretsOf(portal), password: 'something else' } } },
        noCommit,
      )
      assert.deepEqual([result.kind, 'code' in result && result.code], ['person', 'credentials'], result.detail)
      assert.equal(portal.signIns, signIns + 1)
    })
  })
}

// Side by side: most of the time is spent waiting.
describe('portals of different make', { concurrency: portalMakes.length }, () => {
  for (const make of portalMakes) playRecording(make)
})
