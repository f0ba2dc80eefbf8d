import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { engines } from '../support/databases.ts'
import { startProcess } from '../support/process.ts'
import { signIn, until } from './client.ts'

const [sqlite] = engines
const begin = Date.UTC(2026, 0, 1)

test('a full disk refuses writes and says so, reading goes on, and so do writes when there is room', async (context) => {
  const location = await sqlite!.createLocation()
  context.after(() => location.remove())
  const service = await startProcess(location)
  context.after(() => service.kill())
  const call = await signIn(() => service.url)
  // A file that may not grow looks to SQLite as a disk without room; `prlimit` (util-linux) needs no rights for it.
  const limitFiles = (bytes: string): void => {
    execFileSync('prlimit', ['--pid', String(service.processId), `--fsize=${bytes}:`])
  }
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
  const readings = async (): Promise<number[]> => {
    const { status, json } = await call('GET', '/readings?limit=1000')
    assert.equal(status, 200)
    return (json.readings as { meterValue: number }[]).map(({ meterValue }) => meterValue)
  }

  for (let round = 0; round < 3; round += 1) {
    assert.equal(await write(), 201)
    limitFiles('1')
    assert.deepEqual([await write(), await write(), await write()], [507, 507, 507])
    assert.equal((await call('GET', '/health')).status, 503)
    assert.deepEqual(new Set(await readings()), kept)
    limitFiles('unlimited')
    await until('it is healthy', async () => (await call('GET', '/health')).status === 200, 20)
  }
  const [first] = await Promise.all(Array.from({ length: 20 }, write))
  assert.equal(first, 201)
  assert.deepEqual(new Set(await readings()), kept)
})
