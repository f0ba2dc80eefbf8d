import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Server } from '../../http/route.ts'
import { refuseForeignPages } from '../../http/same-origin.ts'
import { type Static, Type } from '../../json-schema.ts'
import { Problem } from '../../problem.ts'
import { PasswordSignIn, SessionAnswer } from '../auth-schemas.ts'
import { type SignIn, wrongCredentials } from '../sign-in/sign-in.ts'
import { readSessionCookie, type Visit, writeSessionCookie } from './session-cookie.ts'
import type { OpenSession, Sessions } from './sessions.ts'

interface SessionRoutesDependencies {
  signIn: SignIn
  sessions: Sessions
  /** Origins of other hosts whose pages may use a session. */
  trustedOrigins: readonly string[]
}

const config = { access: 'public' } as const
const tags = ['sign-in']
const security = [{ session: [] }]

/** `/auth/session`: a browser signs in, comes back, and signs out. */
export function addSessionRoutes(
  server: Server,
  { signIn, sessions, trustedOrigins }: SessionRoutesDependencies,
): void {
  const onRequest = forOwnPages(trustedOrigins)
  server.post(
    '/auth/session',
    {
      config,
      onRequest,
      schema: {
        tags,
        summary: 'Sign in a browser',
        description:
          'Answers with an access token for a few minutes, to be kept in memory, and sets a cookie (HttpOnly, SameSite) that only POST /auth/session/refresh and DELETE /auth/session read. Pages of another origin need CORS_ORIGINS and credentials: "include".',
        body: PasswordSignIn,
        response: { 200: SessionAnswer },
      },
    },
    async (request, reply) => {
      request.actor = request.body.username
      const account = await signIn.checkPair({ ...request.body, address: request.ip })
      if (!account) throw wrongCredentials()
      return replyWithSession(signIn, await sessions.open(account), { request, reply })
    },
  )
  server.post(
    '/auth/session/refresh',
    {
      config,
      onRequest,
      schema: {
        tags,
        security,
        summary: 'The next access token for a browser that is signed in',
        description:
          'Takes the cookie alone and may be called by several tabs at once; 401 where the session has ended.',
        response: { 200: SessionAnswer },
      },
    },
    async (request, reply) => {
      const token = readSessionCookie(request.headers.cookie, visitOf(request))
      const renewed = token === undefined ? undefined : await sessions.renew(token)
      if (!renewed) throw sessionEnded()
      return replyWithSession(signIn, renewed, { request, reply })
    },
  )
  server.delete(
    '/auth/session',
    {
      config,
      onRequest,
      schema: { tags, security, summary: 'Sign out a browser', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const visit = visitOf(request)
      const token = readSessionCookie(request.headers.cookie, visit)
      request.actor = token === undefined ? undefined : await sessions.end(token)
      return reply
        .code(204)
        .header('set-cookie', writeSessionCookie({ token: '', seconds: 0 }, visit))
        .send(null)
    },
  )
}

/** For routes that set or read the cookie. */
export function forOwnPages(trustedOrigins: readonly string[]): onRequestHookHandler {
  return (request, reply, done) => {
    reply.header('cache-control', 'no-store')
    refuseForeignPages(request, trustedOrigins)
    done()
  }
}

/** Answers with an access token for the page, and puts the session's own token into a cookie that the page cannot read. */
export function replyWithSession(
  signIn: SignIn,
  { account, token, secondsLeft }: OpenSession,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Static<typeof SessionAnswer> {
  request.actor = account.username
  reply.header('set-cookie', writeSessionCookie({ token, seconds: secondsLeft }, visitOf(request)))
  return { ...signIn.grantBriefAccess(account), username: account.username, role: account.role }
}

/** Behind a proxy that nobody told us to trust, the page's own origin still says that it came by HTTPS. */
function visitOf({ protocol, headers }: FastifyRequest): Visit {
  return {
    isHttps: protocol === 'https' || headers.origin?.startsWith('https://') === true,
    isCrossSite: headers['sec-fetch-site'] === 'cross-site',
  }
}

function sessionEnded(): Problem {
  return new Problem(401, 'There is no session here or it has ended; sign in again.', {
    type: 'session-ended',
    headers: { 'www-authenticate': 'Bearer realm="meterbridge"' },
  })
}
