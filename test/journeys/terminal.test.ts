import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { engines } from '../support/databases.ts'

const start = fileURLToPath(new URL('../../bin/start.js', import.meta.url))

test('at a terminal the start and the log are for people', async (context) => {
  const location = await engines[0]!.createLocation()
  context.after(() => location.remove())
  // `exec`, so that what ends the terminal ends the service.
  const child = spawn('script', ['-qec', `exec ${process.execPath} ${start}`, '/dev/null'], {
    env: { PATH: process.env['PATH'], DATA_DIR: location.dataDir, HOST: '127.0.0.1', PORT: '0' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = once(child, 'exit')
  context.after(async () => {
    child.kill()
    await ended
  })
  let shown = ''
  child.stdout.on('data', (text) => {
    shown += stripVTControlCharacters(String(text))
  })
  const shows = async (pattern: RegExp): Promise<RegExpMatchArray> => {
    for (;;) {
      const match = pattern.exec(shown)
      if (match) return match
      await once(child.stdout, 'data')
    }
  }
  const [, url] = await shows(/Meterbridge listens on (\S+)/)
  assert.equal((await fetch(`${url}/health`)).status, 200)
  await shows(/INFO[^{}]+route: "\/health"/)
})
