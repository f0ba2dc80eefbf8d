import { Command } from 'commander'
import { existing } from '../auth/accounts/account.ts'
import { createAccountsStore } from '../auth/accounts/accounts-store.ts'
import { createDeviceKeys, type DeviceKeys } from '../auth/accounts/device-keys.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import { orFail } from './exit-code.ts'

interface KeyCommandDependencies {
  output: NodeJS.WritableStream
  clock: Clock
  /** Called when a command runs; it closes the database when it is done. */
  openDatabase(): Promise<Database>
}

/** `meterbridge account key …`: keys with which devices sign in. */
export function keyCommand(dependencies: KeyCommandDependencies): Command {
  const command = new Command('key').description('manage the keys of devices, two for each account').exitOverride()
  const say = (line: string): void => void dependencies.output.write(`${line}\n`)
  command
    .command('add <username>')
    .description('make a key, which is shown this once')
    .action((username: string, _options: unknown, self: Command) =>
      orFail(self, async () => {
        const { key, secret } = await withKeys(dependencies, (keys) => keys.make(username))
        say(`Made the key ${key.id} of ${username}. It is the client_secret of the device, and shown this once:`)
        say(secret.reveal())
      }),
    )
  command
    .command('list <username>')
    .description('list the ids of the keys and since when there are')
    .action((username: string, _options: unknown, self: Command) =>
      orFail(self, async () => {
        const account = await withDatabase(dependencies, (database) => createAccountsStore(database).find(username))
        for (const { id, createdAt } of existing(account, username).deviceKeys)
          say(`${id}\t${new Date(createdAt).toISOString()}`)
      }),
    )
  command
    .command('remove <username> <id>')
    .description('end a key and what it has opened')
    .action((username: string, id: string, _options: unknown, self: Command) =>
      orFail(self, async () => {
        await withKeys(dependencies, (keys) => keys.remove(username, id))
        say(`Removed the key ${id} of ${username}.`)
      }),
    )
  return command
}

function withKeys<T>(dependencies: KeyCommandDependencies, work: (keys: DeviceKeys) => Promise<T>): Promise<T> {
  return withDatabase(dependencies, (database) =>
    work(
      createDeviceKeys({ store: createAccountsStore(database), clock: dependencies.clock, onChanged: () => undefined }),
    ),
  )
}

async function withDatabase<T>(
  { openDatabase }: KeyCommandDependencies,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase()
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
