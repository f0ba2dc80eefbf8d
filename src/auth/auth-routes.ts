import type { FastifyReply, FastifyRequest } from 'fastify'
import { replyWithProblem } from '../http/problem-reply.ts'
import type { Server } from '../http/route.ts'
import { type Static, Type } from '../json-schema.ts'
import { Problem } from '../problem.ts'
import type { Account, DeviceKey } from './accounts/account.ts'
import type { Accounts } from './accounts/accounts.ts'
import { looksLikeDeviceKey } from './accounts/device-keys.ts'
import { GrantAnswer, PasswordSignIn, RevokeForm, RevokeRequest, TokenForm } from './auth-schemas.ts'
import { type Grant, type SignIn, wrongCredentials } from './sign-in/sign-in.ts'
import type { AccessTokens } from './tokens/access-tokens.ts'
import type { Authenticate } from './tokens/bearer.ts'
import {
  type Form,
  hasBasic,
  invalidClient,
  OAuthError,
  readClientCredentials,
  readForm,
  required,
  toOAuthError,
} from './tokens/oauth-form.ts'

export interface AuthRoutesDependencies {
  signIn: SignIn
  accounts: Accounts
  accessTokens: AccessTokens
  authenticate: Authenticate
}

const config = { access: 'public' } as const
const tags = ['sign-in']
const json = 'application/json'
const urlEncoded = 'application/x-www-form-urlencoded'

/** `POST /auth/token` and `POST /auth/revoke`. */
export function addAuthRoutes(server: Server, dependencies: AuthRoutesDependencies): void {
  const { signIn } = dependencies
  server.post(
    '/auth/token',
    {
      config,
      schema: {
        tags,
        summary: 'Sign in',
        description:
          'A name and a password as JSON, or the OAuth 2.0 grants client_credentials and refresh_token as a form.',
        body: { content: { [json]: { schema: PasswordSignIn }, [urlEncoded]: { schema: TokenForm } } },
        response: { 200: GrantAnswer },
      },
      errorHandler: replyInOAuth,
    },
    (request, reply) => {
      reply.header('cache-control', 'no-store')
      return isForm(request)
        ? grantForForm(dependencies, request, readForm(request.body))
        : grantForPassword(signIn, request, jsonBody(request))
    },
  )
  server.post(
    '/auth/revoke',
    {
      config,
      schema: {
        tags,
        summary: 'Sign out',
        description:
          'Ends a refresh token with its family (RFC 7009), or with a bearer token and everywhere: true, all tokens of its account.',
        body: { content: { [json]: { schema: RevokeRequest }, [urlEncoded]: { schema: RevokeForm } } },
        response: { 200: Type.Object({}) },
      },
      errorHandler: replyInOAuth,
    },
    async (request) => {
      await revoke(dependencies, request)
      return {}
    },
  )
}

async function grantForPassword(
  signIn: SignIn,
  request: FastifyRequest,
  pair: Static<typeof PasswordSignIn>,
): Promise<Grant> {
  request.actor = pair.username
  const account = await signIn.checkPair({ ...pair, address: request.ip })
  if (account) return signIn.grantSession(account)
  throw wrongCredentials()
}

async function grantForForm(dependencies: AuthRoutesDependencies, request: FastifyRequest, form: Form): Promise<Grant> {
  const { signIn } = dependencies
  const grantType = required(form, 'grant_type')
  if (grantType === 'client_credentials') {
    const { account, key } = await authenticatedClient(signIn, request, form)
    return signIn.grantAccess(account, key)
  }
  if (grantType === 'refresh_token') return refresh(dependencies, request, form)
  throw new OAuthError('unsupported_grant_type', 'The grant types here are client_credentials and refresh_token.')
}

async function refresh(
  { signIn, accessTokens }: AuthRoutesDependencies,
  request: FastifyRequest,
  form: Form,
): Promise<Grant> {
  const token = required(form, 'refresh_token')
  const hasSecret = hasBasic(request.headers.authorization) || form['client_secret'] !== undefined
  const owner = hasSecret ? await authenticatedClient(signIn, request, form) : undefined
  const grant = await signIn.refresh(token, owner?.account)
  if (!grant)
    throw new OAuthError('invalid_grant', 'The refresh token is unknown, has expired, was ended or was used before.')
  request.actor = accessTokens.verify(grant.access_token)?.username
  return grant
}

interface Client {
  account: Account
  /** Where it came with one. */
  key?: DeviceKey
}

async function authenticatedClient(signIn: SignIn, request: FastifyRequest, form: Form): Promise<Client> {
  for (const { clientId, clientSecret } of readClientCredentials(request.headers.authorization, form)) {
    request.actor = clientId
    const attempt = { username: clientId, address: request.ip }
    if (looksLikeDeviceKey(clientSecret)) {
      const opened = await signIn.checkKey({ ...attempt, key: clientSecret })
      if (!opened) continue
      request.actorKey = opened.key.id
      return opened
    }
    const account = await signIn.checkPair({ ...attempt, password: clientSecret })
    if (account) return { account }
  }
  throw invalidClient('The client is unknown or its secret is wrong.')
}

async function revoke(dependencies: AuthRoutesDependencies, request: FastifyRequest): Promise<void> {
  const { signIn, accounts, accessTokens, authenticate } = dependencies
  const body = isForm(request)
    ? { token: required(readForm(request.body), 'token') }
    : jsonBody<Static<typeof RevokeRequest>>(request)
  if ('everywhere' in body) {
    const caller = await authenticate(request.headers.authorization)
    request.actor = caller.username
    return accounts.endTokens(caller.username)
  }
  if (accessTokens.verify(body.token))
    throw new OAuthError(
      'unsupported_token_type',
      'An access token ends with { "everywhere": true }, or when it expires.',
    )
  await signIn.revoke(body.token)
}

function isForm(request: FastifyRequest): boolean {
  return contentType(request) === urlEncoded
}

/** What the schema has checked already. */
function jsonBody<T = Static<typeof PasswordSignIn>>(request: FastifyRequest): T {
  if (contentType(request) !== json) throw new Problem(415, `This call takes ${json} or ${urlEncoded}.`)
  return request.body as T
}

function contentType(request: FastifyRequest): string | undefined {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
}

// Form callers speak OAuth and get its errors; callers with JSON get problems as everywhere else.
function replyInOAuth(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.header('cache-control', 'no-store')
  const refusal = isForm(request) ? toOAuthError(error) : error
  if (!(refusal instanceof OAuthError)) return replyWithProblem(error, request, reply)
  return reply
    .code(refusal.status)
    .headers(refusal.headers)
    .type(json)
    .serializer(JSON.stringify)
    .send({ error: refusal.code, error_description: refusal.message })
}
