import './compile-cache.js'
import { flushCompileCache } from 'node:module'

await import('../dist/service.js')
// Now and not at the exit: a container may only ever be killed.
flushCompileCache()
