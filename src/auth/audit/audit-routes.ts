import type { FastifyReply, FastifyRequest, onSendAsyncHookHandler, onSendHookHandler, RouteOptions } from 'fastify'
import type { Clock } from '../../clock.ts'
import type { Server } from '../../http/route.ts'
import type { Audit } from './audit.ts'
import { addAuditListRoutes } from './audit-list-routes.ts'
import type { AuditEntry } from './audit-store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** On public routes: the account that somebody signs in to, or tries to. */
    actor: string | undefined
    /** The id of the device’s key that somebody signed in with. */
    actorKey: string | undefined
  }
}

interface AuditDependencies {
  audit: Audit
  clock: Clock
  /** Whether there is an account of that name. What else was typed as a name may be a password. */
  isAccount(name: string): Promise<boolean>
}

const silentMethods = ['GET', 'HEAD', 'OPTIONS']

/** Writes down every write, every sign-in and the reads that say so from now on; `GET /audit` shows them. */
export function addAudit(server: Server, dependencies: AuditDependencies): void {
  server.decorateRequest('actor', undefined)
  server.decorateRequest('actorKey', undefined)
  server.addHook('onRoute', (route) => {
    const { access, isDecision = access === 'admin' || access === 'utility:push', isAudited } = route.config ?? {}
    const isSilent = [route.method].flat().some((method) => silentMethods.includes(method))
    if (isSilent && !(isAudited && route.method === 'GET')) return
    if (access === 'public') auditSignIns(route, dependencies)
    else if (isDecision) auditDecisions(route, dependencies)
    else auditWrites(route, dependencies)
  })
  addAuditListRoutes(server, dependencies.audit)
}

function auditWrites(route: RouteOptions, { audit, clock }: AuditDependencies): void {
  const action = actionOf(route)
  // Not when the answer has left: for that, Fastify would watch each connection.
  const hook: onSendHookHandler = (request, reply, payload, done) => {
    if (request.caller) audit.note(entryOf(request, { at: clock(), action, status: reply.statusCode }))
    done(null, payload)
  }
  route.onSend = [...[route.onSend ?? []].flat(), hook]
}

function auditDecisions(route: RouteOptions, { audit, clock }: AuditDependencies): void {
  const action = actionOf(route)
  const hook: onSendAsyncHookHandler = async (request, reply, payload) => {
    if (!request.caller) return payload
    const status = reply.statusCode
    try {
      const entry = entryOf(request, { at: clock(), action, status })
      await audit.record({ ...entry, target: entry.target ?? madeBy(reply), note: noteOf(request) })
    } catch (error) {
      // A refusal is answered in any case; what was done is not said to be done unless it is written down.
      if (status < 400) throw error
    }
    return payload
  }
  route.onSend = [...[route.onSend ?? []].flat(), hook]
}

function auditSignIns(route: RouteOptions, { audit, clock, isAccount }: AuditDependencies): void {
  // A browser that comes back is neither a sign-in nor a write, and comes every quarter of an hour.
  if (!route.url.startsWith('/auth/') || route.url === '/auth/session/refresh') return
  const action = actionOf(route)
  const keep = async (request: FastifyRequest, status: number, at: number): Promise<void> => {
    const name = request.actor?.normalize('NFC')
    const account = name !== undefined && (await isAccount(name)) ? name : null
    const note = request.actorKey === undefined ? null : `with the key ${request.actorKey}`
    audit.note({ ...entryOf(request, { at, action, status }), account, note })
  }
  // Before the answer leaves: nobody evades it by leaving first.
  const hook: onSendHookHandler = (request, reply, payload, done) => {
    // Who is told to wait has been written down before.
    if (reply.statusCode !== 429) keep(request, reply.statusCode, clock()).catch(() => undefined)
    done(null, payload)
  }
  route.onSend = [...[route.onSend ?? []].flat(), hook]
}

function actionOf({ method, url }: RouteOptions): string {
  return `${[method].flat().join(',')} ${url.replaceAll(/:(\w+)/g, '{$1}')}`
}

function entryOf(request: FastifyRequest, what: Pick<AuditEntry, 'at' | 'action' | 'status'>): AuditEntry {
  const named = Object.values((request.params ?? {}) as Record<string, string>)
  return {
    ...what,
    account: request.caller?.username ?? null,
    target: named.length === 0 ? null : named.join('/'),
    address: request.ip,
    requestId: request.id,
    note: null,
    count: 1,
  }
}

/** What a call has made, as its answer names it. */
function madeBy(reply: FastifyReply): string | null {
  const name = String(reply.getHeader('location') ?? '')
    .split('/')
    .at(-1)
  return name ? decodeURIComponent(name) : null
}

function noteOf({ body }: FastifyRequest): string | null {
  const note = typeof body === 'object' && body !== null && 'note' in body ? body.note : null
  return typeof note === 'string' ? note : null
}
