import type { Server } from '../http/route.ts'
import { Type } from '../json-schema.ts'
import { GrantAnswer, SetupRequest } from './auth-schemas.ts'
import type { Setup } from './setup.ts'
import type { SignIn } from './sign-in.ts'

const config = { access: 'public' } as const
const tags = ['sign-in']

/** `GET` and `POST /auth/setup`: the first account, made in the browser. */
export function addSetupRoutes(server: Server, setup: Setup, signIn: SignIn): void {
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
      schema: {
        tags,
        summary: 'Make the first account, an admin',
        body: SetupRequest,
        response: { 200: GrantAnswer },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const account = await setup.createFirstAdmin(request.body)
      request.actor = account.username
      return signIn.grantSession(account)
    },
  )
}
