import type { Config } from '../../config.ts'
import type { Database } from '../../database/engine.ts'
import type { Seal } from '../../seal.ts'
import { Secret } from '../../secret.ts'
import type { SheetPlace } from '../../sites/site.ts'
import type { GoogleSettings } from '../google/google-access.ts'
import { createConnectionStore, type StoredConnection } from './connection-store.ts'

interface GoogleConnectionDependencies {
  database: Pick<Database, 'sql'>
  seal: Seal
  settings: Pick<Config, 'google' | 'googleApiUrl'>
}

/** What the key is sealed for. */
export const connectionSeal = 'sheet connection'

/** How Google is reached: as the environment says; where it says nothing, as an admin has connected it. */
export interface GoogleConnection {
  /** What the environment says; nothing stored counts then. */
  environment: GoogleSettings | undefined
  stored(): Promise<StoredConnection | undefined>
  /** @throws KeyLostError */
  keyOf(connection: StoredConnection): Secret
  /** @throws KeyLostError */
  open(connection: StoredConnection): GoogleSettings
  /** What `open` gives of the one there is; undefined where there is none. @throws KeyLostError */
  google(): Promise<GoogleSettings | undefined>
  /** Where the site `home` is shown as long as it is given no sheet of its own. */
  homeSheet(): Promise<SheetPlace | null>
  /** The key is sealed; what was connected before is forgotten. */
  keep(connection: Omit<StoredConnection, 'sealedKey'> & { key: Secret }): Promise<void>
  /** @returns whether there was something to forget */
  forget(): Promise<boolean>
}

/** The stored key was sealed under a secret that is gone. */
export class KeyLostError extends Error {
  constructor() {
    super('The stored key of the service account cannot be opened any more (JWT_SECRET is another one); give it anew')
    this.name = 'KeyLostError'
  }
}

export function createGoogleConnection({ database, seal, settings }: GoogleConnectionDependencies): GoogleConnection {
  const store = createConnectionStore(database)
  const { google: given, googleApiUrl: apiUrl } = settings
  const keyOf = ({ sealedKey }: StoredConnection): Secret => {
    try {
      return new Secret(seal.open(sealedKey))
    } catch {
      throw new KeyLostError()
    }
  }
  const open = (connection: StoredConnection): GoogleSettings => {
    const { spreadsheetId, tab } = connection
    return { spreadsheetId, tab, credentials: { json: keyOf(connection) }, apiUrl }
  }
  const stored = async () => (given ? undefined : await store.find())
  return {
    environment: given,
    stored,
    keyOf,
    open,
    google: async () => {
      const connection = await stored()
      return connection ? open(connection) : given
    },
    homeSheet: async () => {
      const place = given ?? (await stored())
      return place ? { id: place.spreadsheetId, tab: place.tab } : null
    },
    keep: async ({ key, ...shown }) => await store.put({ ...shown, sealedKey: seal.seal(key.reveal()) }),
    forget: store.remove,
  }
}
