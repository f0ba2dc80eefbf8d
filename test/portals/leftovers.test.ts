import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createLog } from '../../src/log.ts'
import { type Browsers, createBrowsers, NoBrowserError } from '../../src/utility/connectors/browser/browsers.ts'
import { memoryOf } from '../../src/utility/connectors/browser/processes.ts'
import { chromiumPath } from '../web/chromium-path.ts'

const log = createLog({ level: 'silent', format: 'json' })
const never = new Promise<never>(() => undefined)

async function open(dataDir: string, path?: string): Promise<Browsers> {
  return createBrowsers({ dataDir, chromiumPath: path ?? (await chromiumPath()), clock: Date.now, log })
}

const profilesIn = async (dataDir: string): Promise<string[]> => {
  const folder = join(dataDir, 'browser/profiles')
  return (await readdir(folder).catch(() => [])).map((name) => join(folder, name))
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await setTimeout(50)
}

const work = (connector: string, deadlineMilliseconds = 60_000) => ({
  connector,
  origins: ['http://127.0.0.1:1'],
  deadlineMilliseconds,
})

describe('a browser', () => {
  test('runs alone, and leaves neither a process nor a profile', async (context) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'meterbridge-browsers-'))
    context.after(() => rm(dataDir, { recursive: true, force: true }))
    const browsers = await open(dataDir)
    const profiles: string[] = []
    const once = (name: string) =>
      browsers.run({
        ...work(name),
        work: async () => {
          profiles.push(...(await profilesIn(dataDir)))
          assert.equal((await profilesIn(dataDir)).length, 1)
        },
      })
    await Promise.all([once('one'), once('two')])
    assert.equal(new Set(profiles).size, 2)
    assert.deepEqual(await profilesIn(dataDir), [])
    for (const profile of profiles) assert.equal(await memoryOf(profile), 0)
  })

  test('is ended at its deadline and when the service stops, whatever it does', async (context) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'meterbridge-browsers-'))
    context.after(() => rm(dataDir, { recursive: true, force: true }))
    const browsers = await open(dataDir)
    const hang = (deadline: number) =>
      browsers.run({
        ...work('slow', deadline),
        work: async (browser) => {
          while (browser.isConnected()) await setTimeout(20)
          return 'ended'
        },
      })
    assert.equal(await hang(300), 'ended')
    const hanging = hang(60_000)
    await until(async () => (await profilesIn(dataDir)).length > 0)
    // While it starts, or when it runs: both end it.
    await Promise.all([browsers.stop(), hanging.catch(() => undefined)])
    assert.deepEqual(await profilesIn(dataDir), [])
    await assert.rejects(browsers.run({ ...work('late'), work: async () => never }), NoBrowserError)
  })

  test('that a killed service left behind is ended and removed at the next start', async (context) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'meterbridge-browsers-'))
    context.after(() => rm(dataDir, { recursive: true, force: true }))
    const child = fork(join(import.meta.dirname, '../fakes/portals/hold-browser.ts'), [dataDir, await chromiumPath()])
    await new Promise((resolve) => child.once('message', resolve))
    const [profile = assert.fail('no profile')] = await profilesIn(dataDir)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    await (await open(dataDir)).sweep()
    assert.deepEqual(await profilesIn(dataDir), [])
    await until(async () => (await memoryOf(profile)) === 0)
  })

  test('that cannot be started says so without a path', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'meterbridge-browsers-'))
    const run = (browsers: Browsers) => browsers.run({ ...work('none'), work: async () => never })
    const missing = createBrowsers({ dataDir, chromiumPath: undefined, clock: Date.now, log })
    await assert.rejects(run(missing), /CHROMIUM_PATH/)
    await assert.rejects(
      run(await open(dataDir, '/nowhere/chromium')),
      (error: Error) => !error.message.includes('/nowhere'),
    )
    await rm(dataDir, { recursive: true, force: true })
  })
})
