import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { root } from './cruise.ts'

const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const dockerfile = read('deploy/Dockerfile')

describe('the container', () => {
  let stands: string

  before(() => {
    stands = mkdtempSync(join(tmpdir(), 'meterbridge-container-'))
  })
  after(() => rmSync(stands, { recursive: true }))

  /** Runs a script of `deploy` among programs that only say how they were called, those of absolute paths included. */
  function run(script: string, words: string[], programs: Record<string, string>): string {
    for (const name of ['chown', 'setpriv', 'node', 'chromium'])
      writeFileSync(join(stands, name), `#!/bin/sh\necho ${name} "$@"\n`, { mode: 0o700 })
    for (const [name, body] of Object.entries(programs))
      writeFileSync(join(stands, name), `#!/bin/sh\n${body}\n`, { mode: 0o700 })
    const text = read(`deploy/${script}`)
      .replaceAll('/app/entrypoint.sh', join(root, 'deploy/entrypoint.sh'))
      .replaceAll('/usr/bin/', '')
    const env = { PATH: `${stands}:/usr/bin:/bin`, DATA_DIR: '/data' }
    return execFileSync('sh', ['-c', text, script, ...words], { env, encoding: 'utf8' })
  }
  const user = (id: number) => ({ id: `echo ${id}` })
  const asNode = 'chown node:node /data\nsetpriv --reuid=node --regid=node --init-groups '

  test('gives its volume away where it begins as root, and goes on as node', () => {
    const start = ['node', 'bin/start.js']
    assert.equal(run('entrypoint.sh', start, user(1000)), 'node bin/start.js\n')
    assert.equal(run('entrypoint.sh', start, user(0)), `${asNode}node bin/start.js\n`)
    assert.match(dockerfile, /^COPY deploy\/entrypoint\.sh \.\/$/m)
    assert.match(dockerfile, /^ENTRYPOINT \["sh", "\/app\/entrypoint\.sh"\]$/m)
  })

  test('has the command line on its path, which leaves nothing of root behind in the volume', () => {
    const backup = 'node /app/bin/meterbridge.js account add Anna Berg\n'
    const words = ['account', 'add', 'Anna Berg']
    assert.equal(run('meterbridge.sh', words, user(1000)), backup)
    assert.equal(run('meterbridge.sh', words, user(0)), asNode + backup)
    assert.match(dockerfile, /^COPY deploy\/meterbridge\.sh \/usr\/local\/bin\/meterbridge$/m)
    accessSync(join(root, 'deploy/meterbridge.sh'), constants.X_OK)
  })

  test('starts Chromium without its sandbox only where none can be made', () => {
    const words = ['--headless', 'about:blank']
    assert.equal(run('chromium.sh', words, { unshare: 'exit 0' }), 'chromium --headless about:blank\n')
    assert.equal(run('chromium.sh', words, { unshare: 'exit 1' }), 'chromium --no-sandbox --headless about:blank\n')
    assert.match(dockerfile, /^COPY deploy\/chromium\.sh \.\/\nENV CHROMIUM_PATH=\/app\/chromium\.sh$/m)
    accessSync(join(root, 'deploy/chromium.sh'), constants.X_OK)
  })

  // Node.js keeps a compile cache for each user.
  test('is started once while it is built, as the user that it runs as', () => {
    const lines = dockerfile.split('\n')
    const service = lines.findIndex((line) => line.endsWith(' AS service'))
    const firstStart = lines.findIndex((line) => line.includes('timeout') && line.includes('bin/start.js'))
    const users = lines.slice(service, firstStart).filter((line) => line.startsWith('USER '))
    assert.deepEqual(users, ['USER node'])
  })

  test('holds the licences, no tests and no settings of the machine that built it', () => {
    assert.match(dockerfile, /^COPY package\.json LICENSE \.\/$/m)
    const ignored = read('.dockerignore').split('\n')
    assert.ok(['**/*.test.ts', '**/.env*', 'test', '.git'].every((pattern) => ignored.includes(pattern)))
    const licences = read('web/dist/licences.md')
    const { dependencies } = JSON.parse(read('web/package.json')) as { dependencies: Record<string, string> }
    for (const [name, version] of Object.entries(dependencies))
      assert.ok(licences.includes(`## ${name} ${version} (`), `the dashboard goes without the licence of ${name}`)
  })
})
