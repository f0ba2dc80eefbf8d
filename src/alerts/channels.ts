import type { Secret } from '../secret.ts'
import type { Channel } from './channels/channel.ts'
import { emailChannel } from './channels/email.ts'
import { webhookChannel } from './channels/webhook.ts'

interface ChannelSettings {
  alertWebhookUrl: Secret | undefined
  smtpUrl: Secret | undefined
  alertEmailTo: string | undefined
}

/** The channels that the settings open. */
export function openChannels({ alertWebhookUrl, smtpUrl, alertEmailTo }: ChannelSettings): Channel[] {
  return [
    ...(alertWebhookUrl ? [webhookChannel(alertWebhookUrl)] : []),
    ...(smtpUrl && alertEmailTo ? [emailChannel(smtpUrl, alertEmailTo)] : []),
  ]
}
