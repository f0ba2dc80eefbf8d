import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify'
import { lazily } from '../lazily.ts'
import { packageFolder } from '../package-folder.ts'
import type { Server } from './route.ts'
import { pageSecurityHeaders } from './security-headers.ts'

const built = fileURLToPath(new URL('web/dist', packageFolder))
const assets = fileURLToPath(new URL('web/dist/assets', packageFolder))
const aboutFiles = ['accept-encoding', 'if-none-match', 'if-modified-since', 'range']

/**
 * Serves the built dashboard at `/`; without one (an API-only install) there is nothing there. What serves files is
 * loaded at the first visit: many services are only ever called by scripts.
 */
export function serveDashboard(server: Server, settings: { isProduction: boolean }): void {
  if (!existsSync(built)) return
  const headers = pageSecurityHeaders(settings)
  const files = lazily(openFiles)
  server.get('/*', { config: { access: 'public' }, schema: { hide: true } }, async (request, reply) => {
    const { method, url, headers: given } = request
    const asked = Object.fromEntries(Object.entries(given).filter(([name]) => aboutFiles.includes(name)))
    const file = await (await files()).inject({ method: method as 'GET' | 'HEAD', url, headers: asked })
    if (file.statusCode === 404) return reply.callNotFound()
    return reply
      .code(file.statusCode)
      .headers({ ...file.headers, ...headers })
      .send(file.rawPayload)
  })
}

async function openFiles(): Promise<FastifyInstance> {
  const { default: fastifyStatic } = await import('@fastify/static')
  const files = fastify()
  await files.register(fastifyStatic, {
    root: built,
    wildcard: false,
    cacheControl: false,
    preCompressed: true,
    globIgnore: ['**/*.{br,gz}'],
    setHeaders: setCaching,
  })
  return files
}

// Vite names assets by their content, so these never change; everything else is asked for anew.
function setCaching(reply: FastifyReply, path: string): void {
  reply.header('cache-control', path.startsWith(assets) ? 'public, max-age=31536000, immutable' : 'no-cache')
}
