import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { webhookChannel } from './alerts/channels/webhook.ts'
import { Secret } from './secret.ts'
import { exchange, NotSentError } from './utility/connectors/exchange.ts'

test('nothing is sent to a server whose certificate nobody vouches for', async (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'meterbridge-test-'))
  context.after(() => rmSync(directory, { recursive: true }))
  const [key, certificate] = [join(directory, 'key'), join(directory, 'certificate')]
  const options = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost'
  execFileSync('openssl', ['req', ...options.split(' '), '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  let asked = 0
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (_request, response) => {
    asked += 1
    response.end()
  }).listen(0, 'localhost')
  await once(server, 'listening')
  context.after(() => server.close())
  const url = `https://localhost:${(server.address() as AddressInfo).port}`
  await assert.rejects(webhookChannel(new Secret(url)).send({ title: 'A', text: 'B' }), /cannot be reached/)
  const call = { method: 'GET', url: new URL(url), headers: { authorization: 'Bearer secret' }, body: undefined }
  await assert.rejects(async () => await exchange(call, { milliseconds: 5000, bytes: 1000 }), NotSentError)
  assert.equal(asked, 0)
})
