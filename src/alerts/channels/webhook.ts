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
      const response = await fetch(url.reveal(), {
        method: 'POST',
        headers: isNtfy ? { title: asciiOf(title) } : { 'content-type': 'application/json' },
        body: isNtfy ? text : JSON.stringify(json),
        redirect: 'error',
        signal: AbortSignal.timeout(longestMilliseconds),
      }).catch(() => {
        throw new Error('ALERT_WEBHOOK_URL cannot be reached.')
      })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`ALERT_WEBHOOK_URL answered ${response.status}.`)
    },
  }
}

function shortened(text: string): string {
  return text.length <= longestContent ? text : `${text.slice(0, longestContent - 1)}…`
}

// Headers carry no other characters.
function asciiOf(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?')
}
