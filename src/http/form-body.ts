import { parse } from 'node:querystring'
import { decodeUtf8 } from './json-body.ts'
import type { Server } from './route.ts'

/** Reads the forms that OAuth callers send: UTF-8 only; what stands there twice becomes a list. */
export function readFormBodies(server: Server): void {
  const type = 'application/x-www-form-urlencoded'
  server.addContentTypeParser(type, { parseAs: 'buffer' }, (_request: unknown, body: Buffer, done) => {
    try {
      done(null, parse(decodeUtf8(body)))
    } catch (error) {
      done(error as Error)
    }
  })
}
