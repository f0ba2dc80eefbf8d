import { basename } from 'node:path'

const isBundled = !import.meta.url.endsWith('.ts')

/** The folder of this package. Code lies right below it, in `src` as in the bundle of `dist`. */
export const packageFolder = new URL('../', import.meta.url)

/** The file of a worker thread, named by its source without an ending: on a bundle it needs no TypeScript compiler, which takes 27 MB. */
export function workerFile(source: string): URL {
  return new URL(isBundled ? `dist/${basename(source)}.js` : `src/${source}.ts`, packageFolder)
}
