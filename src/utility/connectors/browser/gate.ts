import { connect, createServer, type Server, type Socket } from 'node:net'
import { guardedLookup, hostOf } from '../../../outgoing-address.ts'

/** The only way out of a browser: it leads to the allowed origins and nowhere else. */
export interface Gate {
  /** For the browser's proxy setting. */
  url: string
  close(): void
}

const version = 5
const noAuthentication = 0
const connectCommand = 1
const addressBytes: Readonly<Record<number, number>> = { 1: 4, 4: 16 }
const domainName = 3
const succeeded = 0
const notAllowed = 2
const hostUnreachable = 4

/**
 * Opens a SOCKS5 proxy (RFC 1928) on the loopback. It sees every connection of the browser, of redirects, new windows and
 * workers too, while a rule inside the browser sees only what its author thought of.
 */
export async function openGate(origins: readonly string[]): Promise<Gate> {
  const allowed = new Set(origins.map((origin) => placeOf(new URL(origin))))
  const open = new Set<Socket>()
  const server = createServer((client) => {
    open.add(client)
    client.on('error', () => client.destroy())
    client.on('close', () => open.delete(client))
    serve(client, allowed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `socks5://127.0.0.1:${portOf(server)}`,
    close: () => {
      server.close()
      for (const client of open) client.destroy()
    },
  }
}

function placeOf(url: URL): string {
  return `${hostOf(url)}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`
}

function serve(client: Socket, allowed: ReadonlySet<string>): void {
  let isGreeted = false
  let received = Buffer.alloc(0)
  const read = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk])
    if (!isGreeted) {
      const length = 2 + (received[1] ?? Number.POSITIVE_INFINITY)
      if (received.length < length) return
      received = received.subarray(length)
      isGreeted = true
      client.write(Buffer.from([version, noAuthentication]))
    }
    const wish = readWish(received)
    if (!wish) return
    client.off('data', read)
    client.pause()
    if (!wish.isConnect || !allowed.has(`${wish.host}:${wish.port}`)) return void client.end(reply(notAllowed))
    join(client, wish, received.subarray(wish.length))
  }
  client.on('data', read)
}

interface Wish {
  isConnect: boolean
  host: string
  port: number
  /** Bytes that the wish took. */
  length: number
}

function readWish(bytes: Buffer): Wish | undefined {
  const [, command, , kind = 0, first = 0] = bytes
  const isName = kind === domainName
  const start = isName ? 5 : 4
  const end = start + (isName ? first : (addressBytes[kind] ?? 0))
  if (bytes.length < 5 || bytes.length < end + 2) return undefined
  const host = isName ? bytes.toString('latin1', start, end) : addressText(bytes.subarray(start, end))
  return { isConnect: command === connectCommand, host, port: bytes.readUInt16BE(end), length: end + 2 }
}

function addressText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16))
  return hostOf(new URL(`http://[${groups.join(':')}]`))
}

function join(client: Socket, { host, port }: Wish, rest: Buffer): void {
  const upstream = connect({ host, port, lookup: guardedLookup })
  let isJoined = false
  upstream.on('connect', () => {
    isJoined = true
    client.write(reply(succeeded))
    if (rest.length > 0) upstream.write(rest)
    client.pipe(upstream).pipe(client)
  })
  upstream.on('error', () => {
    if (isJoined) client.resetAndDestroy()
    else client.end(reply(hostUnreachable))
  })
  upstream.on('close', () => client.destroy())
  client.on('close', () => upstream.destroy())
}

function reply(code: number): Buffer {
  return Buffer.from([version, code, 0, 1, 0, 0, 0, 0, 0, 0])
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the gate does not listen')
  return address.port
}
