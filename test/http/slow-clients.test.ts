import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { type Patience, usualPatience } from '../../src/http/patience.ts'
import { until } from '../journeys/client.ts'
import { engines } from '../support/databases.ts'
import { admin, type Service, startService } from '../support/service.ts'

const cutOff = /takes nothing of its answer/
const wholeStream = /\r\n0\r\n\r\n$/

for (const engine of engines)
  describe(`slow clients, on ${engine.name}`, () => {
    async function begin(context: TestContext, patience: Partial<Patience>) {
      const service = await startService(engine, {}, { patience: { ...usualPatience, ...patience } })
      context.after(() => service.stop())
      const { json } = await service.call('POST', '/auth/token', admin)
      const authorization = `Authorization: Bearer ${json.access_token}`
      const open = (...lines: string[]): Socket => {
        const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
        context.after(() => socket.destroy())
        // What a connection that was reset tells besides its end.
        socket.on('error', () => undefined)
        socket.write(lines.join('\r\n'))
        return socket
      }
      return { service, authorization, open }
    }

    test('that send nothing, or headers without an end, are closed, and others answered', async (context) => {
      const { service, open } = await begin(context, { headersMilliseconds: 300, lookEveryMilliseconds: 50 })
      const trickling = open('GET /health HTTP/1.1', 'Host: x', '')
      keepSending(trickling, 'X-More: x\r\n')
      for (const answer of await endsOf(service, [open(), trickling]))
        assert.match(answer, /^HTTP\/1\.1 408 [\s\S]*"The request came too slowly: its headers have 60 s,/)
    })

    test('whose bodies trickle are closed, read whole or as a stream, and others answered', async (context) => {
      const patience = { headersMilliseconds: 1000, requestMilliseconds: 1000, lookEveryMilliseconds: 50 }
      const { service, authorization, open } = await begin(context, patience)
      const head = [authorization, 'Host: x', 'Content-Length: 60000', '']
      const whole = open('POST /records/single HTTP/1.1', 'Content-Type: application/json', ...head, '{"note":"')
      const streamed = open(
        'POST /records/bulk HTTP/1.1',
        'Content-Type: text/csv',
        ...head,
        'Timestamp,Meter_Value\r\n',
      )
      for (const socket of [whole, streamed]) keepSending(socket, 'x')
      for (const answer of await endsOf(service, [whole, streamed])) assert.match(answer, /^HTTP\/1\.1 408 /)
      assert.doesNotMatch(service.logged(), /request failed/)
    })

    test('that keep a connection and ask nothing more are closed', async (context) => {
      const { service, open } = await begin(context, { idleMilliseconds: 100 })
      const [answer] = await endsOf(service, [open('GET /health/live HTTP/1.1', 'Host: x', '', '')])
      assert.match(answer ?? '', /^HTTP\/1\.1 200 /)
    })

    test('that never read their export are cut off, and others answered', async (context) => {
      const { service, authorization, open } = await begin(context, { readerMilliseconds: 300 })
      await record(service, 10_000, 0)
      const asked = Array.from({ length: 12 }, () =>
        ['GET /readings/export?format=json HTTP/1.1', authorization, 'Host: x', '', ''].join('\r\n'),
      )
      const socket = open(asked.join(''))
      await untilAnswering(service, 'it is cut off', () => cutOff.test(service.logged()))
      const answers = await restOf(socket)
      assert.ok(answers.split('HTTP/1.1 200').length < asked.length, 'everything was sent')
    })

    test('that listen and take nothing for a while are cut off, and others answered', async (context) => {
      const { service, authorization, open } = await begin(context, { readerMilliseconds: 10 })
      const socket = open('GET /readings/stream HTTP/1.1', authorization, 'Host: x', '', '')
      // Little by little, so that it is the time that ends it.
      for (let round = 0; round < 100 && !isOver(service); round++) await record(service, 500, round)
      await untilAnswering(service, 'it is cut off', () => isOver(service))
      assert.match(service.logged(), cutOff)
      assert.doesNotMatch(await restOf(socket), wholeStream)
    })

    test('that listen and let a mebibyte gather are cut off, and others answered', async (context) => {
      const { service, authorization, open } = await begin(context, {})
      const socket = open('GET /readings/stream HTTP/1.1', authorization, 'Host: x', '', '')
      for (let round = 0; round < 10 && !isOver(service); round++) await record(service, 10_000, round)
      await untilAnswering(service, 'it is cut off', () => isOver(service))
      assert.doesNotMatch(service.logged(), cutOff)
      assert.doesNotMatch(await restOf(socket), wholeStream)
    })
  })

async function record(service: Service, count: number, round: number): Promise<void> {
  const begin = Date.UTC(2001, round)
  const records = Array.from({ length: count }, (_, index) => ({
    timestamp: new Date(begin + index * 60_000).toISOString(),
    meterValue: index,
    source: `round ${round}`,
    note: 'n'.repeat(200),
  }))
  const { json } = await service.call('POST', '/records/bulk', { records })
  assert.equal(json.recorded, count)
}

/** Whether the stream has ended, as the log tells. */
function isOver(service: Service): boolean {
  return /"route":"\/readings\/stream".*"isBrokenOff":true/.test(service.logged())
}

function keepSending(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20)
  socket.once('close', () => clearInterval(timer))
}

async function untilAnswering(service: Service, what: string, isSo: () => boolean): Promise<void> {
  await until(what, async () => {
    assert.equal((await service.call('GET', '/readings?limit=1')).status, 200)
    return isSo()
  })
}

/** What each of them was answered before the service closed it; others are answered meanwhile. */
async function endsOf(service: Service, sockets: readonly Socket[]): Promise<string[]> {
  const answers = sockets.map(restOf)
  await untilAnswering(service, 'all are closed', () => sockets.every(({ closed }) => closed))
  return await Promise.all(answers)
}

/** Everything that still comes, until the connection is closed. */
async function restOf(socket: Socket): Promise<string> {
  let received = ''
  socket.setEncoding('latin1').on('data', (chunk) => {
    received += String(chunk)
  })
  // Not by `once`, which fails where the connection was reset.
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
  return received
}
