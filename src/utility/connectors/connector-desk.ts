import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../../clock.ts'
import { Problem } from '../../problem.ts'
import { nextDaily, nextRun } from '../background/schedule.ts'
import type { Rehearsal, Rehearse } from '../rehearsals/rehearsal.ts'
import type { Random } from '../submissions/retry-delay.ts'
import type { SubmissionsStore } from '../submissions/submissions-store.ts'
import type { Breaker } from '../submitter/breaker.ts'
import type { UtilitySites } from '../surroundings.ts'
import type { ConnectorSettings } from './connector.ts'
import { type ConnectorDraft, draftConnector } from './connector-definition.ts'
import { noConnector } from './connectors.ts'
import type { ConnectorsStore, StoredConnector } from './connectors-store.ts'
import type { Workshop } from './workshop.ts'

interface DeskDependencies {
  connectors: ConnectorsStore
  submissions: SubmissionsStore
  workshop: Workshop
  sites: UtilitySites
  clock: Clock
  random: Random
  settings: ConnectorSettings
  rehearse: Rehearse
  breaker: Pick<Breaker, 'restsUntil'>
  /** Called when a connector may let submissions go on. */
  onChanged(connector: string): void
}

/** A connector and the names of its secrets, never their values. */
export interface ShownConnector {
  connector: StoredConnector
  secretNames: string[]
  /** Until when this process leaves a utility alone that could not be reached; milliseconds, UTC. */
  restsUntil: number | null
}

/** The use cases of an admin who sets connectors up. */
export interface ConnectorDesk {
  list(): Promise<ShownConnector[]>
  /** @throws Problem 404 */
  find(name: string): Promise<ShownConnector>
  /** @throws Problem 409 while submissions hold it to its site, 422 */
  put(name: string, body: Readonly<Record<string, unknown>>): Promise<ShownConnector & { isNew: boolean }>
  /** @throws Problem 404, 409 while submissions need it */
  remove(name: string): Promise<void>
  /**
   * Goes through everything up to, and never past, the point of no return. Where that goes well, a connector that a
   * captcha or a second factor has stopped goes on. @throws Problem 404, 409 while a submission is under way
   */
  rehearse(name: string): Promise<Rehearsal>
}

export function createConnectorDesk(dependencies: DeskDependencies): ConnectorDesk {
  const { connectors, submissions, workshop, settings, breaker, onChanged } = dependencies
  const existing = async (name: string): Promise<StoredConnector> => {
    const found = await connectors.find(name)
    if (!found) throw noConnector(name)
    return found
  }
  const shown = (connector: StoredConnector): ShownConnector => ({
    connector,
    secretNames: Object.keys(readableSecrets(workshop, connector)).toSorted(),
    restsUntil: breaker.restsUntil(connector.name),
  })
  return {
    list: async () => (await connectors.list()).map(shown),
    find: async (name) => shown(await existing(name)),
    put: async (name, body) => {
      const before = await connectors.find(name)
      const kept = before && before.type === body['type'] ? readableSecrets(workshop, before) : {}
      const draft = await draftConnector(body, kept, settings)
      const timeZone = await zoneOf(dependencies, draft, before)
      const connector = nextConnector(name, draft, before, { ...dependencies, timeZone })
      await connectors.put(connector)
      if (before && !isDeepStrictEqual(before.window, connector.window))
        await submissions.hasten(name, dependencies.clock())
      onChanged(name)
      return { ...shown(connector), isNew: before === undefined }
    },
    remove: async (name) => {
      await existing(name)
      const open = await submissions.countOpen(name)
      if (open > 0)
        throw new Problem(
          409,
          `${open} submissions still need this connector; wait for them, or resolve them, first.`,
          { type: 'in-use' },
        )
      await connectors.remove(name)
      onChanged(name)
    },
    rehearse: async (name) => {
      const connector = await existing(name)
      const rehearsal = await dependencies.rehearse(connector)
      // A right password is not proven by a rehearsal of every type, and a wrong one may lock the account.
      if (rehearsal.ok && connector.stopped && connector.stopped.code !== 'credentials')
        await connectors.setStop(connector, null)
      onChanged(name)
      return rehearsal
    },
  }
}

// Secrets sealed under a key that is gone are as good as none: the admin gives them anew.
function readableSecrets(workshop: Workshop, connector: StoredConnector): Record<string, string> {
  try {
    return workshop.secretsOf(connector)
  } catch {
    return {}
  }
}

async function zoneOf(
  { sites, submissions }: DeskDependencies,
  draft: ConnectorDraft,
  before: StoredConnector | undefined,
): Promise<string> {
  const site = await sites.find(draft.site)
  if (!site) {
    const errors = [{ path: '/site', message: `there is no site named ${draft.site}` }]
    throw new Problem(422, `There is no site named ${draft.site}.`, { type: 'unknown-site', errors })
  }
  if (before && before.site !== draft.site && (await submissions.countOpen(before.name)) > 0)
    throw new Problem(409, `Submissions of the site ${before.site} still need this connector.`, { type: 'in-use' })
  return site.timeZone
}

// Only another account or another way to it counts as a person's act: with the same text put again, or with another
// window alone, nothing goes on with a refused password.
function nextConnector(
  name: string,
  draft: ConnectorDraft,
  before: StoredConnector | undefined,
  dependencies: DeskDependencies & { timeZone: string },
): StoredConnector {
  const { workshop, clock } = dependencies
  const { secrets, ...definition } = draft
  const isSame = before !== undefined && isSameAccount(before, draft, readableSecrets(workshop, before))
  return {
    ...definition,
    name,
    sealedSecrets: isSame ? before.sealedSecrets : workshop.seal(secrets),
    revision: (before?.revision ?? 0) + (isSame ? 0 : 1),
    stopped: isSame ? before.stopped : null,
    ...nextTimes(draft, before, dependencies),
    createdAt: before?.createdAt ?? clock(),
    changedAt: clock(),
  }
}

function isSameAccount(before: StoredConnector, draft: ConnectorDraft, secretsBefore: Record<string, string>): boolean {
  const { site, type, fields, secrets } = draft
  return isDeepStrictEqual([before.site, before.type, before.fields, secretsBefore], [site, type, fields, secrets])
}

type Times = Pick<StoredConnector, 'nextRunAt' | 'nextRehearsalAt'>

// What chance has chosen stays until the schedule changes.
function nextTimes(
  { site, isEnabled, schedule, rehearse }: ConnectorDraft,
  before: StoredConnector | undefined,
  { clock, random, timeZone }: DeskDependencies & { timeZone: string },
): Times {
  if (!isEnabled) return { nextRunAt: null, nextRehearsalAt: null }
  const kept = before?.isEnabled && before.site === site ? before : undefined
  const run = () => (schedule === null ? null : nextRun(schedule, timeZone, clock(), random))
  const rehearsal = () => (rehearse === null ? null : nextDaily(timeZone, clock(), random))
  return {
    nextRunAt: kept?.schedule === schedule ? kept.nextRunAt : run(),
    nextRehearsalAt: kept?.rehearse === rehearse ? kept.nextRehearsalAt : rehearsal(),
  }
}
