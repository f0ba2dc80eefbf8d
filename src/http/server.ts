import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { fastify, LogController, type preParsingHookHandler } from 'fastify'
import type { Clock } from '../clock.ts'
import type { Replicas } from '../database/replicas.ts'
import { createIds } from '../ids.ts'
import type { Log } from '../log.ts'
import { Problem } from '../problem.ts'
import { type Authenticate, guardRoutes, refuseStrangers } from './access.ts'
import { answerBrokenHttp } from './broken-http.ts'
import { readFormBodies } from './form-body.ts'
import { enforceHttps } from './https.ts'
import { readJsonBodies } from './json-body.ts'
import { addOpenApi } from './openapi.ts'
import { cutOffSlowReaders, type Patience, usualPatience } from './patience.ts'
import { type RequestFailure, replyWithProblem } from './problem-reply.ts'
import { limitRate } from './rate-limit.ts'
import { logRequests } from './request-log.ts'
import type { Server } from './route.ts'
import { apiSecurityHeaders } from './security-headers.ts'
import { compileSerializer } from './serializer.ts'
import { answerUnknownRoutes, longestNameInPath } from './unknown-routes.ts'
import { compileValidator } from './validator.ts'

const smallBodyBytes = 64 * 1024
const acceptableRequestId = /^[\w.:-]{1,128}$/

interface ServerSettings {
  corsOrigins: readonly string[]
  rateLimitPerMinute: number
  trustProxy: number
  version: string
  isProduction: boolean
}

interface ServerDependencies {
  log: Log
  clock: Clock
  settings: ServerSettings
  authenticate: Authenticate
  replicas: Replicas
  /** Whether this process is about to stop: whoever is connected should come back elsewhere. */
  isLeaving?: () => boolean
  onFailure?: (failure: RequestFailure) => void
  patience?: Patience | undefined
}

/**
 * A server with everything that every route shares: strict bodies, problem answers, security headers, rate limits,
 * request ids, OpenAPI, and a caller with the scope that the route's `access` asks for.
 */
export async function createServer(dependencies: ServerDependencies): Promise<Server> {
  const { log, clock, settings, authenticate, replicas, isLeaving = () => false, onFailure } = dependencies
  const { patience = usualPatience } = dependencies
  const server = makeServer({ log, clock, settings, patience })
  server.setValidatorCompiler(compileValidator)
  server.setSerializerCompiler(compileSerializer)
  server.setErrorHandler((error, request, reply) => replyWithProblem(error, request, reply, onFailure))
  readJsonBodies(server)
  readFormBodies(server)
  markAnswers(server, settings, isLeaving)
  cutOffSlowReaders(server, log, patience.readerMilliseconds)
  enforceHttps(server, settings)
  refuseEncodedBodies(server)
  logRequests(server, log)
  if (settings.corsOrigins.length > 0)
    await server.register(import('@fastify/cors'), {
      origin: [...settings.corsOrigins],
      // For the cookie of a session, which only /auth/session reads.
      credentials: true,
      exposedHeaders: [
        'ETag',
        'Idempotent-Replayed',
        'Location',
        'Retry-After',
        'X-Request-Id',
        'RateLimit-Limit',
        'RateLimit-Remaining',
        'RateLimit-Reset',
      ],
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    })
  guardRoutes(server, authenticate)
  const limit = limitRate(server, settings.rateLimitPerMinute, replicas)
  answerUnknownRoutes(server, limit)
  refuseStrangers(server)
  addOpenApi(server, settings.version)
  return server
}

// Without these two Fastify would load its own compilers, which are never used.
function noCompiler(): never {
  throw new Error('schemas are compiled by validator.ts and serializer.ts')
}

type Fundamentals = Pick<ServerDependencies, 'log' | 'clock' | 'settings'> & { patience: Patience }

function makeServer({ log, clock, settings, patience }: Fundamentals): Server {
  const nextId = createIds(clock)
  return fastify({
    bodyLimit: smallBodyBytes,
    requestTimeout: patience.requestMilliseconds,
    keepAliveTimeout: patience.idleMilliseconds,
    http: {
      headersTimeout: patience.headersMilliseconds,
      connectionsCheckingInterval: patience.lookEveryMilliseconds,
    },
    // Without a proxy to trust, the address is the socket's, and nothing has to be looked through.
    trustProxy: settings.trustProxy > 0 && ((_address: string, hop: number) => hop < settings.trustProxy),
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && acceptableRequestId.test(given) ? given : nextId()
    },
    // Fastify has no logger of its own, for whose sake it would watch the end of every answer; and a logger for each
    // request costs more than the one line that a request is worth.
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: () => log,
    forceCloseConnections: 'idle',
    // What has arrived is answered: a stop waits for it.
    return503OnClosing: false,
    routerOptions: { maxParamLength: longestNameInPath },
    schemaController: { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } },
    // No hook has run where the address itself cannot be read.
    frameworkErrors: (error, request, reply) => {
      reply.headers({ ...apiSecurityHeaders(settings), 'x-request-id': request.id })
      replyWithProblem(error, request, reply)
    },
    clientErrorHandler: answerBrokenHttp,
  }).withTypeProvider<TypeBoxTypeProvider>()
}

function markAnswers(server: Server, settings: ServerSettings, isLeaving: () => boolean): void {
  const headers = apiSecurityHeaders(settings)
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers)
    reply.header('x-request-id', request.id)
    if (isLeaving()) reply.header('connection', 'close')
    done()
  })
}

function refuseEncodedBodies(server: Server): void {
  const refuse: preParsingHookHandler = (request, _reply, _payload, done) => {
    const encoding = request.headers['content-encoding']
    if (encoding === undefined || encoding === 'identity') return done()
    done(new Problem(415, 'A compressed body is not taken; send it without Content-Encoding.'))
  }
  server.addHook('onRoute', (route) => {
    if (route.method !== 'GET' && route.method !== 'HEAD')
      route.preParsing = [...[route.preParsing ?? []].flat(), refuse]
  })
}
