import './quick-start.js'
import { flushCompileCache } from 'node:module'

await import('../src/main.ts')
// Now and not at the exit: a container may only ever be killed.
flushCompileCache()
