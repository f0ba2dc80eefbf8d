import { type IncomingHttpHeaders, type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { guardedLookup, hostOf, isForbiddenAddress } from '../../outgoing-address.ts'
import { networkReason } from './network-reason.ts'

export interface Call {
  method: string
  url: URL
  headers: Readonly<Record<string, string>>
  body: string | undefined
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
  /** False where the answer broke off, hung, or was larger than allowed; its status came all the same. */
  isWhole: boolean
}

/** How long one step of an exchange may take, and how much an answer may hold. */
export interface ExchangeLimits {
  milliseconds: number
  bytes: number
}

/** Not one byte of the request has left. */
export class NotSentError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NotSentError'
  }
}

/** The request, or a part of it, has left, and no status came. */
export class NoAnswerError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NoAnswerError'
  }
}

/**
 * Sends one request, exactly once, and follows nothing. `fetch` is not used: it does not tell whether a request had
 * left when it failed. Here the connection stands before `beforeSending` runs, and only then the first byte leaves.
 * @throws NotSentError | NoAnswerError, or what `beforeSending` throws
 */
export async function exchange(
  call: Call,
  limits: ExchangeLimits,
  beforeSending?: () => Promise<void>,
): Promise<Answer> {
  const socket = await connect(call.url, limits.milliseconds)
  try {
    await beforeSending?.()
    if (socket.destroyed) throw new NotSentError(`${call.url.host} closed the connection before anything was sent`)
    return await sendOver(socket, call, limits)
  } finally {
    socket.destroy()
  }
}

function connect(url: URL, milliseconds: number): Promise<Socket> {
  const host = hostOf(url)
  if (isForbiddenAddress(host)) throw new NotSentError(`${host} is a link-local address or that of a cloud’s metadata`)
  const isTls = url.protocol === 'https:'
  const options = { host, port: Number(url.port) || (isTls ? 443 : 80), lookup: guardedLookup }
  const socket = isTls
    ? connectTls({ ...options, servername: isIP(host) ? '' : host, ALPNProtocols: ['http/1.1'] })
    : connectTcp(options)
  return new Promise((resolve, reject) => {
    const fail = (message: string) => {
      socket.destroy()
      reject(new NotSentError(message))
    }
    const timer = setTimeout(() => fail(`${url.host} could not be reached in time`), milliseconds)
    socket.once('error', (error) => {
      clearTimeout(timer)
      fail(`${url.host} could not be reached: ${networkReason(error)}`)
    })
    socket.once(isTls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      // While the point of no return is being stored, nobody else listens.
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
}

function sendOver(socket: Socket, call: Call, limits: ExchangeLimits): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method: call.method,
      host: hostOf(call.url),
      path: call.url.pathname + call.url.search,
      headers: headersOf(call),
      // Without an agent, and so over this very connection and no other.
      createConnection: () => socket,
    }
    const request = requestHttp(options)
    let response: IncomingMessage | undefined
    const timer = setTimeout(() => {
      socket.destroy()
      if (!response) reject(new NoAnswerError(`${call.url.host} gave no answer in time`))
    }, limits.milliseconds)
    request.on('response', (incoming) => {
      response = incoming
      readBody(incoming, limits.bytes)
        .then(resolve, reject)
        .finally(() => clearTimeout(timer))
    })
    request.on('error', (error) => {
      if (response) return
      clearTimeout(timer)
      reject(new NoAnswerError(`${call.url.host} gave no answer: ${networkReason(error)}`))
    })
    request.end(call.body)
  })
}

function headersOf({ url, headers, body }: Call): Record<string, string> {
  return {
    host: url.host,
    accept: 'application/json, application/problem+json;q=0.9, */*;q=0.1',
    'accept-encoding': 'identity',
    'user-agent': 'meterbridge',
    connection: 'close',
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  }
}

async function readBody(response: IncomingMessage, mostBytes: number): Promise<Answer> {
  const chunks: Buffer[] = []
  let size = 0
  let isWhole = true
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > mostBytes) throw new Error('too large')
      chunks.push(chunk)
    }
    isWhole = response.complete
  } catch {
    isWhole = false
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: decoderOf(response.headers['content-type']).decode(Buffer.concat(chunks)),
    isWhole,
  }
}

/** Of the charset that an answer names; a byte-order mark is no part of its text. */
function decoderOf(contentType: string | undefined): TextDecoder {
  const [, charset = 'utf-8'] = /;\s*charset="?([\w.:-]+)/i.exec(contentType ?? '') ?? []
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
