import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type DatabaseLocation, engines } from '../support/databases.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { type Call, signIn, until } from './client.ts'

const [sqlite] = engines
const begin = Date.UTC(2026, 0, 1)
const start = fileURLToPath(new URL('../../bin/start.js', import.meta.url))
const mountPoint = mkdtempSync(join(tmpdir(), 'meterbridge-disk-'))
// Only root may, and not in every container.
const mayMount = mount('-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', mountPoint)
const needsMount = mayMount ? false : 'this user may not mount a file system'

function mount(...options: string[]): boolean {
  return spawnSync('mount', options, { stdio: 'ignore' }).status === 0
}

test('a full disk refuses writes and says so, reading goes on, and so do writes when there is room', {
  skip: needsMount,
}, async (context) => {
  const location = { dataDir: join(mountPoint, 'full'), databaseUrl: undefined, remove: async () => undefined }
  mkdirSync(location.dataDir)
  const filler = join(mountPoint, 'filler')
  await endure(context, location, {
    refusal: 507,
    trouble: () => {
      for (let part = 0; !isFull(`${filler}${part}`); part++);
    },
    end: () => {
      for (let part = 0; existsSync(`${filler}${part}`); part++) rmSync(`${filler}${part}`)
    },
  })
})

function isFull(file: string): boolean {
  try {
    writeFileSync(file, Buffer.alloc(64 * 1024))
    return false
  } catch {
    return true
  }
}

test('a disk that takes no writes any more refuses them with 503, reading goes on, and so do writes when it is mended', async (context) => {
  const location = await sqlite!.createLocation()
  context.after(() => location.remove())
  // A file that may not grow fails each write as a read-only disk does; `prlimit` (util-linux) needs no rights for it.
  const limitFiles = (service: ServiceProcess, bytes: string): void => {
    execFileSync('prlimit', ['--pid', String(service.processId), `--fsize=${bytes}:`])
  }
  await endure(context, location, {
    refusal: 503,
    trouble: (service) => limitFiles(service, '1'),
    end: (service) => limitFiles(service, 'unlimited'),
  })
})

interface Trouble {
  refusal: number
  trouble(service: ServiceProcess): void
  end(service: ServiceProcess): void
}

async function endure(context: TestContext, location: DatabaseLocation, { refusal, ...disk }: Trouble): Promise<void> {
  const service = await startProcess(location)
  context.after(() => service.kill())
  const call = await signIn(() => service.url)
  const { write, kept } = createWriter(call)
  const readings = async (): Promise<number[]> => {
    const { status, json } = await call('GET', '/readings?limit=1000')
    assert.equal(status, 200)
    return (json.readings as { meterValue: number }[]).map(({ meterValue }) => meterValue)
  }
  for (let round = 0; round < 3; round += 1) {
    assert.equal(await write(), 201)
    disk.trouble(service)
    // What is left of the last page may take one more.
    await until('a write is refused', async () => (await write()) === refusal)
    assert.deepEqual([await write(), await write()], [refusal, refusal])
    assert.equal((await call('GET', '/health')).status, 503)
    assert.deepEqual(new Set(await readings()), kept)
    disk.end(service)
    await until('it is healthy', async () => (await call('GET', '/health')).status === 200, 20)
  }
  const [first] = await Promise.all(Array.from({ length: 20 }, write))
  assert.equal(first, 201)
  assert.deepEqual(new Set(await readings()), kept)
}

function createWriter(call: Call) {
  const kept = new Set<number>()
  let count = 0
  const write = async (): Promise<number> => {
    count += 1
    const meterValue = count
    const { status, headers } = await call('POST', '/records/single', {
      timestamp: new Date(begin + meterValue * 60_000).toISOString(),
      meterValue,
      note: 'x'.repeat(1000),
    })
    if (status === 201) kept.add(meterValue)
    else assert.ok(headers.get('retry-after'))
    return status
  }
  return { write, kept }
}

const refusedStart = /^meterbridge: DATA_DIR [^\n]+\n$/

test('a start on a disk that is read-only is refused with one line', { skip: needsMount }, (context) => {
  const dataDir = join(mountPoint, 'read-only')
  mkdirSync(dataDir)
  assert.ok(mount('-o', 'remount,ro', mountPoint))
  context.after(() => mount('-o', 'remount,rw', mountPoint))
  const { status, stderr } = startAt(dataDir)
  assert.equal(status, 1)
  assert.match(stderr, refusedStart)
})

test('a start on files of another user is refused with one line that does not speak of another process', (context) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'meterbridge-test-'))
  context.after(() => rmSync(dataDir, { recursive: true }))
  mkdirSync(join(dataDir, 'lock.db'))
  const { status, stderr } = startAt(dataDir)
  assert.equal(status, 1)
  assert.match(stderr, refusedStart)
  assert.match(stderr, /cannot be written to by this user/)
})

function startAt(dataDir: string): { status: number | null; stderr: string } {
  const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', PORT: '0' }
  return spawnSync(process.execPath, [start], { env, encoding: 'utf8', timeout: 30_000 })
}

after(() => {
  if (mayMount) spawnSync('umount', ['--lazy', mountPoint])
  rmSync(mountPoint, { recursive: true, force: true })
})
