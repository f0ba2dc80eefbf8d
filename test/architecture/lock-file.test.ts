import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { root } from './cruise.ts'

interface Entry {
  resolved?: string
  link?: boolean
  optionalDependencies?: Record<string, string>
}

describe('the lock files', () => {
  for (const file of ['package-lock.json', 'bench/peers/roadmap/package-lock.json']) {
    const { packages } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { packages: Record<string, Entry> }

    // npm leaves out what the registry in reach does not serve, and `npm ci` then refuses the whole file.
    test(`${file} holds the optional packages of every platform`, () => {
      const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies).filter(
          (name) => !(packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`]),
        ),
      )
      assert.deepEqual(missing, [])
    })

    test(`${file} names no registry`, () => {
      const named = Object.values(packages).filter(({ resolved, link }) => resolved !== undefined && !link)
      assert.deepEqual(named, [])
    })
  }
})
