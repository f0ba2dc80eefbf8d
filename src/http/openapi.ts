import swagger from '@fastify/swagger'
import type { Server } from './route.ts'

/** Generates `GET /openapi.json` from the schemas that check the requests, and shows it at `GET /docs`. */
export async function addOpenApi(server: Server, version: string): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Meterbridge', version, description: 'Keeps meter readings, shows them in a sheet, submits them to the utility.' },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    transform: ({ schema, url, route }) => {
      const access = route.config?.access
      const isOpen = access === undefined || access === 'public'
      return { schema: { ...schema, ...(!isOpen && { security: [{ bearer: [access] }] }) }, url }
    },
  })
  server.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () => server.swagger())
  await server.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' }
    })
    const { default: reference } = await import('@scalar/fastify-api-reference')
    await docs.register(reference, { routePrefix: '/docs', configuration: { url: '/openapi.json' } })
  })
}
