import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const packageFolder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/

/**
 * Puts the licences of all libraries into one file, as they ask for: minifying leaves nothing of them. A worker is a build
 * of its own, which ends before that of the page; `gather` is for both.
 */
export function licences(fileName: string): { gather(): Plugin; write(): Plugin } {
  const folders = new Set<string>()
  return {
    gather: () => ({
      name: 'gather-licences',
      apply: 'build',
      generateBundle(_options, bundle) {
        const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
        for (const folder of modules.flatMap((id) => id.match(packageFolder) ?? [])) folders.add(folder)
      },
    }),
    write: () => ({
      name: 'write-licences',
      apply: 'build',
      generateBundle() {
        this.emitFile({ type: 'asset', fileName, source: [...folders].map(licenceOf).sort().join('\n') })
      },
    }),
  }
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    'name' | 'version' | 'license',
    string
  >
  const texts = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file))
  const contents = texts.map((text) => readFileSync(join(folder, text), 'utf8').trim())
  return [`## ${name} ${version} (${license})`, ...contents, ''].join('\n\n')
}
