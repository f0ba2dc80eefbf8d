import type { Server } from '../../http/route.ts'
import { Type } from '../../json-schema.ts'
import { Problem } from '../../problem.ts'
import { PasswordChange } from '../auth-schemas.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import type { Accounts } from './accounts.ts'

/** `POST /auth/password`: everybody may change their own password, and nobody who does not know it. */
export function addPasswordRoute(server: Server, { signIn, accounts }: { signIn: SignIn; accounts: Accounts }): void {
  const schema = {
    tags: ['sign-in'],
    summary: 'Change your own password',
    description: 'Ends all sign-ins of the account, this one too; sign in again with the new password.',
    body: PasswordChange,
    response: { 204: Type.Null() },
  }
  // All roles may read readings, so this is for everybody who is signed in.
  server.post('/auth/password', { config: { access: 'readings:read' }, schema }, async (request, reply) => {
    const { username } = request.caller
    const { currentPassword, newPassword } = request.body
    const isTheirs = await signIn.checkPair({ username, password: currentPassword, address: request.ip })
    if (!isTheirs) throw wrongPassword()
    await accounts.change(username, { password: newPassword })
    await accounts.endTokens(username)
    return reply.code(204).send(null)
  })
}

function wrongPassword(): Problem {
  const message = 'is not the password of this account'
  return new Problem(403, `The current password ${message}.`, {
    type: 'wrong-password',
    errors: [{ path: '/currentPassword', message }],
  })
}
