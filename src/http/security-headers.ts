import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'
import type { Server } from './route.ts'

/** Sets helmet's headers on every answer. They are always the same, so they are made once and not for each request. */
export function setSecurityHeaders(server: Server, { isProduction }: { isProduction: boolean }): void {
  const headers = headersOf(isProduction)
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers)
  })
}

// Plain HTTP is normal on a home network: only in production is a browser told to insist on HTTPS.
function headersOf(isProduction: boolean): Record<string, string> {
  const onHttp = { strictTransportSecurity: false, contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }
  const headers: Record<string, string> = {}
  const response = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value
    },
    removeHeader: () => undefined,
  }
  helmet(isProduction ? {} : onHttp)({} as IncomingMessage, response as unknown as ServerResponse, (error?: unknown) => {
    if (error) throw error
  })
  return headers
}
