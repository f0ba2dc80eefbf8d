import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../journeys/client.ts'
import { engines } from '../support/databases.ts'
import { runService, startService } from '../support/service.ts'

const [sqlite, postgres] = engines

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

test('processes that share a PostgreSQL count together', async (context) => {
  const location = await postgres!.createLocation()
  const perMinute = 60
  const [one, other] = await Promise.all([0, 1].map(() => runService(location, { rateLimitPerMinute: perMinute })))
  context.after(async () => {
    await Promise.all([one?.stop(), other?.stop()])
    await location.remove()
  })
  const from = { authorization: '', 'x-forwarded-for': '' }
  const ask = async (service = one) => (await service!.call('GET', '/auth/setup', undefined, from)).status
  const answers: number[] = []
  await until('the first is at its limit', async () => {
    answers.push(await ask())
    return answers.at(-1) === 429
  })
  await until('so is the other', async () => (await ask(other)) === 429)
  const { headers } = await other!.call('GET', '/auth/setup', undefined, from)
  assert.deepEqual([headers.get('ratelimit-remaining'), headers.get('ratelimit-limit')], ['0', '60'])
  assert.ok(answers.length <= perMinute + 1)
})
