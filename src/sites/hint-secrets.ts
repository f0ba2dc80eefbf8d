import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Database } from '../database/engine.ts'
import { Secret } from '../secret.ts'
import { createSitesStore } from './sites-store.ts'

/** What a sheet's script shows to prove which site it speaks for. It opens nothing but a look at the sheet. */
export interface HintSecrets {
  /** Makes a new one; the one before is dead. It is stored nowhere but as a hash. */
  issue(site: string): Promise<Secret>
  fits(site: string, secret: string): Promise<boolean>
}

const secretBytes = 32

export function createHintSecrets(database: Database): HintSecrets {
  const store = createSitesStore(database)
  return {
    issue: async (site) => {
      const secret = randomBytes(secretBytes).toString('base64url')
      await store.saveHintSecretHash(site, hashOf(secret).toString('hex'))
      return new Secret(secret)
    },
    fits: async (site, secret) => {
      const known = (await store.hintSecretHash(site)) ?? hashOf('').toString('hex')
      return timingSafeEqual(hashOf(secret), Buffer.from(known, 'hex')) && secret !== ''
    },
  }
}

// Random and long, so that a plain hash cannot be turned back.
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
