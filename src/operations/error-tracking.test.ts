import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { until } from '../../test/journeys/client.ts'
import { engines } from '../../test/support/databases.ts'
import { startProcess } from '../../test/support/process.ts'
import { admin } from '../../test/support/service.ts'
import { openDatabase } from '../database/database.ts'
import { Secret } from '../secret.ts'
import { createErrorTracking } from './error-tracking.ts'

interface SentEvent {
  release: string
  environment: string
  tags: Record<string, string>
  exception: {
    values: { type: string; value: string; stacktrace: { frames: { filename: string; function: string }[] } }[]
  }
}

/** Takes envelopes as Sentry does: https://develop.sentry.dev/sdk/data-model/envelopes/ */
async function startEndpoint(context: TestContext) {
  const received: { path: string; body: string }[] = []
  const server = createServer((request, response) => {
    text(request).then((body) => {
      received.push({ path: request.url ?? '', body })
      response.end('{}')
    }, assert.fail)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  context.after(() => server.close())
  const { port } = server.address() as { port: number }
  const events = () => received.map(({ body }): SentEvent => JSON.parse(body.split('\n')[2] ?? ''))
  return { dsn: `http://publickey@127.0.0.1:${port}/42`, received, events }
}

test('a failed request is sent to Sentry with release and request id, and with nothing that is secret', async (context) => {
  const endpoint = await startEndpoint(context)
  const location = await engines[0]!.createLocation()
  context.after(() => location.remove())
  const secrets = {
    JWT_SECRET: 'a signing secret that nobody may ever see',
    METRICS_TOKEN: 'the token of the metrics',
    ALERT_WEBHOOK_URL: 'http://127.0.0.1:9/hook-with-a-key',
  }
  const service = await startProcess(location, { ...secrets, SENTRY_DSN: endpoint.dsn, LOG_LEVEL: 'error' })
  context.after(() => service.kill())
  const headers = { 'content-type': 'application/json', 'x-request-id': 'the-one' }
  const token = await fetch(`${service.url}/auth/token`, { method: 'POST', headers, body: JSON.stringify(admin) })
  const { access_token: accessToken } = (await token.json()) as { access_token: string }
  const record = async () =>
    await fetch(`${service.url}/records/single`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({ meterValue: 1, note: 'a private note' }),
    })
  // Its statements are prepared then, and the next fails in carrying one out.
  assert.equal((await record()).status, 201)
  const other = await openDatabase(location)
  await other.sql.schema.alterTable('readings').renameTo('readings_away').execute()
  await other.close()
  assert.equal((await record()).status, 500)
  assert.equal((await record()).status, 500)
  await until('it is sent', () => endpoint.received.length > 0)
  assert.equal(await service.terminate(), 0)
  const [event, ...others] = endpoint.events().filter(({ tags }) => tags['requestId'] === 'the-one')
  assert.deepEqual(others, [], 'the same error is not sent with every request')
  assert.match(event?.release ?? '', /^meterbridge@\d+\.\d+\.\d+$/)
  assert.equal(event?.environment, 'development')
  assert.match(endpoint.received[0]?.path ?? '', /^\/api\/42\/envelope\//)
  assert.match(event?.exception.values[0]?.value ?? '', /no such table/)
  const frames = event?.exception.values[0]?.stacktrace.frames ?? []
  const ours = frames.filter(({ filename }) => filename.startsWith('dist/'))
  assert.ok(ours.some((frame) => frame.function === 'translateErrors'))
  const sent = endpoint.received.map(({ body }) => body).join('\n')
  for (const secret of [...Object.values(secrets), admin.password, accessToken, 'a private note', location.dataDir])
    assert.ok(!sent.includes(secret), `sent: ${secret}`)
})

test('what looks like a secret is not sent either, nor are addresses and paths', async (context) => {
  const { dsn, events } = await startEndpoint(context)
  const databaseUrl = new Secret('postgres://ann:quite%20secret@db.example/meterbridge')
  const settings = { dsn: new Secret(dsn), release: 'x@1', environment: 'test', secrets: [databaseUrl] }
  const tracking = createErrorTracking(settings)
  const hidden = [
    'quite secret',
    'https://ann:hidden1@portal.example/login',
    'Bearer hidden2.x.y',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJoaWRkZW4zIn0.c2lnbmF0dXJl',
    'password=hidden4',
    '"apiKey": "hidden5"',
    'ann.hidden6@example.com',
    '/home/hidden7/data/jwt-secret',
    'Ab3dEf6hIj9kLm2nOp5qRs8tHidden8x',
  ]
  tracking.capture(new Error(`It failed: ${hidden.join(' and ')}.`), { site: 'home', body: 'hidden9', requestId: 'r1' })
  await tracking.stop()
  const [event] = events()
  const told = event?.exception.values[0]?.value ?? ''
  assert.match(told, /^It failed: \*\*\* and https:\/\/\*\*\*@portal\.example\/login and /)
  assert.doesNotMatch(JSON.stringify(event), /hidden\d|secret\b|c2lnbmF0dXJl/i)
  assert.deepEqual(event?.tags, { site: 'home', requestId: 'r1' })
})
