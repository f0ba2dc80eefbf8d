import { Problem } from '../../problem.ts'
import { noConnector } from '../connectors/connectors.ts'
import type { ConnectorsStore, StoredConnector } from '../connectors/connectors-store.ts'
import type { UtilityReading } from '../surroundings.ts'
import { type DraftDependencies, draftSubmission, newestReading } from './draft-submission.ts'
import type { Submission } from './submission-record.ts'
import type { SubmissionsStore } from './submissions-store.ts'

export interface PushRequest {
  site: string | undefined
  readingId: string | undefined
  connector: string | undefined
  by: string
}

export interface PlanDependencies extends DraftDependencies {
  connectors: ConnectorsStore
  submissions: SubmissionsStore
}

interface PushDependencies extends PlanDependencies {
  /** Called when a submission is stored. */
  onPushed(submission: Submission): void
}

/** What a push would hand over, through which connector. */
interface Plan {
  reading: UtilityReading
  connector: StoredConnector
  submission: Submission
}

/** Hands a reading to a connector's queue. @throws Problem 404, 409, 422 */
export type Push = (request: PushRequest) => Promise<Submission>

export function createPush(dependencies: PushDependencies): Push {
  return async (request) => {
    const { submission } = await planPush(request, dependencies)
    if (!(await dependencies.submissions.insert(submission))) throw await alreadyPushed(submission, dependencies)
    dependencies.onPushed(submission)
    return submission
  }
}

/** Says what a push would hand over; stores nothing. @throws Problem as the push would */
export async function planOnly(request: PushRequest, dependencies: PlanDependencies): Promise<Plan> {
  const plan = await planPush(request, dependencies)
  if (await dependencies.submissions.findLive(plan.submission)) throw await alreadyPushed(plan.submission, dependencies)
  return plan
}

async function planPush(request: PushRequest, dependencies: PlanDependencies): Promise<Plan> {
  const named =
    request.readingId === undefined ? undefined : await findNamed(request.readingId, request.site, dependencies)
  if (named && request.site !== undefined && named.site !== request.site)
    throw new Problem(422, `The reading belongs to the site ${named.site}.`, {
      errors: [{ path: '/site', message: `is ${named.site} for this reading` }],
    })
  const site = named?.site ?? request.site ?? (await siteOf(request.connector, dependencies))
  const connector = await chooseConnector(request.connector, site, dependencies)
  const reading = named ?? (await latestReading(connector, dependencies))
  const submission = await draftSubmission(reading, connector, request.by, dependencies)
  if (!submission) throw valueMissing(`The reading holds no ${connector.value.field}, which the connector sends.`)
  return { reading, connector, submission }
}

// The site decides only where several have a reading of that id: else its own is told.
async function findNamed(
  id: string,
  site: string | undefined,
  { readings }: PlanDependencies,
): Promise<UtilityReading> {
  try {
    return await readings.find(id)
  } catch (error) {
    if (site === undefined || !(error instanceof Problem) || error.status !== 409) throw error
    return await readings.find(id, site)
  }
}

async function siteOf(connector: string | undefined, { connectors }: PlanDependencies): Promise<string> {
  return (connector === undefined ? undefined : (await connectors.find(connector))?.site) ?? 'home'
}

/** All connectors of a site. @throws Problem 404 where there is no such site */
export async function connectorsOf(
  site: string,
  { connectors, sites }: Pick<PlanDependencies, 'connectors' | 'sites'>,
): Promise<StoredConnector[]> {
  if (!(await sites.find(site))) throw new Problem(404, `There is no site named ${site}.`, { type: 'unknown-site' })
  return (await connectors.list()).filter((connector) => connector.site === site)
}

async function chooseConnector(
  name: string | undefined,
  site: string,
  dependencies: PlanDependencies,
): Promise<StoredConnector> {
  const ofSite = await connectorsOf(site, dependencies)
  if (name !== undefined) return checkedConnector(await dependencies.connectors.find(name), name, site)
  const enabled = ofSite.filter(({ isEnabled }) => isEnabled)
  const [only] = enabled
  if (only && enabled.length === 1) return only
  if (only)
    throw new Problem(
      409,
      `The site ${site} has several connectors; name one of ${enabled.map((one) => one.name).join(', ')}.`,
      { type: 'several-connectors' },
    )
  if (ofSite.length > 0) throw connectorDisabled(ofSite.map((one) => one.name).join(', '))
  const how = 'set one up with PUT /utility/connectors/{name}'
  throw new Problem(409, `The site ${site} has no connector to a utility; ${how}.`, { type: 'no-connector' })
}

function checkedConnector(connector: StoredConnector | undefined, name: string, site: string): StoredConnector {
  if (!connector) throw noConnector(name)
  if (connector.site !== site)
    throw new Problem(422, `The connector ${name} belongs to the site ${connector.site}, not to ${site}.`, {
      errors: [{ path: '/connector', message: `belongs to the site ${connector.site}` }],
    })
  if (!connector.isEnabled) throw connectorDisabled(name)
  return connector
}

/** Nothing is handed over to connectors that are switched off. */
export function connectorDisabled(names: string): Problem {
  return new Problem(409, `Switched off: ${names}. Switch a connector on with "enabled": true before sending to it.`, {
    type: 'connector-disabled',
  })
}

async function latestReading(connector: StoredConnector, dependencies: PlanDependencies): Promise<UtilityReading> {
  const { site, value } = connector
  const latest = await newestReading(connector, dependencies)
  if (latest) return latest
  if (await dependencies.readings.current(site))
    throw valueMissing(`No reading of the site ${site} holds ${value.field}, which the connector sends.`)
  throw new Problem(404, `There is no reading at the site ${site} yet.`, { type: 'no-reading' })
}

function valueMissing(detail: string): Problem {
  return new Problem(422, detail, { type: 'value-missing' })
}

async function alreadyPushed(submission: Submission, { submissions }: PlanDependencies): Promise<Problem> {
  const live = await submissions.findLive(submission)
  const where = `/utility/submissions/${live?.id ?? ''}`
  const through = live && live.connector !== submission.connector ? ` through the connector ${live.connector}` : ''
  return new Problem(
    409,
    `This reading is submitted or on its way${through}: ${where} (${live?.state ?? 'unknown'}).`,
    {
      type: 'already-submitted',
      ...(live && { headers: { location: where } }),
    },
  )
}
