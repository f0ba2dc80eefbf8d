import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openDatabase } from '../../src/database/database.ts'
import { Secret } from '../../src/secret.ts'
import { engines } from '../support/databases.ts'
import { type FrailNetwork, frailNetwork } from '../support/frail-network.ts'
import { runService } from '../support/service.ts'
import { until } from './client.ts'

const postgres = engines.find(({ name }) => name === 'postgres')

async function throughNetwork(context: TestContext) {
  if (!postgres) assert.fail('no engine')
  const location = await postgres.createLocation()
  context.after(() => location.remove())
  const url = new URL(location.databaseUrl?.reveal() ?? '')
  const network: FrailNetwork = await frailNetwork({ host: url.hostname, port: Number(url.port) })
  context.after(() => network.close())
  url.host = `127.0.0.1:${network.port}`
  return { network, location: { ...location, databaseUrl: new Secret(url.href) } }
}

describe('where PostgreSQL is away', () => {
  test('requests are refused as 503, nothing acknowledged is lost, and it goes on without a restart', async (context) => {
    const { network, location } = await throughNetwork(context)
    const service = await runService(location)
    context.after(() => service.stop())
    const write = (meterValue: number) =>
      service.call('POST', '/records/single', { meterValue, timestamp: `2026-01-01T00:00:${10 + meterValue}Z` })
    const acknowledged: number[] = []
    for (let round = 0; round < 3; round++) {
      const first = round * 10
      const writing = Array.from({ length: 5 }, async (_, index) => {
        const answer = await write(first + index)
        if (answer.status === 201) acknowledged.push(first + index)
        else assert.equal(answer.status, 503, answer.text)
      })
      network.cut()
      await Promise.all(writing)
      const refused = await write(first + 9)
      assert.equal(refused.status, 503)
      assert.match(refused.headers.get('content-type') ?? '', /problem\+json/)
      assert.ok(Number(refused.headers.get('retry-after')) > 0)
      assert.doesNotMatch(refused.text, /127\.0\.0\.1|ECONN/)
      assert.equal((await service.call('GET', '/health')).status, 503)
      assert.equal((await service.call('GET', '/health/ready')).status, 503)
      assert.equal((await service.call('GET', '/health/live')).status, 200)
      network.mend()
      await until('it takes writes again', async () => (await write(first + 8)).status === 201)
      acknowledged.push(first + 8)
      assert.equal((await service.call('GET', '/health')).status, 200)
    }
    const { json } = await service.call('GET', '/readings?limit=100')
    const kept = new Set((json.readings as { meterValue: number }[]).map(({ meterValue }) => meterValue))
    assert.deepEqual(
      acknowledged.filter((value) => !kept.has(value)),
      [],
    )
  })

  for (const [method, path, body, statement] of [
    ['POST', '/records/single', { meterValue: 1 }, /begin/],
    ['POST', '/records/single', { meterValue: 1 }, /insert into "readings"/],
    ['GET', '/readings', undefined, /from "readings"/],
  ] as const)
    test(`${method} ${path} is answered with 503 where the server dies over ${statement.source}`, async (context) => {
      const { network, location } = await throughNetwork(context)
      const service = await runService(location)
      context.after(() => service.stop())
      network.dieOver(statement)
      const { status, text } = await service.call(method, path, body)
      assert.equal(status, 503, text)
    })

  test('a server that says nothing more is given up, and the next connection works', async (context) => {
    const { network, location } = await throughNetwork(context)
    const database = await openDatabase({ ...location, longestQueryMilliseconds: 300 })
    context.after(() => database.close())
    const ask = () => database.sql.selectFrom('sites').select('site').execute()
    await ask()
    network.stopUp()
    await assert.rejects(ask(), /Connection terminated/)
    network.mend()
    await until(
      'it answers again',
      async () =>
        await ask().then(
          () => true,
          () => false,
        ),
    )
  })
})
