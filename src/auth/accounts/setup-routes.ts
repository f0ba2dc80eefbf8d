import type { Server } from '../../http/route.ts'
import { Type } from '../../json-schema.ts'
import { SessionAnswer, SetupRequest } from '../auth-schemas.ts'
import { forOwnPages, replyWithSession } from '../sessions/session-routes.ts'
import type { Sessions } from '../sessions/sessions.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import type { Setup } from './setup.ts'

interface SetupRoutesDependencies {
  setup: Setup
  signIn: SignIn
  sessions: Sessions
  trustedOrigins: readonly string[]
}

const config = { access: 'public' } as const
const tags = ['sign-in']

/** `GET` and `POST /auth/setup`: the first account, made in the browser. */
export function addSetupRoutes(
  server: Server,
  { setup, signIn, sessions, trustedOrigins }: SetupRoutesDependencies,
): void {
  server.get(
    '/auth/setup',
    {
      config,
      schema: {
        tags,
        summary: 'Whether the first account is still to be made',
        response: { 200: Type.Object({ needed: Type.Boolean() }) },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store')
      return { needed: await setup.isNeeded() }
    },
  )
  server.post(
    '/auth/setup',
    {
      config,
      onRequest: forOwnPages(trustedOrigins),
      schema: {
        tags,
        summary: 'Make the first account, an admin, and sign in with it',
        body: SetupRequest,
        response: { 200: SessionAnswer },
      },
    },
    async (request, reply) => {
      const account = await setup.createFirstAdmin(request.body)
      return replyWithSession(signIn, await sessions.open(account), { request, reply })
    },
  )
}
