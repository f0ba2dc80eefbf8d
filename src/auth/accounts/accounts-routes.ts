import type { Clock } from '../../clock.ts'
import type { Server } from '../../http/route.ts'
import { type Static, Type } from '../../json-schema.ts'
import { AccountAnswer, AccountName, AccountUpdateRequest, NewAccountRequest } from '../auth-schemas.ts'
import type { Account } from './account.ts'
import type { Accounts } from './accounts.ts'
import { credentialsOf } from './credentials.ts'

interface AccountsRoutesDependencies {
  accounts: Accounts
  clock: Clock
}

const config = { access: 'admin' } as const
const tags = ['accounts']
const path = '/accounts/:username'

/** `/accounts`: managing who may sign in. */
export function addAccountsRoutes(server: Server, { accounts, clock }: AccountsRoutesDependencies): void {
  const toAnswer = (account: Account) => accountAnswer(account, clock())
  server.get(
    '/accounts',
    {
      config,
      schema: {
        tags,
        summary: 'All accounts',
        response: { 200: Type.Object({ accounts: Type.Array(AccountAnswer) }) },
      },
    },
    async () => ({ accounts: (await accounts.list()).map(toAnswer) }),
  )
  server.post(
    '/accounts',
    {
      config,
      schema: { tags, summary: 'Make an account', body: NewAccountRequest, response: { 201: AccountAnswer } },
    },
    async (request, reply) => {
      const account = await accounts.create(request.body)
      return reply
        .code(201)
        .header('location', `/accounts/${encodeURIComponent(account.username)}`)
        .send(toAnswer(account))
    },
  )
  server.get(
    path,
    { config, schema: { tags, summary: 'One account', params: AccountName, response: { 200: AccountAnswer } } },
    async (request) => toAnswer(await accounts.get(request.params.username)),
  )
  server.patch(
    path,
    {
      config,
      schema: {
        tags,
        summary: 'Change a role, a password or the sites, disable or enable',
        params: AccountName,
        body: AccountUpdateRequest,
        response: { 200: AccountAnswer },
      },
    },
    async (request) => toAnswer(await accounts.change(request.params.username, request.body)),
  )
  server.delete(
    path,
    { config, schema: { tags, summary: 'Delete an account', params: AccountName, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await accounts.remove(request.params.username)
      return reply.code(204).send(null)
    },
  )
}

function accountAnswer(account: Account, now: number): Static<typeof AccountAnswer> {
  return {
    username: account.username,
    role: account.role,
    disabled: account.disabledAt !== null,
    sites: account.sites && [...account.sites],
    hasPassword: account.passwordHash !== '',
    credentials: credentialsOf(account, now).map((one) => ({ ...one, setAt: new Date(one.setAt).toISOString() })),
    createdAt: new Date(account.createdAt).toISOString(),
  }
}
