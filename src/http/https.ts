import { Problem } from '../problem.ts'
import type { Server } from './route.ts'

interface HttpsSettings {
  isProduction: boolean
  trustProxy: number
}

/**
 * In production, behind a proxy that tells how it was called, plain HTTP is answered with the way to HTTPS: a page by a
 * redirect, anything that may carry a secret by a refusal. Health checks of the platform come without HTTPS.
 */
export function enforceHttps(server: Server, { isProduction, trustProxy }: HttpsSettings): void {
  if (!isProduction || trustProxy === 0) return
  server.addHook('onRequest', (request, reply, done) => {
    if (request.protocol === 'https' || request.url.startsWith('/health')) return done()
    const isPage = request.method === 'GET' && request.headers.authorization === undefined
    if (isPage) return void reply.redirect(`https://${request.host}${request.url}`, 308)
    done(
      new Problem(
        403,
        'This service is reached by HTTPS only; what was sent over plain HTTP may have been read by others.',
      ),
    )
  })
}
