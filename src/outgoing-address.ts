import { type LookupAddress, lookup } from 'node:dns'
import { once } from 'node:events'
import { BlockList, connect, isIP, type LookupFunction, type Socket } from 'node:net'

// Link-local addresses, and where clouds keep their machines' metadata and credentials (Amazon, Google, Azure, Alibaba,
// Oracle). Other private addresses stay allowed: a meter's gateway may be on the same network.
const forbidden = new BlockList()
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
forbidden.addAddress('168.63.129.16', 'ipv4')
forbidden.addAddress('100.100.100.200', 'ipv4')
forbidden.addAddress('192.0.0.192', 'ipv4')
forbidden.addAddress('fd00:ec2::254', 'ipv6')
forbidden.addAddress('fd20:ce::254', 'ipv6')

/** Whether nothing may be sent there that somebody else has written an address for (SSRF). */
export function isForbiddenAddress(address: string): boolean {
  const version = isIP(address)
  return version !== 0 && forbidden.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** The name or address that a URL names, without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** Looks a name up and refuses one that resolves to a forbidden address, at the very connection that it is for. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, options, (error, address: string | LookupAddress[], family) => {
    const addresses = typeof address === 'string' ? [address] : (address ?? []).map((one) => one.address)
    const refused = addresses.some(isForbiddenAddress)
    callback(error ?? (refused ? new Error('it resolves to a link-local address') : null), address as string, family)
  })
}

const submissionPort = 587
const implicitTlsPort = 465

export interface MailServer {
  host?: string | undefined
  port?: number | string | undefined
  secure?: boolean | undefined
}

/**
 * A connection to a mail server, for a library that would look the name up by itself. Its ports are those of RFC 8314.
 * @throws Error where the server cannot be reached in time, or is at a forbidden address
 */
export async function connectToMailServer(server: MailServer, milliseconds: number): Promise<Socket> {
  const { host = 'localhost', port, secure } = server
  const address = host.replace(/^\[|\]$/g, '')
  if (isForbiddenAddress(address)) throw new Error('it is a link-local address')
  const usualPort = secure ? implicitTlsPort : submissionPort
  const socket = connect({ host: address, port: Number(port ?? usualPort), lookup: guardedLookup })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(milliseconds) })
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}
