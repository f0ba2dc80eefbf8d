import { enableCompileCache, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

// Keeps compiled code between starts. This file and those beside it are plain JavaScript, so that Node.js loads its
// TypeScript compiler only for what is not in the cache yet: a start takes half the time.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)))

// An import that begins with a dot names its file in full, so there is nothing to look up. Node.js asks the disk
// nevertheless, for each of some 3,000 imports, and remembers each answer.
registerHooks({
  resolve(specifier, context, nextResolve) {
    const isWhole = specifier.startsWith('.') && context.conditions.includes('import')
    return isWhole
      ? { url: new URL(specifier, context.parentURL).href, shortCircuit: true }
      : nextResolve(specifier, context)
  },
})
