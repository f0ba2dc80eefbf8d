import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Keeps compiled code between starts. This file and those beside it are plain JavaScript, so that Node.js loads its
// TypeScript compiler only for what is not in the cache yet.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url)))
