import { readFile, stat } from 'node:fs/promises'
import { Secret } from '../../secret.ts'
import { SheetsFailure } from './sheets-failure.ts'

/** A service account's key: what it takes to ask Google for tokens in its name. */
export interface ServiceAccount {
  address: string
  privateKey: Secret
  /** Where the key says that tokens are to be had; the audience of what it signs. */
  tokenUri: string | undefined
}

export type Credentials = { path: string } | { json: Secret }

/** Hands out the service account; a key file that has changed on disk is read again. */
export function createServiceAccountSource(credentials: Credentials): () => Promise<ServiceAccount> {
  if ('json' in credentials) {
    const account = parseKey(credentials.json.reveal())
    return async () => account
  }
  let known: { stamp: string; account: ServiceAccount } | undefined
  return async () => {
    const stamp = await fileStamp(credentials.path)
    if (known && (known.stamp === stamp || stamp === undefined)) return known.account
    try {
      const account = parseKey(await readFile(credentials.path, 'utf8'))
      known = { stamp: stamp ?? '', account }
    } catch {
      // A key file that is being replaced: the old key serves until the new one can be read. What the error says may
      // quote the key.
      if (!known)
        throw new SheetsFailure(
          'refused',
          "The service account's key file cannot be read; put a valid one in its place",
        )
    }
    return known.account
  }
}

async function fileStamp(path: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size, ino } = await stat(path)
    return `${mtimeMs} ${size} ${ino}`
  } catch {
    return undefined
  }
}

function parseKey(json: string): ServiceAccount {
  const key = JSON.parse(json) as { client_email?: unknown; private_key?: unknown; token_uri?: unknown }
  if (typeof key.client_email !== 'string' || typeof key.private_key !== 'string')
    throw new TypeError('the key file is no service account key')
  return {
    address: key.client_email,
    privateKey: new Secret(key.private_key),
    tokenUri: typeof key.token_uri === 'string' ? key.token_uri : undefined,
  }
}
