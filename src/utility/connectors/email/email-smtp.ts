import { Readable } from 'node:stream'
import { connectToMailServer } from '../../../outgoing-address.ts'
import type { Secret } from '../../../secret.ts'

export interface SmtpMessage {
  from: string
  to: string
  /** The whole message as it goes over the line. */
  content: Buffer
}

/** A connection to the mail server, signed in. */
export interface SmtpSession {
  /**
   * Hands one message over; returns the server's answer. The server has said that it waits for the message while
   * `commit` runs, and has nothing of it yet. @throws SmtpError, or what `commit` throws
   */
  send(message: SmtpMessage, commit: () => Promise<void>): Promise<string>
  close(): void
}

/** What went wrong, and the server's answer where there is one. */
export interface SmtpError extends Error {
  code?: string
  responseCode?: number
}

// The limit is for one answer; a step has several.
const stepsOfTime = 4

/** Connects and signs in. @throws SmtpError */
export async function openSmtp(url: Secret, milliseconds: number): Promise<SmtpSession> {
  const { default: SmtpConnection } = await import('nodemailer/lib/smtp-connection')
  const { parseConnectionUrl } = await import('nodemailer/lib/shared')
  const { auth, ...server } = parseConnectionUrl(url.reveal())
  // A mail server on this very machine has a certificate that it made itself, or none.
  const isOurs = ['localhost', '127.0.0.1', '::1'].includes(server.host ?? '')
  const connection = new SmtpConnection({
    ...server,
    connection: await connectToMailServer(server, milliseconds),
    ...(isOurs && { tls: { rejectUnauthorized: false, ...server.tls } }),
    connectionTimeout: milliseconds,
    greetingTimeout: milliseconds,
    socketTimeout: milliseconds,
  })
  // Some failures come as an event, some by the callback, some both ways; and a server may say a little for ever.
  const step = <Value>(begin: (done: (error?: Error | null, value?: Value) => void) => void): Promise<Value> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('it took too long')), stepsOfTime * milliseconds)
      const finish = (error?: Error | null, value?: Value) => {
        clearTimeout(timer)
        connection.off('error', finish)
        if (error) reject(error)
        else resolve(value as Value)
      }
      connection.once('error', finish)
      begin(finish)
    })
  connection.on('error', () => undefined)
  try {
    await step((done) => connection.connect(done))
    if (auth?.user) await step((done) => connection.login({ user: auth.user, pass: auth.pass }, done))
  } catch (error) {
    connection.close()
    throw error
  }
  return {
    send: async ({ from, to, content }, commit) => {
      const stream = Readable.from(after(commit, content))
      const info = await step<{ response: string }>((done) => connection.send({ from, to: [to] }, stream, done))
      return info.response
    },
    close: () => connection.close(),
  }
}

async function* after(commit: () => Promise<void>, content: Buffer): AsyncGenerator<Buffer> {
  await commit()
  yield content
}
