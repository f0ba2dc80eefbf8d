import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { startUtilityService, type UtilityService } from '../../../test/fakes/utility/utility-service.ts'
import { engines } from '../../../test/support/databases.ts'
import { createEvidenceStore } from './evidence.ts'

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47])

for (const engine of engines.filter(({ name }) => name === 'sqlite'))
  describe('evidence', () => {
    let service: UtilityService
    let submission: string
    before(async () => {
      service = await startUtilityService(engine)
      await service.put()
      const { json } = await service.call('POST', '/utility/push', { readingId: service.addReading() })
      submission = json.submission.id
    })
    after(() => service.close())

    test('is kept where only the service may read it, and served to those who may push', async () => {
      const store = createEvidenceStore(service.dataDir)
      const picture = await store.keepOfSubmission(submission, { kind: 'screenshot', png })
      const text = await store.keepOfSubmission(submission, { kind: 'text', text: 'Zähler übernommen' })
      const folder = join(service.dataDir, 'evidence', submission)
      assert.equal(statSync(folder).mode & 0o777, 0o700)
      assert.equal(statSync(join(folder, picture.url.split('/').at(-1) ?? '')).mode & 0o777, 0o600)
      const answer = await service.get(picture.url)
      assert.equal(answer.headers.get('content-type'), 'image/png')
      assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), png)
      const words = await service.get(text.url)
      assert.equal(words.headers.get('content-type'), 'text/plain; charset=utf-8')
      assert.equal(await words.text(), 'Zähler übernommen')
      assert.equal((await service.get(picture.url, 'readings:read')).status, 403)
    })

    test('of a rehearsal is that of the last one', async () => {
      const store = createEvidenceStore(service.dataDir)
      const first = await (await store.beginRehearsal('city'))(submission, { kind: 'screenshot', png })
      assert.equal((await service.get(first.url)).status, 200)
      assert.equal((await service.get(first.url, 'utility:push')).status, 403)
      const second = await (await store.beginRehearsal('city'))(submission, { kind: 'screenshot', png })
      assert.equal((await service.get(first.url)).status, 404)
      assert.equal((await service.get(second.url)).status, 200)
    })

    test('leads to no other file', async () => {
      for (const [id, name] of [
        ['..', 'meterbridge.db'],
        ['%2e%2e', 'jwt-secret'],
        [submission, '..%2f..%2fjwt-secret'],
        [submission, '%2fetc%2fpasswd'],
        ['..%2f..', 'a.txt'],
        [submission, 'a.txt%00.png'],
        ['rehearsal-city', 'nothing.png'],
      ])
        assert.equal((await service.get(`/utility/submissions/${id}/evidence/${name}`)).status, 404, `${id} ${name}`)
    })
  })
