import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { openDatabase } from '../../src/database/database.ts'
import { engines } from '../support/databases.ts'
import { admin, runService, type Service, startService } from '../support/service.ts'

interface Reply {
  status: number | undefined
  body: string
}

/** Posts over one kept-alive connection; fails where no answer comes in time. */
async function post(service: Service, agent: Agent, token: string, type: string, body: Buffer): Promise<Reply> {
  const sent = request(`${service.url}/records/bulk`, {
    method: 'POST',
    agent,
    headers: { 'content-type': type, authorization: `Bearer ${token}`, 'content-length': body.length },
    signal: AbortSignal.timeout(10_000),
  })
  sent.end(body)
  const [response] = await once(sent, 'response')
  return { status: response.statusCode, body: await text(response) }
}

const padding = Buffer.from(`${'x'.repeat(1000)}\n`.repeat(3000))
const notUtf8 = Buffer.from([0xff])
const refusedEarly: [string, string, Buffer][] = [
  ['NDJSON with an endless line', 'application/x-ndjson', Buffer.alloc(3_000_000, 'y')],
  ['CSV with a header of unknown columns', 'text/csv', Buffer.concat([Buffer.from('Colour,Weather\n'), padding])],
  ['CSV that is not UTF-8', 'text/csv', Buffer.concat([Buffer.from('Timestamp,Meter_Value\n'), notUtf8, padding])],
]

for (const engine of engines)
  describe(`the service on ${engine.name}`, () => {
    test('goes on answering on a connection whose large body it has refused', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      const token = await tokenOf(service)
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      for (const [name, type, body] of refusedEarly) {
        const refused = await post(service, agent, token, type, body)
        assert.equal(refused.status, 400, name)
        const next = await post(service, agent, token, 'application/json', Buffer.from('{"records":[]}'))
        assert.equal(next.status, 200, name)
      }
      agent.destroy()
    })

    test('stops although somebody listens to the stream, and ends the stream', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      const headers = { authorization: `Bearer ${await tokenOf(service)}` }
      const response = await fetch(`${service.url}/readings/stream`, { headers })
      const heard = response.text()
      await service.stop()
      assert.match(await heard, /^retry: /)
    })

    test('answers even what is no HTTP, or no address, with a problem', async (context) => {
      const service = await startService(engine)
      context.after(() => service.stop())
      const broken = await service.call('GET', '/%zz')
      assert.equal(broken.status, 400)
      assert.equal(broken.json.requestId, broken.headers.get('x-request-id'))
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1')
      socket.write('this is no HTTP\r\n\r\n')
      assert.match(await text(socket), /^HTTP\/1\.1 400[\s\S]*application\/problem\+json[\s\S]*"requestId"/)
    })

    test('is well again as soon as writes work again, and logs neither stacks nor paths', async (context) => {
      const location = await engine.createLocation()
      const service = await runService(location)
      context.after(async () => {
        await service.stop()
        await location.remove()
      })
      const other = await openDatabase(location)
      await other.sql.schema.alterTable('readings').renameTo('readings_away').execute()
      const failed = await service.call('POST', '/records/single', { meterValue: 1 })
      assert.equal(failed.status, 500)
      assert.doesNotMatch(failed.text, /readings_away|\.ts/)
      await other.sql.schema
        .alterTable('readings_away' as 'readings')
        .renameTo('readings')
        .execute()
      await other.close()
      assert.equal((await service.call('GET', '/health')).json.status, 'healthy')
      assert.equal((await service.call('POST', '/records/single', { meterValue: 1 })).status, 201)
      assert.match(service.logged(), /request failed/)
      assert.doesNotMatch(service.logged(), /\bat .*:\d+:\d+|node_modules|file:\/\//)
    })
  })

async function tokenOf(service: Service): Promise<string> {
  const { json } = await service.call('POST', '/auth/token', admin)
  return json.access_token
}
