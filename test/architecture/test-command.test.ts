import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { root } from './cruise.ts'

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { test: string } }

// A library of the test set-up once ended every run with exit code 0.
describe('the test command', () => {
  let directory: string
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'meterbridge-test-command-'))
  })
  after(() => rmSync(directory, { recursive: true }))

  const exitCodeOf = async (name: string, body: string): Promise<number> => {
    const file = join(directory, `${name}.test.mjs`)
    writeFileSync(file, `import { test } from 'node:test'\ntest('${name}', () => {${body}})\n`)
    const options = scripts.test.split(' ').filter((word) => word.startsWith('--'))
    assert.ok(options.some((option) => option.startsWith('--test-global-setup=')))
    // What the runner sets would make the child report to it instead of ending with a code of its own.
    const { NODE_TEST_CONTEXT: _, TEST_DATABASE_URL: __, ...env } = process.env
    const child = spawn(process.execPath, [...options, file], { cwd: root, env, stdio: 'ignore' })
    const [code] = (await once(child, 'exit')) as [number]
    return code
  }

  test('fails where a test fails, and passes where all pass', async () => {
    const codes = await Promise.all([exitCodeOf('failing', 'throw new Error("on purpose")'), exitCodeOf('passing', '')])
    assert.deepEqual(codes, [1, 0])
  })
})
