import type { FastifyRequest } from 'fastify'
import { Problem } from '../problem.ts'

/**
 * Refuses what another website makes a browser send along with our cookie (CSRF). The browser itself tells where the
 * page came from, in headers that no script can set; who sends none of them is no browser and has no cookie by accident.
 * The rule is that of Go's http.CrossOriginProtection.
 * @param allowed origins that may call from a browser.
 * @throws Problem 403
 */
export function refuseForeignPages(request: FastifyRequest, allowed: readonly string[]): void {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site === 'same-origin' || site === 'none') return
  if (origin === undefined && site === undefined) return
  if (origin !== undefined && allowed.includes(origin)) return
  if (site === undefined && origin !== undefined && hostOf(origin) === request.host) return
  throw new Problem(403, 'A page of another website may not use this session; CORS_ORIGINS lists those that may.', {
    type: 'foreign-origin',
  })
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

/** Origins of other hosts whose pages may use a session's cookie. */
export function trustedOrigins(settings: { corsOrigins: readonly string[]; publicUrl: string | undefined }): string[] {
  const { corsOrigins, publicUrl } = settings
  return publicUrl === undefined ? [...corsOrigins] : [...corsOrigins, new URL(publicUrl).origin]
}
