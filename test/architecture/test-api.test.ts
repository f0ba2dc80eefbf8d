import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { root } from './cruise.ts'

const username = 'a "quoted" name'
const password = 'a $secret\\with "quotes" and ünïcode'
const token = 'token-of-the-test'

interface Outcome {
  code: number
  output: string
}

async function run(address: string, environment: Record<string, string>): Promise<Outcome> {
  const child = spawn(join(root, 'test-api.sh'), [address], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  const [code] = (await once(child, 'close')) as [number]
  return { code, output }
}

const signedIn = { METERBRIDGE_USERNAME: username, METERBRIDGE_PASSWORD: password }

describe('test-api.sh', () => {
  const passwordsSeen: unknown[] = []
  const directory = mkdtempSync(join(tmpdir(), 'meterbridge-curl-'))
  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) => response.writeHead(status).end(JSON.stringify(body)),
      () => response.destroy(),
    )
  })
  let address = ''

  /** A service whose sign-in works and whose ledger is broken. */
  async function answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as { password?: string }
    if (request.url === '/health') return { status: 200, body: { status: 'healthy' } }
    if (request.url === '/auth/token') {
      passwordsSeen.push(body.password)
      const isRight = body.password === password
      return isRight ? { status: 200, body: { access_token: token, expires_in: 60 } } : { status: 401, body: {} }
    }
    if (request.headers.authorization !== `Bearer ${token}`) return { status: 401, body: {} }
    return { status: 503, body: { detail: 'The disk is full.' } }
  }

  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => {
    server.close()
    rmSync(directory, { recursive: true, force: true })
  })

  test('says what failed, what it expected and what came, and ends with 1', async () => {
    const { code, output } = await run(address, signedIn)
    assert.match(
      output,
      /^FAILED +POST \/records\/single +expected 201: a reading is kept; got 503 \(The disk is full\.\)$/m,
    )
    assert.match(output, /^ok +POST \/auth\/token +signed in for 60 seconds$/m)
    assert.ok(passwordsSeen.includes(password), 'the password arrived with its quotes and signs')
    assert.equal(code, 1)
  })

  test('prints no secret', async () => {
    const { output } = await run(address, signedIn)
    for (const secret of [token, password, JSON.stringify(password).slice(1, -1)]) assert.ok(!output.includes(secret))
  })

  test('gives no secret to the list of processes', async () => {
    const log = join(directory, 'arguments')
    const curl = join(directory, 'curl')
    writeFileSync(
      curl,
      `#!/usr/bin/env bash\ncat >/dev/null\nprintf '%s\\n' "$*" "$(env)" >> '${log}'\nprintf '{"access_token":"${token}"}\\n200'\n`,
    )
    chmodSync(curl, 0o755)
    await run(address, { ...signedIn, PATH: `${directory}:${process.env['PATH'] ?? ''}` })
    const seen = readFileSync(log, 'utf8')
    assert.match(seen, /--config -/)
    assert.ok(!seen.includes(password) && !seen.includes(token))
  })

  test('ends with 1 where nobody answers', async () => {
    const { code, output } = await run('http://127.0.0.1:1', signedIn)
    assert.match(output, /FAILED +GET \/health .*no answer/)
    assert.equal(code, 1)
  })

  test('ends with 2 where it is used wrongly', async () => {
    assert.equal((await run(address, {})).code, 2)
    assert.equal((await run('nowhere', signedIn)).code, 2)
    assert.equal((await run('--unknown', signedIn)).code, 2)
  })
})
