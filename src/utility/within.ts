import type { ConnectorsStore } from './connectors/connectors-store.ts'
import type { SubmissionsStore } from './submissions/submissions-store.ts'
import type { NarrowableReadings, UtilitySites } from './surroundings.ts'

interface Reachable {
  readings: NarrowableReadings
  sites: UtilitySites
  connectors: ConnectorsStore
  submissions: SubmissionsStore
}

/** The same for an account that is bound to some sites: to it there are no others, nor what belongs to them. */
export function within<Reach extends Reachable>(reach: Reach, known: ReadonlySet<string>): Reach {
  const { readings, sites, connectors, submissions } = reach
  const ofKnown = <Found extends { site: string }>(found: Found | undefined): Found | undefined =>
    found && known.has(found.site) ? found : undefined
  return {
    ...reach,
    readings: { ...readings, ...readings.within(known) },
    sites: { ...sites, find: (site) => (known.has(site) ? sites.find(site) : undefined) },
    connectors: { ...connectors, find: async (name) => ofKnown(await connectors.find(name)) },
    submissions: {
      ...submissions,
      find: async (id) => ofKnown(await submissions.find(id)),
      list: (query) => submissions.list({ ...query, within: known }),
    },
  }
}
