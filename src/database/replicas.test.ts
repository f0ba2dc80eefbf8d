import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { until } from '../../test/journeys/client.ts'
import { engines } from '../../test/support/databases.ts'
import { frailNetwork } from '../../test/support/frail-network.ts'
import { Secret } from '../secret.ts'
import { createPostgresReplicas } from './postgres-replicas.ts'
import { createNoReplicas, type Replicas } from './replicas.ts'

const [, postgres] = engines

describe('processes that share a PostgreSQL', () => {
  async function openThree(context: TestContext) {
    const location = await postgres!.createLocation()
    context.after(() => location.remove())
    const server = new URL(location.databaseUrl!.reveal())
    const network = await frailNetwork({ host: server.hostname, port: Number(server.port) })
    context.after(() => network.close())
    const frail = new URL(server)
    frail.host = `127.0.0.1:${network.port}`
    const open = async (url: URL): Promise<Replicas> => {
      const replicas = createPostgresReplicas(new Secret(url.href))
      await replicas.open()
      context.after(() => replicas.close())
      return replicas
    }
    return { network, first: await open(server), second: await open(server), frail: await open(frail) }
  }

  test('hear each word of the others once and in order, however alike, and none of their own', async (context) => {
    const { first, second, frail } = await openThree(context)
    const heard: Record<string, unknown[]> = { first: [], second: [], frail: [] }
    for (const [name, one] of Object.entries({ first, second, frail }))
      one.hear('greeting', (word) => heard[name]?.push(word))
    await until('they know of each other', () => [first, second, frail].every((one) => one.areThere()))
    const words = Array.from({ length: 300 }, (_, number) => [Math.floor(number / 2), 'x'.repeat(3000)])
    for (const word of words) first.tell('greeting', word)
    await until('all is heard', () => heard['frail']?.length === 300 && heard['second']?.length === 300)
    assert.deepEqual([heard['first'], heard['second'], heard['frail']], [[], words, words])
  })

  test('hear that words may have been missed where a connection broke, and go on', async (context) => {
    const { network, first, frail } = await openThree(context)
    const missed = { first: 0, frail: 0 }
    const heard: unknown[] = []
    first.onMissed(() => missed.first++)
    frail.onMissed(() => missed.frail++)
    frail.hear('greeting', (word) => heard.push(word))
    await until('they know of each other', () => first.areThere() && frail.areThere())
    network.cut()
    await assert.rejects(frail.claim('a name'))
    network.mend()
    await until('both hear of it', () => missed.first > 0 && missed.frail > 0)
    await until('words arrive again', () => {
      first.tell('greeting', 'again')
      return heard.includes('again')
    })
    assert.ok(await frail.claim('a name'))
  })

  test('ask their one connection one thing after the other, as the driver wants it', async (context) => {
    const warnings: string[] = []
    const hear = ({ message }: Error) => void warnings.push(message)
    process.on('warning', hear)
    context.after(() => process.off('warning', hear))
    const { first } = await openThree(context)
    const claims = await Promise.all(Array.from({ length: 20 }, (_, number) => first.claim(`name ${number}`)))
    assert.ok(claims.every((claim) => claim !== undefined))
    await Promise.all(claims.map(({ release }) => release()))
    assert.deepEqual(warnings, [])
  })

  test('forget one that takes its leave', async (context) => {
    const { first, second, frail } = await openThree(context)
    await until('they know of each other', () => [first, second, frail].every((one) => one.areThere()))
    await second.close()
    await frail.close()
    await until('it is alone', () => !first.areThere())
  })

  test('claim a name once, until it is released or the connection breaks', async (context) => {
    const { network, first, second, frail } = await openThree(context)
    const all = await Promise.all([first, first, second, second, frail].map((one) => one.claim('a name')))
    const [claim, ...others] = all.filter((one) => one !== undefined)
    assert.ok(claim)
    assert.equal(others.length, 0)
    assert.ok(await first.claim('another name'))
    await claim.release()
    assert.ok(await frail.claim('a name'), 'it is free as soon as it is said to be')
    assert.equal(await second.claim('a name'), undefined)
    network.cut()
    await until('it is free again', async () => (await second.claim('a name')) !== undefined)
  })
})

test('a database of one process gives a name once too', async () => {
  const alone = createNoReplicas()
  const [claim, other] = await Promise.all([alone.claim('a name'), alone.claim('a name')])
  assert.equal(other, undefined)
  await claim?.release()
  assert.ok(await alone.claim('a name'))
})
