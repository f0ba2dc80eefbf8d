import { callbackify } from 'node:util'
import { senderOf } from '../../mail-sender.ts'
import { connectToMailServer, type MailServer } from '../../outgoing-address.ts'
import type { Secret } from '../../secret.ts'
import type { Channel } from './channel.ts'

const longestMilliseconds = 15_000

const openSocket = callbackify(async (server: MailServer) => ({
  connection: await connectToMailServer(server, longestMilliseconds),
}))

/** Sends a mail through `SMTP_URL`. */
export function emailChannel(smtpUrl: Secret, to: string): Channel {
  const { address } = senderOf(smtpUrl)
  return {
    name: 'email',
    send: async ({ title, text }) => {
      const { createTransport } = await import('nodemailer')
      const transport = createTransport({
        url: smtpUrl.reveal(),
        connectionTimeout: longestMilliseconds,
        greetingTimeout: longestMilliseconds,
        socketTimeout: longestMilliseconds,
        getSocket: openSocket,
      })
      try {
        await transport.sendMail({ from: { name: 'Meterbridge', address }, to, subject: title, text })
      } catch (error) {
        const answer = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : undefined
        throw new Error(`The mail server of SMTP_URL ${answer ? `answered ${answer}` : 'failed'}.`)
      } finally {
        transport.close()
      }
    },
  }
}
