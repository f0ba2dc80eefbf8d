import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'

interface SecuritySettings {
  isProduction: boolean
}

/** For pages: all of helmet's headers. They are always the same, so they are made once and not for each request. */
export function pageSecurityHeaders({ isProduction }: SecuritySettings): Record<string, string> {
  const headers: Record<string, string> = {}
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value
    },
    removeHeader: () => undefined,
  }
  // Plain HTTP is normal on a home network: only in production is a browser told to insist on HTTPS.
  // Pictures that ask for a token are fetched by scripts and shown as blobs.
  const directives = {
    imgSrc: ["'self'", 'data:', 'blob:'],
    // Helmet would let them come from any host.
    styleSrc: ["'self'", "'unsafe-inline'"],
    fontSrc: ["'self'"],
  }
  const onHttp = {
    strictTransportSecurity: false,
    contentSecurityPolicy: { directives: { ...directives, upgradeInsecureRequests: null } },
  }
  helmet(isProduction ? { contentSecurityPolicy: { directives } } : onHttp)(
    {} as IncomingMessage,
    response as unknown as ServerResponse,
    (error?: unknown) => {
      if (error) throw error
    },
  )
  return headers
}

const meaningfulForData = ['x-content-type-options', 'strict-transport-security']

/** For data: those of them that mean something where nothing is rendered, and a policy that lets nothing be. */
export function apiSecurityHeaders(settings: SecuritySettings): Record<string, string> {
  const all = Object.entries(pageSecurityHeaders(settings)).filter(([name]) => meaningfulForData.includes(name))
  return {
    ...Object.fromEntries(all),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    // Unless a route says otherwise: nothing that was shown to one person stays in a browser or on the way.
    'cache-control': 'no-store',
  }
}
