import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { openSync } from 'node:fs'
import { Writable } from 'node:stream'
import { describe, test } from 'node:test'
import { createLog } from './log.ts'
import { Secret } from './secret.ts'

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  write(createLog({ level: 'info', format: 'json' }, sink))
  return lines.join('')
}

describe('the log', () => {
  test('tells what an error is, without its stack and without paths', () => {
    const error = Object.assign(new Error("EACCES: permission denied, open '/home/ann/meter/data/jwt-secret'"), {
      code: 'EACCES',
    })
    const { err } = JSON.parse(logged((log) => log.error({ err: error }, 'failed')))
    assert.deepEqual(err, { type: 'Error', message: "EACCES: permission denied, open '<path>'", code: 'EACCES' })
  })

  test('leaves addresses of the web as they are', () => {
    const { err } = JSON.parse(
      logged((log) => log.error({ err: new Error('no answer from https://example.com/v4/x') })),
    )
    assert.equal(err.message, 'no answer from https://example.com/v4/x')
  })

  test('shows no secret, however it is handed over', () => {
    const text = logged((log) => {
      log.info(
        { settings: { key: new Secret('hunter2') }, account: { password: 'hunter2' } },
        `with ${new Secret('hunter2')}`,
      )
    })
    assert.doesNotMatch(text, /hunter2/)
    assert.match(text, /\*\*\*/)
  })

  test('does not end the service where its disk is full', () => {
    const program = `
      import { createLog } from ${JSON.stringify(import.meta.resolve('./log.ts'))}
      const log = createLog({ level: 'info', format: 'json' })
      for (let line = 0; line < 20_000; line++) log.info({ line }, 'nobody has room for this')
      setTimeout(() => process.stderr.write('still here'), 10)
    `
    const full = openSync('/dev/full', 'w')
    const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
      timeout: 30_000,
    })
    assert.equal(stderr, 'still here')
    assert.equal(status, 0)
  })
})
