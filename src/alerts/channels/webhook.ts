import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { guardedLookup, hostOf, isForbiddenAddress } from '../../outgoing-address.ts'
import type { Secret } from '../../secret.ts'
import type { Channel } from './channel.ts'

const longestMilliseconds = 10_000
// Discord takes no more in `content`: https://docs.discord.com/developers/resources/webhook
const longestContent = 2000

/**
 * Posts to a webhook. Slack reads `text` and Discord `content`, and both leave the rest alone; ntfy takes the body as it
 * is and the title from a header (https://docs.ntfy.sh/publish/).
 */
export function webhookChannel(url: Secret): Channel {
  const isNtfy = /(^|\.)ntfy\./.test(new URL(url.reveal()).hostname)
  return {
    name: 'webhook',
    send: async ({ title, text }) => {
      const whole = `${title}\n${text}`
      const json = { text: whole, content: shortened(whole), title, message: text }
      const headers = isNtfy ? { title: asciiOf(title) } : { 'content-type': 'application/json' }
      const status = await post(new URL(url.reveal()), headers, isNtfy ? text : JSON.stringify(json)).catch(() => {
        throw new Error('ALERT_WEBHOOK_URL cannot be reached.')
      })
      if (status < 200 || status > 299) throw new Error(`ALERT_WEBHOOK_URL answered ${status}.`)
    },
  }
}

function shortened(text: string): string {
  return text.length <= longestContent ? text : `${text.slice(0, longestContent - 1)}…`
}

// Not by `fetch`, which lets nobody look at the address that a name leads to. No redirect is followed.
async function post(url: URL, headers: Record<string, string>, body: string): Promise<number> {
  if (isForbiddenAddress(hostOf(url))) throw new Error('a link-local address')
  const length = String(Buffer.byteLength(body))
  // Imported here and not at the start: it would bring all of `fetch` along (ADR 0007).
  const { request: send } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'))
  const request = send(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': length },
    lookup: guardedLookup,
    agent: false,
    signal: AbortSignal.timeout(longestMilliseconds),
  })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.destroy()
  return response.statusCode ?? 0
}

// Headers carry no other characters.
function asciiOf(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?')
}
