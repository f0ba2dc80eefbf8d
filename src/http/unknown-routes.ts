import { Problem } from '../problem.ts'
import { replyWithProblem } from './problem-reply.ts'
import type { LimitRate } from './rate-limit.ts'
import type { Server } from './route.ts'

interface KnownRoute {
  method: string
  segments: readonly string[]
}

/** Characters of one name in a path; the router passes by what is longer. */
export const longestNameInPath = 200

/**
 * Answers what no route takes: 405 with `Allow` (RFC 9110, 15.5.6) where the path is there for other methods, else 404.
 * Called before the routes are added.
 */
export function answerUnknownRoutes(server: Server, limit: LimitRate): void {
  const routes: KnownRoute[] = []
  server.addHook('onRoute', ({ method, url }) => {
    if (url.includes('*')) return
    for (const one of [method].flat()) routes.push({ method: one, segments: url.split('/') })
  })
  server.setNotFoundHandler((request, reply) => {
    limit(request, reply)
    const { method, url } = request
    const [path = ''] = url.split('?')
    return replyWithProblem(problemAt(method, path, methodsAt(routes, path)), request, reply)
  })
}

function problemAt(method: string, path: string, allowed: readonly string[]): Problem {
  if (allowed.includes(method))
    return new Problem(414, `A name in ${path.slice(0, 60)}… is longer than ${longestNameInPath} characters.`)
  if (allowed.length === 0) return new Problem(404, `There is nothing at ${method} ${path}; see /docs.`)
  const allow = allowed.join(', ')
  return new Problem(405, `${path} does not take ${method}, but ${allow}; see /docs.`, { headers: { allow } })
}

function methodsAt(routes: readonly KnownRoute[], path: string): string[] {
  const segments = path.split('/')
  const isHere = (pattern: readonly string[]): boolean =>
    pattern.length === segments.length && pattern.every((part, index) => fits(part, segments[index] ?? ''))
  return [...new Set(routes.filter((route) => isHere(route.segments)).map(({ method }) => method))].sort()
}

function fits(part: string, segment: string): boolean {
  return part.startsWith(':') ? segment !== '' : part === segment
}
