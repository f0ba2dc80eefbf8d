import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { root } from './cruise.ts'

const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root })

describe('the documents', () => {
  test('README names the two commands, alone on their lines', () => {
    const lines = read('README.md').split('\n')
    assert.ok(lines.includes('npm ci && npm start'))
    assert.ok(lines.includes('npm ci && npm test'))
  })

  test('.ci/run runs the test command of the README and the checks, and stops at the first failure', () => {
    const commands = read('.ci/run')
      .split('\n')
      .filter((line) => line.startsWith('npm '))
    assert.deepEqual(commands, ['npm ci && npm test || exit', 'npm run check'])
    assert.match(read('.ci/run'), /^set -euo pipefail$/m)
  })

  test('every npm script that they name exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = documents.flatMap((file) =>
      [...read(file).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? ''),
    )
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    )
  })

  test('.env.example lists exactly the settings that config.ts reads', () => {
    const listed = [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name ?? '')
    const named = [...read('src/config.ts').matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g)].map(
      ([, name]) => name ?? '',
    )
    // The system's own, and no setting.
    const used = named.filter((name) => name !== 'PATH')
    assert.ok(listed.length > 20)
    assert.equal(new Set(listed).size, listed.length, 'a setting stands there twice')
    assert.deepEqual(listed.toSorted(), [...new Set(used)].toSorted())
  })

  test('.env.example shows the defaults of config.ts', () => {
    const source = read('src/config.ts')
    const defaults = [...source.matchAll(/read\('([A-Z_]+)'.*\) \?\? '?([\w./]+?)'?,?$/gm)]
    assert.ok(defaults.length >= 6)
    for (const [, name, value] of defaults) {
      if (name === 'HOST' || name === 'SITE_TIME_ZONE' || name === 'TRUST_PROXY') continue
      assert.match(read('.env.example'), new RegExp(`^# ${name}=${(value ?? '').replaceAll('_', '')}$`, 'm'))
    }
  })

  test('every test that docs/security.md points to is there', () => {
    const tests = globSync(['src/**/*.test.ts', 'test/**/*.test.ts'], { cwd: root })
    const named = [...read('docs/security.md').matchAll(/[\w./-]+\.test\.ts/g)].map(([name]) => name)
    assert.ok(named.length > 30)
    assert.deepEqual(
      named.filter((name) => !tests.some((file) => file === name || file.endsWith(`/${name}`))),
      [],
    )
  })

  test('links between them lead somewhere', () => {
    for (const file of documents)
      for (const [, target] of read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g))
        assert.doesNotThrow(
          () => globSync(join(root, dirname(file), target ?? '')).at(0) ?? assert.fail(),
          `${file}: ${target}`,
        )
  })

  test('they name no place of a machine and no registry', () => {
    for (const file of [...documents, '.ci/run', '.env.example', 'test-api.sh'])
      assert.doesNotMatch(read(file), /\/(?:work|root|home|tmp)\/|registry\.|artifactory|nexus/i, file)
  })
})
