import { randomUUID } from 'node:crypto'
import cors from '@fastify/cors'
import formbody from '@fastify/formbody'
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { type FastifyBaseLogger, LogController, type RouteOptions, fastify } from 'fastify'
import type { Log } from '../log.ts'
import { Problem } from '../problem.ts'
import { readJsonBodies } from './json-body.ts'
import { addOpenApi } from './openapi.ts'
import { replyWithProblem } from './problem-reply.ts'
import { limitRate } from './rate-limit.ts'
import type { Caller, Server } from './route.ts'
import { setSecurityHeaders } from './security-headers.ts'

const smallBodyBytes = 64 * 1024
const slowestRequestMilliseconds = 120_000
const acceptableRequestId = /^[\w.:-]{1,128}$/

interface ServerSettings {
  corsOrigins: readonly string[]
  rateLimitPerMinute: number
  trustProxy: number
  version: string
  isProduction: boolean
}

export interface ServerDependencies {
  log: Log
  settings: ServerSettings
  /** Who sent this `Authorization` header. @throws Problem 401 */
  authenticate(authorization: string | undefined): Promise<Caller> | Caller
}

/**
 * A server with everything that every route shares: strict bodies, problem answers, security headers, rate limits,
 * request ids, OpenAPI, and a caller with the scope that the route's `access` asks for.
 */
export async function createServer(dependencies: ServerDependencies): Promise<Server> {
  const { log, settings } = dependencies
  const loggerInstance: FastifyBaseLogger = log
  const server = fastify({
    loggerInstance,
    bodyLimit: smallBodyBytes,
    requestTimeout: slowestRequestMilliseconds,
    trustProxy: (_address: string, hop: number) => hop < settings.trustProxy,
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && acceptableRequestId.test(given) ? given : randomUUID()
    },
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>()
  server.setValidatorCompiler(TypeBoxValidatorCompiler)
  server.setErrorHandler(replyWithProblem)
  server.setNotFoundHandler((request, reply) =>
    replyWithProblem(new Problem(404, `There is nothing at ${request.method} ${request.url.split('?')[0]}; see /docs.`), request, reply),
  )
  readJsonBodies(server)
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  server.addHook('onResponse', async (request, reply) => {
    request.log.info({
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime),
      account: request.caller?.username,
    })
  })
  setSecurityHeaders(server, settings)
  await server.register(cors, {
    origin: [...settings.corsOrigins],
    exposedHeaders: ['ETag', 'Location', 'Retry-After', 'X-Request-Id'],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  })
  await server.register(formbody)
  guardRoutes(server, dependencies.authenticate)
  await limitRate(server, settings.rateLimitPerMinute)
  await addOpenApi(server, settings.version)
  return server
}

function guardRoutes(server: Server, authenticate: ServerDependencies['authenticate']): void {
  server.decorateRequest('caller')
  const routes: RouteOptions[] = []
  server.addHook('onRoute', (route) => {
    if (route.method !== 'OPTIONS') routes.push(route)
  })
  server.addHook('onReady', async () => {
    const open = routes.find((route) => route.config?.access === undefined)
    if (open) throw new Error(`route ${String(open.method)} ${open.url} does not say who may call it`)
  })
  server.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config
    if (access === undefined || access === 'public') return
    request.caller = await authenticate(request.headers.authorization)
    if (!request.caller.scopes.has(access)) throw new Problem(403, `This account may not do that: it lacks the scope ${access}.`)
  })
}
