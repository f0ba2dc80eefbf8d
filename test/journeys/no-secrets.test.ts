import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret } from '../../src/secret.ts'
import { engines } from '../support/databases.ts'
import { admin, type Service, startService } from '../support/service.ts'

const nowhere = 'http://127.0.0.1:9'
const secrets = {
  jwt: 'jwt-hush-0123456789-0123456789-0123456789',
  metrics: 'metrics-hush',
  webhook: 'webhook-hush',
  smtp: 'smtp-hush',
  password: 'recorder-hush battery',
  wrong: 'wrong-hush',
  cut: 'cut-hush-in-broken-json',
  connector: 'connector-hush',
  recording: 'recording-hush',
}
const form = { 'content-type': 'application/x-www-form-urlencoded', authorization: '' }
const [sqlite] = engines

test('a whole journey leaves no secret and no token in the log or the audit, and a line for each request', async (context) => {
  if (!sqlite) assert.fail('no engine')
  const service = await startService(sqlite, {
    jwtSecret: new Secret(secrets.jwt),
    metricsToken: new Secret(secrets.metrics),
    alertWebhookUrl: new Secret(`${nowhere}/${secrets.webhook}`),
    smtpUrl: new Secret(`smtp://me:${secrets.smtp}@127.0.0.1:9`),
    alertEmailTo: 'you@example.com',
  })
  context.after(() => service.stop())
  const tokens = await signInEveryWay(service)
  await useThem(service)
  assert.ok(tokens.length === 8 && tokens.every((token) => token.length > 20))
  const asked = await service.call('GET', '/readings', undefined, { 'x-request-id': 'mine-1' })
  assert.equal(asked.headers.get('x-request-id'), 'mine-1')
  const odd = await service.call('GET', '/nowhere', undefined, { 'x-request-id': 'not "acceptable"' })
  assert.match(odd.headers.get('x-request-id') ?? '', /^[\da-f-]{36}$/)
  const audit = await service.call('GET', '/audit/export?format=ndjson')
  const left = [service.logged(), audit.text, (await service.call('GET', '/utility/connectors')).text].join('\n')
  for (const secret of [...Object.values(secrets), ...tokens, admin.password])
    assert.ok(!left.includes(secret), `${secret} is there`)
  const { time, milliseconds, ...line } = lineOf(service, 'mine-1')
  assert.ok(typeof time === 'number' && typeof milliseconds === 'number')
  assert.deepEqual(line, {
    level: 30,
    requestId: 'mine-1',
    method: 'GET',
    route: '/readings',
    status: 200,
    account: 'admin',
  })
})

async function signInEveryWay(service: Service): Promise<string[]> {
  const account = { username: 'roof', role: 'recorder', password: secrets.password }
  assert.equal((await service.call('POST', '/accounts', account)).status, 201)
  const { username, password } = account
  const anonymous = { authorization: '' }
  const grant = await service.call(
    'POST',
    '/auth/token',
    { username, password },
    { ...anonymous, 'idempotency-key': 'k' },
  )
  await service.call('POST', '/auth/token', { username, password: secrets.wrong }, anonymous)
  await service.call('POST', '/auth/token', { username: secrets.wrong, password }, anonymous)
  await service.call('POST', '/auth/token', `{"username":"roof","password":"${secrets.cut}"`, anonymous)
  await service.call('GET', `/auth/token?password=${secrets.wrong}`, undefined, anonymous)
  const renewal = `grant_type=refresh_token&refresh_token=${grant.json.refresh_token}`
  const renewed = await service.call('POST', '/auth/token', renewal, form)
  await service.call('POST', '/auth/token', renewal, form)
  const session = await service.call('POST', '/auth/session', { username, password }, anonymous)
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
  await service.call('POST', '/auth/session/refresh', undefined, { ...anonymous, cookie })
  await service.call('DELETE', '/auth/session', undefined, { ...anonymous, cookie })
  const { key } = (await service.call('POST', '/accounts/roof/keys')).json
  const client = await service.call(
    'POST',
    '/auth/token',
    `grant_type=client_credentials&client_id=roof&client_secret=${key}`,
    form,
  )
  const { json: first } = grant
  return [
    first.access_token,
    first.refresh_token,
    renewed.json.access_token,
    renewed.json.refresh_token,
    cookie.split('=')[1] ?? '',
    session.json.access_token,
    key,
    client.json.access_token,
  ]
}

async function useThem(service: Service): Promise<void> {
  await service.call('GET', '/metrics', undefined, { authorization: `Bearer ${secrets.metrics}` })
  await service.call('POST', '/alerts/test')
  const connector = {
    type: 'http',
    request: { method: 'POST', url: `${nowhere}/{{secret.token}}`, body: { reading: '{{reading}}' } },
    auth: { type: 'bearer' },
    secrets: { token: secrets.connector },
  }
  assert.equal((await service.call('PUT', '/utility/connectors/grid', connector)).status, 201)
  await service.call('POST', '/utility/connectors/grid/test')
  await service.call('POST', '/records/single', { meterValue: 12 })
  await service.call('POST', '/utility/push', {}, { prefer: 'wait=1' })
  const recording = { steps: [{ type: 'change', value: secrets.recording, selectors: [['#password']] }] }
  await service.call('POST', '/utility/recipes/import', { recording, values: { password: secrets.recording } })
}

function lineOf(service: Service, requestId: string): Record<string, unknown> {
  const lines = service
    .logged()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const [line, ...others] = lines.filter((one) => one['requestId'] === requestId)
  assert.deepEqual(others, [])
  return line ?? {}
}
