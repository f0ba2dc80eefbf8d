import { isIP } from 'node:net'
import type { Secret } from './secret.ts'

/** Whom mails through `SMTP_URL` come from: its user, where that is an address, or `meterbridge` at its host. */
export function senderOf(smtpUrl: Secret): { address: string; domain: string } {
  const { username, hostname } = new URL(smtpUrl.reveal())
  const user = decodeURIComponent(username)
  const ownDomain = /^[^\s@]+@([^\s@]+)$/.exec(user)?.[1]
  if (ownDomain !== undefined) return { address: user, domain: ownDomain }
  const domain = isIP(hostname.replace(/^\[|\]$/g, '')) ? 'localhost' : hostname
  return { address: `meterbridge@${domain}`, domain }
}
