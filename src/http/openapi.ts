import { randomBytes } from 'node:crypto'
import { type FastifyInstance, type FastifySchema, fastify, type RouteOptions } from 'fastify'
import { Type } from '../json-schema.ts'
import type { Server } from './route.ts'

/** Generates `GET /openapi.json` from the schemas that check the requests, and shows it at `GET /docs`. */
export function addOpenApi(server: Server, version: string): void {
  const routes: RouteOptions[] = []
  let document: Promise<unknown> | undefined
  server.addHook('onRoute', (route) => {
    routes.push(route)
  })
  server.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => {
    document ??= describe(routes, version)
    return await document
  })
  showDocs(server)
}

// The generator is another fifteenth of a start, and most services are never asked for the document: a server that
// answers nothing is made from the routes at the first request.
async function describe(routes: readonly RouteOptions[], version: string): Promise<unknown> {
  const { default: swagger } = await import('@fastify/swagger')
  const described = fastify({ exposeHeadRoutes: false })
  described.setValidatorCompiler(() => () => true)
  described.setSerializerCompiler(() => () => '')
  await described.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Meterbridge',
        version,
        description: 'Keeps meter readings, shows them in a sheet, submits them to the utility.',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-meterbridge-session',
            description: 'Set by POST /auth/session; over plain HTTP its name is meterbridge-session.',
          },
        },
      },
    },
  })
  for (const { method, url, schema, config } of routes) {
    const access = config?.access ?? 'public'
    const security = access === 'public' ? {} : { security: [{ bearer: [access] }] }
    described.route({
      method,
      url,
      schema: { ...schema, ...security, ...answers(schema, method) },
      handler: () => undefined,
    })
  }
  await described.ready()
  return described.swagger()
}

const ProblemAnswer = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    requestId: Type.String(),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
  },
  { description: 'RFC 9457 problem details' },
)

// Only described, not checked: every call may be refused, and every POST may be repeated.
function answers(schema: FastifySchema | undefined, method: string | string[]): FastifySchema {
  const response = { ...(schema?.response ?? { 200: Type.Any({ description: 'Done' }) }) }
  const refusal = { description: 'Refused', content: { 'application/problem+json': { schema: ProblemAnswer } } }
  const key = Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 255 })) })
  return { response: { ...response, default: refusal }, ...(method === 'POST' && { headers: key }) }
}

// The page's library holds five megabytes in memory, and most services are never asked for it: it is loaded at the first visit.
function showDocs(server: Server): void {
  const standIn = newNonce()
  let docs: Promise<FastifyInstance> | undefined
  const options = { config: { access: 'public' }, schema: { hide: true } } as const
  server.get('/docs', options, (_request, reply) => reply.redirect('/docs/', 301))
  server.get('/docs/*', options, async (request, reply) => {
    docs ??= createDocs(standIn)
    const page = await (await docs).inject(request.url)
    const nonce = newNonce()
    const isPage = String(page.headers['content-type']).startsWith('text/html')
    return reply
      .code(page.statusCode)
      .type(String(page.headers['content-type']))
      .header(
        'content-security-policy',
        `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:`,
      )
      .send(isPage ? page.payload.replaceAll(standIn, nonce) : page.rawPayload)
  })
}

function newNonce(): string {
  return randomBytes(16).toString('base64url')
}

async function createDocs(nonce: string): Promise<FastifyInstance> {
  const { default: reference } = await import('@scalar/fastify-api-reference')
  const docs = fastify()
  const configuration = {
    url: '/openapi.json',
    nonce,
    withDefaultFonts: false,
    telemetry: false,
    hideClientButton: true,
  }
  await docs.register(reference, { routePrefix: '/docs', configuration })
  return docs
}
