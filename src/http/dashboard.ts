import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import type { Server } from './route.ts'
import { pageSecurityHeaders } from './security-headers.ts'

const built = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Serves the built dashboard at `/`; without one (an API-only install) there is nothing there. */
export async function serveDashboard(server: Server, settings: { isProduction: boolean }): Promise<void> {
  if (!existsSync(built)) return
  const headers = pageSecurityHeaders(settings)
  await server.register(async (files) => {
    files.addHook('onRequest', (_request, reply, done) => {
      reply.headers(headers)
      done()
    })
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' }
    })
    await files.register(fastifyStatic, {
      root: built,
      wildcard: false,
      cacheControl: false,
      preCompressed: true,
      globIgnore: ['**/*.{br,gz}'],
      schemaHide: true,
      setHeaders: setCaching,
    })
  })
}

// Vite names assets by their content, so these never change; everything else is asked for anew.
function setCaching(reply: FastifyReply, path: string): void {
  const isHashed = path.startsWith(fileURLToPath(new URL('../../web/dist/assets', import.meta.url)))
  reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
}
