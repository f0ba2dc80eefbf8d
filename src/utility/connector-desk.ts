import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../clock.ts'
import { Problem } from '../problem.ts'
import type { RehearsalStep } from './connector.ts'
import { type ConnectorDraft, draftConnector } from './connector-definition.ts'
import type { ConnectorsStore, StoredConnector } from './connectors-store.ts'
import type { SubmissionsStore } from './submissions-store.ts'
import type { UtilityReadings, UtilitySites } from './surroundings.ts'
import { countedValue, roundThousandths } from './value.ts'
import type { Workshop } from './workshop.ts'

interface DeskDependencies {
  connectors: ConnectorsStore
  submissions: SubmissionsStore
  workshop: Workshop
  readings: UtilityReadings
  sites: UtilitySites
  clock: Clock
  /** Called when a connector may let submissions go on. */
  onChanged(): void
}

export interface Rehearsal {
  ok: boolean
  steps: RehearsalStep[]
  problems: string[]
}

/** A connector and the names of its secrets, never their values. */
export interface ShownConnector {
  connector: StoredConnector
  secretNames: string[]
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
  /** Goes through everything up to, and never past, the point of no return. @throws Problem 404 */
  rehearse(name: string): Promise<Rehearsal>
}

export function createConnectorDesk(dependencies: DeskDependencies): ConnectorDesk {
  const { connectors, submissions, workshop, onChanged } = dependencies
  const existing = async (name: string): Promise<StoredConnector> => {
    const found = await connectors.find(name)
    if (!found) throw noConnector(name)
    return found
  }
  const shown = (connector: StoredConnector): ShownConnector => ({
    connector,
    secretNames: Object.keys(readableSecrets(workshop, connector)).toSorted(),
  })
  return {
    list: async () => (await connectors.list()).map(shown),
    find: async (name) => shown(await existing(name)),
    put: async (name, body) => {
      const before = await connectors.find(name)
      const kept = before && before.type === body['type'] ? readableSecrets(workshop, before) : {}
      const draft = draftConnector(body, kept)
      await checkSite(dependencies, draft, before)
      const connector = nextConnector(name, draft, before, dependencies)
      await connectors.put(connector)
      onChanged()
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
    },
    rehearse: async (name) => await rehearse(await existing(name), dependencies),
  }
}

/** A connector that was named is not there. */
export function noConnector(name: string): Problem {
  return new Problem(404, `There is no connector named ${JSON.stringify(name)}.`, { type: 'unknown-connector' })
}

// Secrets sealed under a key that is gone are as good as none: the admin gives them anew.
function readableSecrets(workshop: Workshop, connector: StoredConnector): Record<string, string> {
  try {
    return workshop.secretsOf(connector)
  } catch {
    return {}
  }
}

async function checkSite(
  { sites, submissions }: DeskDependencies,
  draft: ConnectorDraft,
  before: StoredConnector | undefined,
): Promise<void> {
  if (!(await sites.find(draft.site))) {
    const errors = [{ path: '/site', message: `there is no site named ${draft.site}` }]
    throw new Problem(422, `There is no site named ${draft.site}.`, { type: 'unknown-site', errors })
  }
  if (before && before.site !== draft.site && (await submissions.countOpen(before.name)) > 0)
    throw new Problem(409, `Submissions of the site ${before.site} still need this connector.`, { type: 'in-use' })
}

// Only a change counts as a person's act: the same text put again lets nothing go on with a refused password.
function nextConnector(
  name: string,
  draft: ConnectorDraft,
  before: StoredConnector | undefined,
  { workshop, clock }: DeskDependencies,
): StoredConnector {
  const { secrets, ...definition } = draft
  const isSame = before !== undefined && isSameConnector(before, draft, readableSecrets(workshop, before))
  return {
    ...definition,
    name,
    sealedSecrets: isSame ? before.sealedSecrets : workshop.seal(secrets),
    revision: (before?.revision ?? 0) + (isSame ? 0 : 1),
    stopped: isSame ? before.stopped : null,
    createdAt: before?.createdAt ?? clock(),
    changedAt: clock(),
  }
}

function isSameConnector(
  before: StoredConnector,
  draft: ConnectorDraft,
  secretsBefore: Record<string, string>,
): boolean {
  const { secrets, isEnabled: _, ...definition } = draft
  const { site, type, value, window, fields } = before
  return isDeepStrictEqual([{ site, type, value, window, fields }, secretsBefore], [{ ...definition }, secrets])
}

async function rehearse(
  connector: StoredConnector,
  { workshop, readings, sites, clock }: DeskDependencies,
): Promise<Rehearsal> {
  const site = await sites.find(connector.site)
  const current = await readings.current(connector.site)
  const newest = current && (connector.value.field === 'meterValue' ? current.meter : current.inverter)
  const placement = {
    value: roundThousandths((newest && countedValue(newest, connector.value)) ?? 0, connector.value),
    rule: connector.value,
    meterDigits: site?.meterDigits ?? null,
    readingAt: newest?.timestamp ?? clock(),
    timeZone: site?.timeZone ?? 'UTC',
    site: connector.site,
    submission: '00000000-0000-7000-8000-000000000000',
  }
  const reading = {
    step: 'reading',
    ok: true,
    detail: newest ? 'The latest reading is taken.' : 'There is no reading yet; 0 stands for it.',
  }
  let secrets: Record<string, string>
  try {
    secrets = workshop.secretsOf(connector)
  } catch {
    return summary([
      { step: 'secrets', ok: false, detail: 'The stored secrets cannot be opened any more; give them anew.' },
    ])
  }
  const job = { placement: { ...placement, secrets }, receiptsOfOthers: new Set<string>() }
  return summary([reading, ...(await workshop.openForRehearsal(connector).rehearse(job))])
}

function summary(steps: RehearsalStep[]): Rehearsal {
  const problems = steps.filter(({ ok }) => !ok).map(({ step, detail }) => `${step}: ${detail}`)
  return { ok: problems.length === 0, steps, problems }
}
