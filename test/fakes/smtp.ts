import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { Secret } from '../../src/secret.ts'

/** What goes wrong with the next message. */
export type SmtpFault =
  | 'none'
  | 'drop-at-recipient'
  | 'refuse-recipient'
  | 'later-recipient'
  | 'take-then-drop'
  | 'drop-in-message'
  | 'busy-after-message'
  | 'refuse-after-message'

export interface TakenMail {
  from: string
  to: string[]
  text: string
}

export interface FakeSmtp {
  url: Secret
  urlWith(credentials: string): Secret
  /** Used up from the front, one for each message. */
  faults: SmtpFault[]
  taken: TakenMail[]
  close(): Promise<void>
}

/** A real SMTP server with one account and every way to lose a message. */
export async function startFakeSmtp(): Promise<FakeSmtp> {
  const server = new SMTPServer({
    logger: false,
    onAuth: ({ username, password }, _session, done) =>
      username === 'home@example.org' && password === 'pass:wörd'
        ? done(null, { user: username })
        : done(failure(535, 'Authentication credentials invalid')),
    onRcptTo: (_address, session, done) => {
      const [fault] = fake.faults
      if (fault === 'drop-at-recipient') return drop(session)
      if (fault === 'refuse-recipient') return done(used(failure(550, 'No such user here')))
      if (fault === 'later-recipient') return done(used(failure(451, 'Greylisted, try again later')))
      done()
    },
    onData: (stream, session, done) => {
      receive(stream, session, done).catch(() => hangUp(session))
    },
  })
  const used = (error: Error): Error => {
    fake.faults.shift()
    return error
  }
  const drop = (session: SMTPServerSession): void => {
    fake.faults.shift()
    hangUp(session)
  }
  const hangUp = (session: SMTPServerSession): void => {
    for (const connection of server.connections as Set<ServerConnection>)
      if (connection.id === session.id) connection._socket.destroy()
  }
  const receive = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null) => void,
  ): Promise<void> => {
    const [fault] = fake.faults
    let text = ''
    for await (const chunk of stream) text += String(chunk)
    const { mailFrom, rcptTo } = session.envelope
    if (fault === 'drop-in-message') return drop(session)
    if (fault === 'busy-after-message') return done(used(failure(452, 'Out of storage')))
    if (fault === 'refuse-after-message') return done(used(failure(554, 'Rejected as spam')))
    fake.taken.push({ from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), text })
    if (fault === 'take-then-drop') return drop(session)
    fake.faults.shift()
    done()
  }
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const urlWith = (credentials: string) => new Secret(`smtp://${credentials}127.0.0.1:${port}`)
  const fake: FakeSmtp = {
    url: urlWith(`${encodeURIComponent('home@example.org')}:${encodeURIComponent('pass:wörd')}@`),
    urlWith,
    faults: [],
    taken: [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return fake
}

interface ServerConnection {
  id: string
  _socket: { destroy(): void }
}

function failure(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
