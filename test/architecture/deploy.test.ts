import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { root } from './cruise.ts'

const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const dockerfile = read('deploy/Dockerfile')
const compose = read('deploy/docker-compose.yml')
const fly = read('deploy/fly.toml')
const render = read('deploy/render.yaml')
const railway = JSON.parse(read('deploy/railway.json')) as {
  build: { dockerfilePath: string }
  deploy: { healthcheckPath: string; requiredMountPath: string }
}

/** The first group of every match. */
function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? '')
}

describe('the files for deployment', () => {
  test('the Dockerfile copies only what is there and not left out, and runs what it copied', () => {
    const ignored = read('.dockerignore').split('\n')
    const copied = all(dockerfile, /^COPY (?!--from)(.+) \S+$/gm).flatMap((sources) => sources.split(' '))
    assert.ok(copied.length >= 10)
    for (const source of copied) {
      assert.ok(existsSync(join(root, source)), `${source} is not there`)
      assert.ok(!ignored.includes(source), `${source} is left out by .dockerignore`)
    }
    const [command = '[]'] = all(dockerfile, /^CMD (\[.+\])$/gm)
    const words = JSON.parse(command) as string[]
    const file = words.at(-1) ?? ''
    assert.ok(existsSync(join(root, file)) && copied.includes(dirname(file)))
    const { scripts } = JSON.parse(read('package.json')) as { scripts: { start: string } }
    assert.equal(words.join(' '), scripts.start)
  })

  test('each stage that is named or copied from is there, and comes first', () => {
    const lines = dockerfile.split('\n')
    const stages = new Map(all(dockerfile, /^FROM \S+ AS (\S+)$/gm).map((name) => [name, 0]))
    const placeOf = (name: string) => lines.findIndex((line) => line.endsWith(` AS ${name}`))
    for (const name of all(dockerfile, /--from=(\S+)/g)) {
      assert.ok(stages.has(name), name)
      assert.ok(placeOf(name) < lines.findIndex((line) => line.includes(`--from=${name}`)), name)
    }
    const targets = [...all(compose, /^ {6}target: (\S+)$/gm), ...all(fly, /build-target = '(\S+)'/g)]
    assert.ok(targets.length === 2 && targets.every((name) => stages.has(name)))
    assert.match(dockerfile, /^USER node$/m)
    assert.doesNotMatch(dockerfile, /^(?:ENV|ARG) .*(?:SECRET|PASSWORD|TOKEN)/m)
  })

  test('every platform builds from the same Dockerfile, which is where they say', () => {
    const paths = [
      join(dirname('deploy/docker-compose.yml'), '..', ...all(compose, /^ {6}dockerfile: (\S+)$/gm)),
      join('deploy', ...all(fly, /^ {2}dockerfile = '(\S+)'$/gm)),
      join(...all(render, /dockerfilePath: (\S+)$/gm)),
      railway.build.dockerfilePath,
    ]
    assert.deepEqual(new Set(paths), new Set(['deploy/Dockerfile']))
  })

  test('the data lies on a volume everywhere, and the health check asks what there is', () => {
    const volume = all(dockerfile, /DATA_DIR=(\S+)/g)[0]
    const mounts = [
      all(dockerfile, /^VOLUME (\S+)$/gm)[0],
      all(compose, /volumes: \["data:(\S+)"\]/g)[0],
      all(fly, /destination = '(\S+)'/g)[0],
      all(render, /mountPath: (\S+)/g)[0],
      railway.deploy.requiredMountPath,
    ]
    assert.deepEqual(new Set(mounts), new Set([volume]))
    const checks = [
      ...all(dockerfile, /\$\{process\.env\.PORT\}(\/[\w/]+)/g),
      ...all(fly, /^ {4}path = '(\S+)'$/gm),
      ...all(render, /healthCheckPath: (\S+)/g),
      railway.deploy.healthcheckPath,
    ]
    assert.equal(checks.length, 4)
    assert.deepEqual(new Set(checks), new Set(['/health/ready']))
    assert.match(read('src/operations/operations-routes.ts'), /'\/health\/ready'/)
  })

  test('every setting that they name is one', () => {
    const known = new Set(all(read('.env.example'), /^#? ?([A-Z][A-Z0-9_]*)=/gm))
    const named = [
      ...all(compose, /^ {6}([A-Z_]+): .*$/gm).filter((name) => !name.startsWith('POSTGRES_')),
      ...all(fly.split('[mounts]')[0] ?? '', /^ {2}([A-Z_]+) =/gm),
      ...all(render, /key: ([A-Z_]+)$/gm),
      ...all(dockerfile, /\b([A-Z]+(?:_[A-Z]+)+)=/g),
    ]
    assert.ok(named.length >= 8)
    assert.deepEqual(
      named.filter((name) => !known.has(name)),
      [],
    )
  })

  test('what the dashboard alone hands on are the calls that there are, and all of them', () => {
    const routes = globSync(['src/**/*-routes.ts'], { cwd: root }).flatMap((file) =>
      all(read(file), /\.(?:get|post|put|patch|delete)\(\s*'\/([a-z]+)/g),
    )
    const [calls = ''] = all(read('deploy/vercel.json'), /"\/:call\(([a-z|]+)\)"/g)
    const handedOn = new Set(calls.split('|'))
    const onNetlify = new Set(all(read('deploy/netlify.toml'), /to = "https:\/\/api\.example\.com\/([a-z]+)/g))
    // `:path*` matches nothing too, and would add a slash that no route has.
    const { rewrites } = JSON.parse(read('deploy/vercel.json')) as { rewrites: { source: string }[] }
    assert.deepEqual(
      rewrites.map(({ source }) => source.endsWith('/:path*')),
      [false, true],
    )
    // Prometheus asks the service itself.
    const expected = new Set(routes.filter((name) => name !== 'metrics'))
    assert.deepEqual([...handedOn].toSorted(), [...onNetlify].toSorted())
    assert.deepEqual(
      [...expected].filter((name) => !handedOn.has(name)),
      [],
    )
  })
})
