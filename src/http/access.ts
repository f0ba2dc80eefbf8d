import type { FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify'
import { Problem } from '../problem.ts'
import type { Caller, Scope, Server } from './route.ts'

/** Who sent this `Authorization` header. @throws Problem 401 */
export type Authenticate = (authorization: string | undefined) => Promise<Caller> | Caller

declare module 'fastify' {
  interface FastifyRequest {
    /** Why the caller is not let in; told after the request has been counted. */
    refusal: unknown
    /** Who the caller is by now, for answers that go on for long; undefined who would not be let in any more. */
    callerNow(): Promise<Caller | undefined>
  }
}

/**
 * Finds out who calls, and lets in only those who have the scope that the route's `access` asks for. A route that says
 * nothing stops the start. A refusal waits until the rate limit has counted the request: `refuseStrangers` tells it.
 */
export function guardRoutes(server: Server, authenticate: Authenticate): void {
  refuseOpenRoutes(server)
  server.decorateRequest('caller')
  server.decorateRequest('refusal')
  server.decorateRequest('callerNow', async function callerNow(this: FastifyRequest) {
    try {
      return await authenticate(this.headers.authorization)
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  })
  // Bound to its route once, since to look a route up costs a request a good deal.
  server.addHook('onRoute', (route) => {
    const access = route.config?.access
    if (access === undefined || access === 'public') return
    route.onRequest = [...[route.onRequest ?? []].flat(), guard(access, authenticate)]
  })
}

function guard(access: Scope, authenticate: Authenticate): onRequestHookHandler {
  return (request, _reply, done) => {
    const admit = (caller: Caller): void => {
      request.caller = caller
      if (!caller.scopes.has(access))
        request.refusal = new Problem(403, `This account may not do that: it lacks the scope ${access}.`)
      done()
    }
    const refuse = (error: unknown): void => {
      request.refusal = error
      done()
    }
    try {
      const caller = authenticate(request.headers.authorization)
      if (caller instanceof Promise) caller.then(admit, refuse)
      else admit(caller)
    } catch (error) {
      refuse(error)
    }
  }
}

/** Refuses those whom `guardRoutes` has not let in, in the last of the hooks that every request passes. */
export function refuseStrangers(server: Server): void {
  const refuse: onRequestHookHandler = (request, _reply, done) => done(request.refusal as Error | undefined)
  server.addHook('onRoute', (route) => {
    if (route.config?.access === undefined || route.config.access === 'public') return
    route.onRequest = [...[route.onRequest ?? []].flat(), refuse]
  })
}

function refuseOpenRoutes(server: Server): void {
  const routes: RouteOptions[] = []
  server.addHook('onRoute', (route) => {
    if (route.method !== 'OPTIONS') routes.push(route)
  })
  server.addHook('onReady', async () => {
    const open = routes.find((route) => route.config?.access === undefined)
    if (open) throw new Error(`route ${String(open.method)} ${open.url} does not say who may call it`)
  })
}
