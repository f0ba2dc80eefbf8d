import type { Trouble } from '../../alerts/alert.ts'
import type { Alerts } from '../../alerts/alerts.ts'
import type { Clock } from '../../clock.ts'
import type { ConnectorsStore, StoredConnector } from '../connectors/connectors-store.ts'
import type { SubmissionsStore } from '../submissions/submissions-store.ts'
import { nextOpening, windowEnd, windowStart } from '../submissions/window.ts'
import type { UtilitySites } from '../surroundings.ts'

interface ClosingWindowsDependencies {
  connectors: ConnectorsStore
  submissions: SubmissionsStore
  sites: UtilitySites
  alerts: Alerts
  clock: Clock
}

const kind = 'window-closes'
const soonMilliseconds = 48 * 3_600_000

/** Warns two days before a utility's window closes into which no reading has been handed over. */
export function createClosingWindows(dependencies: ClosingWindowsDependencies): () => Promise<void> {
  return async () => {
    const connectors = (await dependencies.connectors.list()).filter(({ isEnabled, window }) => isEnabled && window)
    const troubles = await Promise.all(connectors.map((connector) => troubleOf(connector, dependencies)))
    await dependencies.alerts.settle(
      kind,
      troubles.filter((trouble) => trouble !== undefined),
    )
  }
}

async function troubleOf(
  { name, site, window }: StoredConnector,
  { sites, submissions, clock }: ClosingWindowsDependencies,
): Promise<Trouble | undefined> {
  const now = clock()
  const { timeZone = 'UTC' } = (await sites.find(site)) ?? {}
  const end = windowEnd(window, timeZone, now)
  const isClosing = end !== null && nextOpening(window, timeZone, now) === now && end - now <= soonMilliseconds
  if (!isClosing) return undefined
  if (await submissions.hasDelivered({ site, name }, windowStart(window, timeZone, now))) return undefined
  const until = Temporal.Instant.fromEpochMilliseconds(end).toZonedDateTimeISO(timeZone)
  const day = until.subtract({ seconds: 1 }).toPlainDate().toString()
  const message = `${name} takes readings of ${site} until ${day}, and none has been handed over yet. Push one, or type it in at the utility.`
  return { site, kind, subject: name, message }
}
