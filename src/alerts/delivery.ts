import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Channel, Notice } from './channels/channel.ts'
import type { DeliveriesStore, Delivery } from './deliveries-store.ts'

export interface TrialResult {
  channel: string
  ok: boolean
  detail: string
}

export interface AlertDelivery {
  /** Tells every channel what it has not been told yet; returns how many notices went out. @throws Error where one failed */
  deliver(): Promise<number>
  /** Sends a trial on every channel. */
  try(): Promise<TrialResult[]>
}

interface AlertDeliveryDependencies {
  channels: readonly Channel[]
  store: DeliveriesStore
  clock: Clock
  log: Log
  /** For links in notices. */
  publicUrl: string | undefined
}

const dayMilliseconds = 86_400_000
const enoughFailures = 3

/** Tells each alert once when it opens, once a day while it is open, and once when it is over. */
export function createAlertDelivery(dependencies: AlertDeliveryDependencies): AlertDelivery {
  const { channels, store, clock, log, publicUrl } = dependencies
  const deliverThrough = async (channel: Channel): Promise<number> => {
    let told = 0
    let failures = 0
    let failure: unknown
    for (const delivery of await store.due(channel.name, clock() - dayMilliseconds))
      try {
        await channel.send(noticeOf(delivery, publicUrl))
        // After it was sent: a notice that comes twice after a crash is better than none.
        await store.markTold(channel.name, delivery.alert, clock())
        told++
      } catch (error) {
        failure = error
        // One that is refused holds up no other; a channel that is away is tried again later.
        if (++failures === enoughFailures) break
      }
    if (failures > 0) throw failure
    return told
  }
  return {
    deliver: async () => {
      const outcomes = await Promise.allSettled(channels.map(deliverThrough))
      const failed = outcomes.find((outcome) => outcome.status === 'rejected')
      if (failed) throw failed.reason
      return outcomes.reduce((sum, outcome) => sum + (outcome.status === 'fulfilled' ? outcome.value : 0), 0)
    },
    try: async () =>
      await Promise.all(
        channels.map(async ({ name, send }): Promise<TrialResult> => {
          try {
            await send({ title: 'Meterbridge: a trial', text: 'This is a trial: alerts will reach you here.' })
            return { channel: name, ok: true, detail: 'It was taken.' }
          } catch (error) {
            log.warn({ channel: name, err: error }, 'a trial alert failed')
            return { channel: name, ok: false, detail: error instanceof Error ? error.message : 'It failed.' }
          }
        }),
      ),
  }
}

function noticeOf({ alert, toldAt }: Delivery, publicUrl: string | undefined): Notice {
  const { site, subject, message, openedAt, closedAt } = alert
  const link = publicUrl === undefined ? '' : `\n${publicUrl}`
  const since = new Date(openedAt).toISOString()
  if (closedAt !== null)
    return {
      title: `Meterbridge: over at ${site}`,
      text: `This is over: ${message}\nIt was open since ${since}.${link}`,
    }
  const still = toldAt === null ? '' : `\nIt is open since ${since}.`
  return {
    title: `Meterbridge: ${site} needs you`,
    text: `${message}${still}${subject ? `\nAbout: ${subject}` : ''}${link}`,
  }
}
