import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engines } from '../support/databases.ts'
import { startService } from '../support/service.ts'

const [sqlite] = engines

test('requests are counted for each account and each network, those to nowhere too, and /health is not', async (context) => {
  if (!sqlite) assert.fail('no engine')
  const service = await startService(sqlite, { rateLimitPerMinute: 3, trustProxy: 1 })
  context.after(() => service.stop())
  const from = (address: string, path: string) =>
    service.call('GET', path, undefined, { authorization: '', 'x-forwarded-for': address })
  const remaining: unknown[] = []
  for (const path of ['/readings', '/nowhere', '/auth/setup']) {
    const answer = await from('2001:db8::1', path)
    assert.equal(answer.headers.get('ratelimit-limit'), '3', path)
    assert.match(answer.headers.get('ratelimit-reset') ?? '', /^\d+$/)
    remaining.push(answer.headers.get('ratelimit-remaining'))
  }
  assert.deepEqual(remaining, ['2', '1', '0'])
  // Another address of the same /64 is the same customer.
  for (const path of ['/readings', '/nowhere', '/auth/setup']) {
    const refused = await from('2001:db8::2', path)
    assert.equal(refused.status, 429, path)
    assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/)
    assert.equal(refused.headers.get('ratelimit-remaining'), '0')
    assert.match(refused.headers.get('content-type') ?? '', /^application\/problem\+json/)
  }
  assert.equal((await from('2001:db8::2', '/health')).status, 200)
  assert.equal((await from('2001:db8:0:1::1', '/auth/setup')).status, 200)
  assert.equal((await service.call('GET', '/readings', undefined, { 'x-forwarded-for': '2001:db8::2' })).status, 200)
})
