import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'
import type { Precache } from '../service-worker/precache.ts'

type Bundle = Rolldown.OutputBundle

// Few people ever open a workbook, and what reads it is large: it is fetched, and kept, when it is needed first. No page
// needs the licences.
const onDemand = /^(?:assets\/workbook-rows-|licences\.md$)/

/** Tells the service worker, the entry of this file name, what the build consists of. */
export function listForServiceWorker(fileName: string): Plugin {
  let publicDirectory = ''
  return {
    name: 'list-for-service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => {
      publicDirectory = config.publicDir
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[fileName]
        if (worker?.type !== 'chunk') throw new Error(`the build has no ${fileName}`)
        const list = precacheOf(bundle, { publicDirectory, fileName })
        worker.code = `const precache=${JSON.stringify(list)};${worker.code}`
      },
    },
  }
}

function precacheOf(
  bundle: Bundle,
  { publicDirectory, fileName }: { publicDirectory: string; fileName: string },
): Precache {
  const hash = createHash('sha256')
  const built = Object.values(bundle).filter((file) => file.fileName !== fileName)
  for (const file of built) hash.update(file.type === 'chunk' ? file.code : file.source)
  const copied = readdirSync(publicDirectory)
  for (const name of copied) hash.update(readFileSync(join(publicDirectory, name)))
  const names = [...built.map((file) => file.fileName).filter((name) => !onDemand.test(name)), ...copied]
  return {
    version: hash.digest('hex').slice(0, 12),
    paths: names.map((name) => (name === 'index.html' ? '/' : `/${name}`)).sort(),
  }
}
