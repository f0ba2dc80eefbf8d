import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { engines } from '../support/databases.ts'
import { admin, type Service, startService } from '../support/service.ts'

interface Client {
  signIn(username: string, password: string): Promise<void>
  save(values: object): void
  flush(): Promise<{ problem: unknown }[]>
}

const guide = readFileSync('docs/mobile-app.md', 'utf8')
const blocks = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, code = '']) => code)
const [sqlite] = engines

describe('the guide for apps', () => {
  let service: Service
  const folder = mkdtempSync(join(tmpdir(), 'meterbridge-app-'))
  before(async () => {
    if (!sqlite) assert.fail('no engine')
    service = await startService(sqlite)
  })
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await service.stop()
  })

  test('its client keeps readings while off line, sends each once, refreshes and says what is refused', async () => {
    const file = join(folder, 'client.ts')
    writeFileSync(file, blocks('ts').join('\n'))
    const { createClient } = (await import(file)) as { createClient(url: string, store: object): Client }
    const store = { queue: [] as { id: string }[], refreshToken: undefined as string | undefined }
    const offLine = createClient('http://127.0.0.1:9', store)
    for (const day of ['10', '11', '12'])
      offLine.save({ timestamp: `2026-01-${day}T18:00:00Z`, meterValue: Number(day) })
    await assert.rejects(offLine.flush())
    assert.equal(store.queue.length, 3)

    const waiting = [...store.queue]
    await createClient(service.url, store).signIn(admin.username, admin.password)
    const firstToken = store.refreshToken
    // A new start of the app: only what rests on the device is left.
    const client = createClient(service.url, store)
    assert.deepEqual(await client.flush(), [])
    assert.notEqual(store.refreshToken, firstToken)
    // The answers were lost: everything is sent again.
    store.queue.push(...waiting)
    client.save({ timestamp: '2026-01-13T18:00:00Z' })
    const refused = await client.flush()
    assert.equal(refused.length, 1)
    const { json } = await service.call('GET', '/readings')
    assert.deepEqual(
      json.readings.map(({ id }: { id: string }) => id).toSorted(),
      waiting.map(({ id }) => id).toSorted(),
    )
  })

  test('its commands work as they stand there', async () => {
    const { json } = await service.call('POST', '/accounts', { username: 'roof', role: 'recorder' })
    const { key } = (await service.call('POST', `/accounts/${json.username}/keys`)).json
    const grant = (await service.call('POST', '/auth/token', admin)).json
    const environment = {
      ...process.env,
      URL: service.url,
      NAME: admin.username,
      PASSWORD: admin.password,
      DEVICE: 'roof',
      KEY: key,
      TOKEN: grant.access_token,
      REFRESH: grant.refresh_token,
    }
    const said: string[] = []
    for (const script of blocks('sh')) {
      const { stdout } = await promisify(execFile)('bash', ['-ec', script], { env: environment })
      said.push(stdout)
    }
    const [signedIn = '', recorded = '', refreshed = ''] = said
    assert.equal(signedIn.match(/"access_token"/g)?.length, 2)
    assert.match(recorded, /"meterValue":45678/)
    assert.match(refreshed, /"refresh_token"/)
  })
})
