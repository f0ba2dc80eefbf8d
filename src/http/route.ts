import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'

export const scopes = ['readings:read', 'readings:write', 'readings:correct', 'utility:push', 'admin'] as const
export type Scope = (typeof scopes)[number]

/** Who a request comes from. */
export interface Caller {
  username: string
  scopes: ReadonlySet<Scope>
  /** The sites that the account is bound to: to it there are no others. Null: all. */
  sites: ReadonlySet<string> | null
}

/** Whether a site is there for a caller. */
export function knowsSite({ sites }: Pick<Caller, 'sites'>, site: string): boolean {
  return sites === null || sites.has(site)
}

/** What a route asks of its caller; a route that says nothing is refused at start. */
export type Access = Scope | 'public'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** A person's decision, which stands in the audit before it is answered. Default: what only admins or operators do. */
    isDecision?: boolean
    /** A read that stands in the audit too: it takes away more than a person sees. */
    isAudited?: boolean
  }
  interface FastifyRequest {
    /** Only on routes whose `access` is a scope. */
    caller: Caller
  }
}

/** The server as the routes of the capabilities see it. */
export type Server = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>
