import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { root } from './cruise.ts'

const longFile = Array.from({ length: 251 }, (_, line) => `export const line${line} = ${line}`).join('\n')
const longFunction = `export function long(): void {\n${'  console.info(1)\n'.repeat(51)}}\n`

/** What each linter must refuse: a file and the rule that names it. */
const planted = [
  [
    'oxlint',
    'src/forgotten.ts',
    'no-floating-promises',
    'async function save(): Promise<void> {}\nexport const go = (): void => { save() }\n',
  ],
  [
    'oxlint',
    'src/voided.ts',
    'no-floating-promises',
    'async function save(): Promise<void> {}\nexport const go = (): void => { void save() }\n',
  ],
  [
    'oxlint',
    'src/misused.ts',
    'no-misused-promises',
    'export const go = (): void => { [1].map(String).forEach(async () => { await null as never }) }\n',
  ],
  ['oxlint', 'src/needless.ts', 'await-thenable', 'export async function go(): Promise<number> { return await 1 }\n'],
  ['biome', 'src/too-long.ts', 'noExcessiveLinesPerFile', longFile],
  ['biome', 'src/too-deep.ts', 'noExcessiveLinesPerFunction', longFunction],
  ['biome', 'src/camelCase.ts', 'useFilenamingConvention', 'export const name = 1\n'],
  ['biome', 'src/default.ts', 'noDefaultExport', 'export default 1\n'],
  ['biome', 'src/environment.ts', 'noProcessEnv', 'export const port = process.env.PORT\n'],
  ['biome', 'src/any.ts', 'noExplicitAny', 'export const anything: any = 1\n'],
] as const

describe('the linters refuse', () => {
  let directory = ''
  const said: Record<string, string> = {}

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'meterbridge-lint-'))
    for (const file of ['package.json', 'tsconfig.json', 'biome.json', '.oxlintrc.json', '.gitignore'])
      copyFileSync(join(root, file), join(directory, file))
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'), 'dir')
    for (const [, file, , content] of planted) {
      mkdirSync(dirname(join(directory, file)), { recursive: true })
      writeFileSync(join(directory, file), content)
    }
    said['oxlint'] = lint(directory, 'oxlint', ['--format', 'unix'])
    said['biome'] = lint(directory, 'biome', ['lint', '--max-diagnostics=none', '--reporter=github'])
  })
  after(() => rmSync(directory, { recursive: true, force: true }))

  for (const [linter, file, rule] of planted)
    test(`${file} by ${linter}'s ${rule}`, () => {
      const lines = (said[linter] ?? '').split('\n')
      assert.ok(
        lines.some((line) => line.includes(file) && line.includes(rule)),
        said[linter] ?? '',
      )
    })
})

function lint(directory: string, program: string, options: readonly string[]): string {
  const run = spawnSync(join(root, 'node_modules/.bin', program), options, { cwd: directory, encoding: 'utf8' })
  return run.stdout + run.stderr
}
