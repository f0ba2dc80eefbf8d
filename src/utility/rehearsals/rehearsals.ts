import type { Alerts } from '../../alerts/alerts.ts'
import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import { nextDaily } from '../background/schedule.ts'
import type { SchedulesStore } from '../background/schedules-store.ts'
import type { StoredConnector } from '../connectors/connectors-store.ts'
import type { Random } from '../submissions/retry-delay.ts'
import type { UtilitySites } from '../surroundings.ts'
import type { Rehearsal, Rehearse } from './rehearsal.ts'

interface RehearsalsDependencies {
  store: SchedulesStore
  rehearse: Rehearse
  alerts: Alerts
  sites: UtilitySites
  clock: Clock
  random: Random
  log: Log
}

const kind = 'rehearsal'

/** Rehearses once a day where a connector asks for it, so that a changed portal is noticed before the window closes. */
export function createDailyRehearsals(dependencies: RehearsalsDependencies): () => Promise<void> {
  const { store, sites, clock, random, log } = dependencies
  return async () => {
    for (const connector of await store.dueRehearsals(clock())) {
      const { timeZone = 'UTC' } = (await sites.find(connector.site)) ?? {}
      if (!(await store.takeRehearsal(connector, nextDaily(timeZone, clock(), random)))) continue
      await rehearseAndTell(connector, dependencies).catch((error: unknown) =>
        log.error({ err: error, connector: connector.name }, 'a daily rehearsal could not run'),
      )
    }
  }
}

async function rehearseAndTell(
  connector: StoredConnector,
  { rehearse, alerts, log }: RehearsalsDependencies,
): Promise<void> {
  // One try for each stored password: a connector that waits for a person is left alone.
  if (connector.stopped) return
  const { name, site } = connector
  const { ok, problems }: Rehearsal = await rehearse(connector)
  log.info({ connector: name, ok }, 'a daily rehearsal is done')
  if (ok) return await alerts.resolve({ site, kind, subject: name })
  const message = `The daily rehearsal of ${name} did not go well: ${problems.join(' ')} Rehearse it with POST /utility/connectors/${name}/test.`
  await alerts.raise({ site, kind, subject: name, message })
}
