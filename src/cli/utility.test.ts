import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, test } from 'node:test'
import { exitCodeOf } from './exit-code.ts'
import { utilityCommand } from './utility.ts'

const recording = {
  steps: [
    { type: 'navigate', url: 'https://portal.example/' },
    { type: 'change', value: 'hunter2-hunter2', selectors: [['#password']] },
    { type: 'change', value: '4711', selectors: [['#reading']] },
    { type: 'click', selectors: [['#send']], assertedEvents: [{ type: 'navigation' }] },
  ],
}

async function run(words: string[], typed: string) {
  const output = new PassThrough()
  const complaints = new PassThrough()
  const unused = (): never => assert.fail('an import needs no settings')
  const command = utilityCommand({
    input: Readable.from([typed]),
    output,
    complaints,
    clock: Date.now,
    readSettings: unused,
    openDatabase: unused,
  })
  for (const one of [command, ...command.commands])
    one.configureOutput({ writeOut: () => undefined, writeErr: (line) => complaints.write(line) })
  const code = await command.parseAsync(words, { from: 'user' }).then(() => 0, exitCodeOf)
  output.end()
  complaints.end()
  return { code, said: await text(output), complained: await text(complaints) }
}

describe('the command utility import', () => {
  test('writes a recipe without the password, and refuses while it would hold it', async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'meterbridge-recording-'))
    context.after(() => rm(folder, { recursive: true, force: true }))
    const file = join(folder, 'recording.json')
    await writeFile(file, JSON.stringify(recording))
    const right = await run(['import', file, '--reading', '4711'], 'hunter2-hunter2\n')
    assert.equal(right.code, 0, right.complained)
    const recipe = JSON.parse(right.said)
    assert.deepEqual([recipe.steps[1].value, recipe.steps[2].value], ['{{secret.password}}', '{{reading}}'])
    assert.match(right.complained, /success\.pattern/)
    const left = await run(['import', file, '--reading', '4711'], '\n')
    assert.equal(left.code, 1)
    assert.match(left.complained, /\/recording\/steps\/1\/value/)
    assert.doesNotMatch(JSON.stringify([right, left]), /hunter2/)
    assert.equal((await run(['import'], '')).code, 2)
  })
})
