import assert from 'node:assert/strict'
import { copyFileSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { cruise, root } from './cruise.ts'

interface Plant {
  rule: string
  file: string
  imports: string
}

/** One violation of every rule, in a file that otherwise keeps to the rules. */
const planted: Plant[] = [
  { rule: 'downward-only-from-app', file: 'src/app.ts', imports: './cli/main.ts' },
  { rule: 'downward-only-from-sheets-and-utility', file: 'src/sheets/bad.ts', imports: '../app.ts' },
  { rule: 'downward-only-from-readings', file: 'src/readings/bad.ts', imports: '../app.ts' },
  { rule: 'downward-only-from-sites-and-auth', file: 'src/sites/bad.ts', imports: '../readings/reading.ts' },
  { rule: 'downward-only-from-alerts-and-operations', file: 'src/alerts/bad.ts', imports: '../auth/roles.ts' },
  { rule: 'downward-only-from-http', file: 'src/http/bad.ts', imports: '../auth/roles.ts' },
  { rule: 'downward-only-from-database', file: 'src/database/bad.ts', imports: '../http/server.ts' },
  { rule: 'downward-only-from-ground', file: 'src/bad.ts', imports: './database/database.ts' },
  { rule: 'fastify-only-in-routes', file: 'src/readings/fast.ts', imports: 'fastify' },
  { rule: 'fastify-only-in-routes', file: 'src/auth/cookie.ts', imports: '@fastify/cors' },
  { rule: 'sql-only-in-stores', file: 'src/readings/query.ts', imports: 'kysely' },
  { rule: 'sql-only-in-stores', file: 'src/auth/query.ts', imports: 'pg' },
  { rule: 'sql-only-in-stores', file: 'src/sites/query.ts', imports: 'node:sqlite' },
  { rule: 'google-only-in-sheets', file: 'src/utility/google.ts', imports: '@googleapis/sheets' },
  { rule: 'google-only-in-sheets', file: 'src/alerts/google.ts', imports: 'google-auth-library' },
  { rule: 'playwright-only-in-browser', file: 'src/utility/play.ts', imports: 'playwright-core' },
  { rule: 'readings-stand-alone', file: 'src/readings/proud.ts', imports: '../auth/roles.ts' },
  { rule: 'sheets-and-utility-apart', file: 'src/sheets/near.ts', imports: '../utility/submissions/push.ts' },
  { rule: 'no-circles', file: 'src/auth/egg.ts', imports: './hen.ts' },
  { rule: 'environment-only-at-the-top', file: 'src/http/environment.ts', imports: 'node:process' },
  { rule: 'src-without-tests', file: 'src/sheets/fake.ts', imports: '../../test/fake-google.ts' },
  { rule: 'src-without-dev-dependencies', file: 'src/http/load.ts', imports: 'fast-check' },
  { rule: 'resolvable', file: 'src/http/nowhere.ts', imports: './not-here.ts' },
  { rule: 'no-orphans', file: 'src/http/alone.ts', imports: '' },
]

/** Imports that the rules allow; none of them may be reported. */
const allowed: [file: string, imports: string][] = [
  ['src/cli/main.ts', 'node:process'],
  ['src/readings/readings-routes.ts', 'fastify'],
  ['src/http/server.ts', '@fastify/cors'],
  ['src/readings/readings-store.ts', 'kysely'],
  ['src/database/database.ts', 'node:sqlite'],
  ['src/sheets/google/sheets-client.ts', '@googleapis/sheets'],
  ['src/utility/connectors/browser/runner.ts', 'playwright-core'],
  ['src/readings/reading.ts', '../database/database.ts'],
  ['src/utility/submissions/push.ts', '../../readings/reading.ts'],
  ['src/auth/roles.ts', '../http/server.ts'],
  ['src/http/problem-reply.ts', '../problem.ts'],
  ['test/fake-google.ts', '../src/app.ts'],
  ['src/readings/reading.test.ts', '../app.ts'],
  ['src/auth/roles.test.ts', '../../test/fake-google.ts'],
  ['src/http/server.test.ts', 'kysely'],
]

describe('the rules of the house', () => {
  let directory = ''
  let violations: { rule: string; from: string }[] = []

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'meterbridge-rules-'))
    plantAll(directory)
    violations = cruise(directory, ['src', 'test']).violations
  })
  after(() => rmSync(directory, { recursive: true, force: true }))

  for (const { rule, file, imports } of planted)
    test(`${rule} refuses ${file} ${imports ? `importing ${imports}` : 'that nobody needs'}`, () => {
      const found = violations.some((violation) => violation.rule === rule && violation.from === file)
      assert.ok(found, `not reported; reported were ${JSON.stringify(violations)}`)
    })

  test('every rule has a planted violation', async () => {
    const { default: config } = (await import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href)) as {
      default: { forbidden: { name: string; severity: string }[] }
    }
    const unproven = config.forbidden
      .map(({ name }) => name)
      .filter((name) => !planted.some(({ rule }) => rule === name))
    assert.deepEqual(unproven, [])
    assert.ok(config.forbidden.every(({ severity }) => severity === 'error'))
  })

  test('what is allowed is not reported', () => {
    const wronged = allowed.flatMap(([file]) => violations.filter(({ from }) => from === file))
    assert.deepEqual(wronged, [])
  })
})

describe('the real source', () => {
  const { modules, violations } = cruise(root, ['src'])

  test('keeps the rules', () => assert.deepEqual(violations, []))

  test('was read to the last file', () => {
    const files = globSync('src/**/*.ts', { cwd: root }).toSorted()
    const read = modules.filter((module) => module.startsWith('src/')).toSorted()
    assert.ok(files.length > 0)
    assert.deepEqual(read, files)
  })
})

function plantAll(directory: string): void {
  const lines = new Map<string, string[]>([
    ['src/problem.ts', []],
    ['src/auth/hen.ts', ["import './egg.ts'"]],
  ])
  const add = (file: string, imports: string): void => {
    const statements = lines.get(file) ?? []
    lines.set(file, imports === '' ? statements : [...statements, `import '${imports}'`])
  }
  for (const [file, imports] of allowed) add(file, imports)
  for (const { file, imports } of planted) add(file, imports)
  for (const [file, statements] of lines) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    writeFileSync(join(directory, file), `${statements.join('\n')}\nexport const made = true\n`)
  }
  copyFileSync(join(root, 'tsconfig.json'), join(directory, 'tsconfig.json'))
  const packages = allowed.map(([, imports]) => [imports, '*']).filter(([name]) => !name?.startsWith('.'))
  const manifest = { dependencies: Object.fromEntries(packages), devDependencies: { 'fast-check': '*' } }
  writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest))
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'), 'dir')
}
