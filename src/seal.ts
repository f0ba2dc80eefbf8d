import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Secret } from './secret.ts'

/** Encrypts what must rest in the database but never be readable there. */
export interface Seal {
  seal(plain: string): string
  /** @throws Error where no key opens it: it was sealed by another secret, or changed. */
  open(sealed: string): string
}

const nonceBytes = 12
const tagBytes = 16

/**
 * AES-256-GCM under keys derived by HKDF-SHA-256 (RFC 5869). The first secret seals; the others only open, so that a
 * secret can be rotated.
 */
export function createSeal(secrets: readonly Secret[], purpose: string): Seal {
  const keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret.reveal(), '', purpose, 32)))
  const [sealingKey] = keys
  if (!sealingKey) throw new Error('a seal needs at least one secret')
  return {
    seal(plain) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce)
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      for (const key of keys) {
        const plain = tryOpen(key, bytes)
        if (plain !== undefined) return plain
      }
      throw new Error('sealed with another secret')
    },
  }
}

function tryOpen(key: Buffer, bytes: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
    return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}
