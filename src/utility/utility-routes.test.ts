import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startUtilityService, type UtilityService } from '../../test/fakes/utility/utility-service.ts'
import { engines } from '../../test/support/databases.ts'
import type { SubmissionJson } from './submissions/submission-json.ts'

for (const engine of engines)
  describe(`the routes of the utility on ${engine.name}`, () => {
    let service: UtilityService
    before(async () => {
      service = await startUtilityService(engine)
    })
    after(() => service.close())

    test('a push without a connector is a conflict that says what to do', async () => {
      service.addReading()
      assert.equal((await service.utility.status()).state, 'off')
      const { status, json } = await service.call('POST', '/utility/push', {})
      assert.equal(status, 409)
      assert.match(json.type, /no-connector$/)
      assert.match(json.detail, /PUT \/utility\/connectors/)
    })

    test('a push is queued, told, and answered with its outcome where the caller waits', async () => {
      await service.put()
      const readingId = service.addReading()
      const { status, headers, json } = await service.pushAndWait({ readingId })
      assert.equal(status, 200)
      assert.equal(headers.get('preference-applied'), 'wait=20')
      const { submission } = json
      assert.equal(headers.get('location'), `/utility/submissions/${submission.id}`)
      assert.deepEqual([submission.state, submission.readingId, submission.createdBy], ['confirmed', readingId, 'ada'])
      const one = await service.call('GET', `/utility/submissions/${submission.id}`)
      const [attempt, ...others] = one.json.submission.attempts
      assert.deepEqual([others, attempt.evidence[0].kind], [[], 'answer'])
      const told = () => service.events.filter(({ id }) => id === submission.id).map(({ state }) => state)
      // It is told right after it is answered.
      while (told().at(-1) !== 'confirmed') await service.call('GET', `/utility/submissions/${submission.id}`)
      assert.deepEqual(told(), ['queued', 'running', 'committing', 'confirmed'])
      const again = await service.call('POST', '/utility/push', { readingId })
      assert.equal(again.status, 409)
      assert.equal(again.headers.get('location'), `/utility/submissions/${submission.id}`)
      assert.ok(again.json.detail.includes(submission.id))
      assert.equal((await service.call('POST', `/utility/submissions/${submission.id}/retry`)).status, 409)
    })

    test('a push that nobody waits for is accepted at once, also without a body', async () => {
      service.addReading()
      const { status, json, headers } = await service.call('POST', '/utility/push')
      assert.equal(status, 202)
      assert.equal(json.submission.state, 'queued')
      assert.equal(headers.get('preference-applied'), null)
      await service.confirmed(json.submission.id)
    })

    test('a reading that is not there, or holds no such value, is refused', async () => {
      assert.equal((await service.call('POST', '/utility/push', { readingId: 'none' })).status, 404)
      assert.equal((await service.call('POST', '/utility/push', { site: 'moon' })).status, 404)
      assert.equal((await service.call('POST', '/utility/push', { connector: 'none' })).status, 404)
      const { status, json } = await service.call('POST', '/utility/push', {
        readingId: service.addReading({ meter: null, inverter: 5 }),
      })
      assert.equal(status, 422)
      assert.match(json.detail, /meterValue/)
      service.readings.delete(`r${service.readings.size}`)
      assert.equal((await service.call('POST', '/utility/push', { colour: 1 })).status, 400)
    })

    test('a person resolves what is in doubt, and a cancelled reading may be pushed anew', async () => {
      const readingId = service.addReading()
      service.fake.faults.push('take-then-drop')
      const { json } = await service.pushAndWait({ readingId })
      const { id, state, code } = json.submission
      assert.deepEqual([state, code], ['needs-attention', 'outcome-unknown'])
      const health = await service.utility.status()
      assert.deepEqual([health.state, health.needsAttention, health.stopped], ['attention', 1, []])
      const attention = await service.call('GET', '/utility/submissions?state=needs-attention&site=home')
      assert.deepEqual(
        attention.json.submissions.map((one: SubmissionJson) => one.id),
        [id],
      )
      assert.equal(
        (await service.call('POST', `/utility/submissions/${id}/resolve`, { outcome: 'cancelled' })).status,
        400,
      )
      const resolved = await service.call('POST', `/utility/submissions/${id}/resolve`, {
        outcome: 'cancelled',
        note: 'not in their portal',
      })
      assert.deepEqual([resolved.status, resolved.json.submission.state], [200, 'cancelled'])
      assert.equal((await service.call('POST', `/utility/submissions/${id}/retry`)).status, 409)
      assert.equal((await service.pushAndWait({ readingId })).json.submission.state, 'confirmed')
      assert.equal(
        (await service.call('POST', `/utility/submissions/${id}/resolve`, { outcome: 'confirmed', note: 'x' })).status,
        409,
      )
      const kept = await service.database.sql.selectFrom('submission_decisions').selectAll().execute()
      assert.deepEqual(
        kept.map(({ by, decision, note }) => [by, decision, note]),
        [['ada', 'cancelled', 'not in their portal']],
      )
    })

    test('on a person’s word a doubtful reading is sent again', async () => {
      service.fake.faults.push('drop')
      const { json } = await service.pushAndWait({ readingId: service.addReading() })
      assert.equal(json.submission.state, 'needs-attention')
      const retried = await service.call('POST', `/utility/submissions/${json.submission.id}/retry`)
      assert.deepEqual([retried.status, retried.json.submission.state], [202, 'queued'])
      await service.confirmed(json.submission.id)
    })

    test('the list goes on page by page', async () => {
      const all = (await service.call('GET', '/utility/submissions')).json.submissions.map(
        (one: SubmissionJson) => one.id,
      )
      const paged: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { json } = await service.call('GET', `/utility/submissions?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
        paged.push(...json.submissions.map((one: SubmissionJson) => one.id))
        cursor = json.nextCursor
      }
      assert.deepEqual(paged, all)
      assert.equal((await service.call('GET', '/utility/submissions?cursor=zzz')).status, 400)
    })

    test('only those who may, may', async () => {
      const viewer = { authorization: 'readings:read' }
      const pusher = { authorization: 'utility:push' }
      assert.equal((await service.call('POST', '/utility/push', {}, viewer)).status, 403)
      assert.equal((await service.call('GET', '/utility/submissions', undefined, viewer)).status, 403)
      assert.equal((await service.call('GET', '/utility/connectors', undefined, pusher)).status, 403)
      assert.equal((await service.call('PUT', '/utility/connectors/city', {}, pusher)).status, 403)
    })
  })
