import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import { Problem } from '../../problem.ts'
import { Secret } from '../../secret.ts'
import { type Account, type DeviceKey, existing } from './account.ts'
import type { AccountChange, AccountsStore } from './accounts-store.ts'

/**
 * Keys of an account, two at most: the next is made and brought to the device while the last still counts, and then the
 * last is removed.
 */
export interface DeviceKeys {
  /** @throws Problem 404, or 409 where there are two already. */
  make(username: string): Promise<{ key: DeviceKey; secret: Secret }>
  /** Ends the key and the access tokens that it has brought. @throws Problem 404 */
  remove(username: string, id: string): Promise<void>
}

interface DeviceKeysDependencies {
  store: AccountsStore
  clock: Clock
  /** Called after every committed change. */
  onChanged(): void
}

const mostKeys = 2
const idBytes = 6
const secretBytes = 32
// The prefix lets scanners of public code find a key that was published by mistake.
const shape = /^mbk_([0-9a-f]{12})_[\w-]{43}$/

export function createDeviceKeys({ store, clock, onChanged }: DeviceKeysDependencies): DeviceKeys {
  const change = async (username: string, work: (account: Account) => Account): Promise<void> => {
    await store.change(async (accounts: AccountChange) => {
      const account = existing(await accounts.find(username.normalize('NFC')), username)
      await accounts.update(work(account))
    })
    onChanged()
  }
  return {
    async make(username) {
      const id = randomBytes(idBytes).toString('hex')
      const text = `mbk_${id}_${randomBytes(secretBytes).toString('base64url')}`
      const key = { id, hash: hashOf(text), createdAt: clock() }
      await change(username, (account) => {
        if (account.deviceKeys.length >= mostKeys) throw tooManyKeys()
        return { ...account, deviceKeys: [...account.deviceKeys, key] }
      })
      return { key, secret: new Secret(text) }
    },
    remove: (username, id) =>
      change(username, (account) => {
        const left = account.deviceKeys.filter((key) => key.id !== id)
        if (left.length === account.deviceKeys.length) throw new Problem(404, 'The account has no key of that id.')
        return { ...account, deviceKeys: left }
      }),
  }
}

/** Whether a client's secret has the form of a device's key; a password hardly ever has. */
export function looksLikeDeviceKey(secret: string): boolean {
  return shape.test(secret)
}

/** The key of the account that this text is; undefined where it is none of them. */
export function keyIn(account: Account | undefined, text: string): DeviceKey | undefined {
  const [, id] = shape.exec(text) ?? []
  const key = account?.deviceKeys.find((one) => one.id === id)
  return key && timingSafeEqual(Buffer.from(key.hash), Buffer.from(hashOf(text))) ? key : undefined
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

function tooManyKeys(): Problem {
  return new Problem(409, `The account has ${mostKeys} keys already; remove the one that is not used any more.`, {
    type: 'too-many-keys',
  })
}
