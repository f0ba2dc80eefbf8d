import { Command, Option } from 'commander'
import type { Account } from '../auth/accounts/account.ts'
import { type Accounts, createAccounts } from '../auth/accounts/accounts.ts'
import { createAccountsStore } from '../auth/accounts/accounts-store.ts'
import { oldCredentials } from '../auth/accounts/credentials.ts'
import { createPasswords } from '../auth/accounts/passwords.ts'
import { type Role, roles } from '../auth/roles.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import { keyCommand } from './account-key.ts'
import { type PasswordSource, readNewPassword } from './account-password.ts'
import { orFail } from './exit-code.ts'

interface AccountCommandDependencies extends PasswordSource {
  clock: Clock
  /** Called when a command runs; it closes the database when it is done. */
  openDatabase(): Promise<Database>
}

/**
 * `meterbridge account …`: manages accounts in the database itself, for the first account, for scripts and for those who
 * have lost their password. A running service takes a change over within a second.
 * Throws CommanderError instead of ending the process; see `exitCodeOf`.
 */
export function accountCommand(dependencies: AccountCommandDependencies): Command {
  const command = new Command('account').description('manage accounts').exitOverride()
  for (const [name, action] of Object.entries(actions)) addCommand(command, name, action, dependencies)
  return command.addCommand(keyCommand(dependencies))
}

/** `meterbridge setup`: makes the first account, for those who do not open the set-up link. */
export function setupCommand(dependencies: AccountCommandDependencies): Command {
  return new Command('setup')
    .description('make the first admin account; its password is asked for, or read from the standard input')
    .option('--username <name>', 'the name of the account', 'admin')
    .exitOverride()
    .action(async ({ username }: { username: string }, command: Command) => {
      await orFail(command, async () => {
        const account = await withAccounts(dependencies, async (accounts) => {
          if ((await accounts.list()).length > 0) return undefined
          return await accounts.createFirst({ username, password: await readNewPassword(dependencies) })
        })
        if (!account) throw new Error('There is an account already; `meterbridge account` manages them.')
        dependencies.output.write(`Made the account ${account.username}. Start the service and sign in.\n`)
      })
    })
}

interface Step {
  accounts: Accounts
  username: string
  role: Role
  /** The only ones that the account shall know. */
  sites: readonly string[] | null
  newPassword(): Promise<string>
  /** For a device, which gets a key. */
  hasPassword: boolean
  now: number
}

interface AccountAction {
  description: string
  takes: readonly ('username' | 'role' | 'sites' | 'password')[]
  /** Returns what to say. */
  run(step: Step): Promise<string>
}

const actions: Readonly<Record<string, AccountAction>> = {
  add: {
    description: 'make an account; its password is asked for, or read from the standard input',
    takes: ['username', 'role', 'sites', 'password'],
    async run({ accounts, username, role, sites, newPassword, hasPassword }) {
      const password = hasPassword ? await newPassword() : undefined
      await accounts.create({ username, role, sites, password })
      return `Made the account ${username} (${role}).`
    },
  },
  list: {
    description: 'list all accounts',
    takes: [],
    run: async ({ accounts, now }) => (await accounts.list()).map((account) => toLine(account, now)).join('\n'),
  },
  reset: {
    description: 'set a new password and end all sign-ins; it is asked for, or read from the standard input',
    takes: ['username'],
    async run({ accounts, username, newPassword }) {
      await accounts.get(username)
      await accounts.change(username, { password: await newPassword() })
      await accounts.endTokens(username)
      return `Set a new password for ${username} and ended its sign-ins.`
    },
  },
  disable: {
    description: 'let nobody sign in to an account, and end its sign-ins',
    takes: ['username'],
    async run({ accounts, username }) {
      await accounts.change(username, { disabled: true })
      return `Disabled ${username}.`
    },
  },
  enable: {
    description: 'let people sign in to a disabled account again',
    takes: ['username'],
    async run({ accounts, username }) {
      await accounts.change(username, { disabled: false })
      return `Enabled ${username}.`
    },
  },
}

interface Options {
  role?: Role
  site?: string[]
  password?: boolean
}

function addCommand(
  parent: Command,
  name: string,
  action: AccountAction,
  dependencies: AccountCommandDependencies,
): void {
  const command = parent.command(name).description(action.description)
  if (action.takes.includes('username')) command.argument('<username>', 'the name of the account')
  if (action.takes.includes('role'))
    command.addOption(new Option('--role <role>', 'what the account may do').choices(roles).makeOptionMandatory())
  if (action.takes.includes('sites'))
    command.addOption(new Option('--site <site...>', 'the only sites that the account knows; all if left out'))
  if (action.takes.includes('password'))
    command.option('--no-password', 'set none: for a device, which signs in with a key (`account key add`)')
  command.action(async () => {
    const [username = ''] = command.args
    const { role = 'viewer', site: sites = null, password: hasPassword = true } = command.opts<Options>()
    await orFail(command, async () => {
      const newPassword = (): Promise<string> => readNewPassword(dependencies)
      const said = await withAccounts(dependencies, (accounts) =>
        action.run({ accounts, username, role, sites, newPassword, hasPassword, now: dependencies.clock() }),
      )
      dependencies.output.write(`${said}\n`)
    })
  })
}

async function withAccounts<T>(
  { openDatabase, clock }: AccountCommandDependencies,
  work: (accounts: Accounts) => Promise<T>,
): Promise<T> {
  const database = await openDatabase()
  try {
    const store = createAccountsStore(database)
    return await work(createAccounts({ store, passwords: createPasswords(), clock, onChanged: () => undefined }))
  } finally {
    await database.close()
  }
}

function toLine(account: Account, now: number): string {
  const { username, role, sites, disabledAt, passwordHash, deviceKeys } = account
  const marks = [
    sites && `only ${[...sites].join(', ')}`,
    disabledAt !== null && 'disabled',
    passwordHash === '' && 'no password',
    deviceKeys.length > 0 && `keys: ${deviceKeys.map(({ id }) => id).join(', ')}`,
    ...oldCredentials([account], now).map((name) => `older than 90 days: ${name}`),
  ].filter((mark) => mark !== false && mark !== null)
  return [username, role, ...marks].join('\t')
}
