import { isUtf8 } from 'node:buffer'
import { parse } from 'secure-json-parse'
import { Problem } from '../problem.ts'
import type { Server } from './route.ts'

const deepest = 32

/** Reads JSON strictly: UTF-8 only (RFC 8259), no `__proto__`, nothing nested deeper than any call needs. */
export function readJsonBodies(server: Server): void {
  server.removeContentTypeParser(['text/plain', 'application/json'])
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request: unknown, body: Buffer, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseJson(decodeUtf8(body)))
    } catch (error) {
      done(error as Error)
    }
  })
}

function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = parse(text, null, { protoAction: 'error', constructorAction: 'error' })
  } catch (error) {
    throw new Problem(400, `The body is no valid JSON: ${withoutExcerpt(error)}`, { type: 'invalid-json' })
  }
  if (isDeeperThan(value, deepest))
    throw new Problem(400, `The body is nested more than ${deepest} levels deep.`, { type: 'invalid-json' })
  return value
}

// V8 quotes the text around the mistake, which may be a password.
function withoutExcerpt(error: unknown): string {
  return error instanceof Error ? (error.message.split(/, (?:\.\.\.)?"/)[0] ?? '') : ''
}

/** @throws Problem 400 where the bytes are not UTF-8. */
export function decodeUtf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new Problem(400, 'The body is not valid UTF-8.')
  return bytes.toString('utf8')
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const child of Array.isArray(value) ? value : Object.values(value))
    if (isDeeperThan(child, levels - 1)) return true
  return false
}
