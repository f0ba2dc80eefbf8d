import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const leastBytes = 1024
// The best levels cost seconds for a few hundred bytes.
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Puts a compressed copy beside every text of the build, so that serving it costs nothing. */
export function compressOutput(): Plugin {
  let directory = ''
  return {
    name: 'compress-output',
    apply: 'build',
    configResolved: (config) => {
      directory = join(config.root, config.build.outDir)
    },
    closeBundle() {
      for (const name of globSync('**/*.{js,css,html,svg,webmanifest}', { cwd: directory })) {
        const file = join(directory, name)
        if (statSync(file).size < leastBytes) continue
        const contents = readFileSync(file)
        writeFileSync(`${file}.br`, brotliCompressSync(contents, brotli))
        writeFileSync(`${file}.gz`, gzipSync(contents, { level: 9 }))
      }
    },
  }
}
