/** How the browser came to us, which decides what its cookie may be. */
export interface Visit {
  isHttps: boolean
  /** From a dashboard at another site (in the sense of SameSite), which `CORS_ORIGINS` allows. */
  isCrossSite: boolean
}

// `__Host-` makes the browser refuse the cookie from any other host, a sibling under the same domain included.
const secureCookieName = '__Host-meterbridge-session'
const plainCookieName = 'meterbridge-session'

/** The session's token in a `Cookie` header; undefined where there is none. */
export function readSessionCookie(header: string | undefined, { isHttps }: Visit): string | undefined {
  const name = isHttps ? secureCookieName : plainCookieName
  const found = header?.split(';').find((pair) => pair.trim().startsWith(`${name}=`))
  return found?.slice(found.indexOf('=') + 1).trim() || undefined
}

/** A `Set-Cookie` header (RFC 6265) that keeps the token so long; 0 seconds and no token remove it. */
export function writeSessionCookie({ token, seconds }: { token: string; seconds: number }, visit: Visit): string {
  const shared = `Path=/; Max-Age=${seconds}; HttpOnly`
  // Plain HTTP is normal on a home network, and there a browser takes no cookie that is Secure.
  if (!visit.isHttps) return `${plainCookieName}=${token}; ${shared}; SameSite=Strict`
  const site = visit.isCrossSite ? 'SameSite=None; Partitioned' : 'SameSite=Strict'
  return `${secureCookieName}=${token}; ${shared}; Secure; ${site}`
}
