import type { Trouble } from '../../alerts/alert.ts'
import type { Alerts } from '../../alerts/alerts.ts'
import type { Log } from '../../log.ts'
import type { ConnectorsStore, StoredConnector } from '../connectors/connectors-store.ts'
import type { Present } from '../submissions/presenter.ts'
import type { SubmissionJson } from '../submissions/submission-json.ts'
import type { SubmissionsStore } from '../submissions/submissions-store.ts'

interface AttentionDependencies {
  connectors: ConnectorsStore
  submissions: SubmissionsStore
  present: Present
  alerts: Alerts
  log: Log
}

const needingKind = 'submission'
const refusedKind = 'submission-refused'
const stoppedKind = 'connector-stopped'
const mostAtOnce = 1000

/**
 * Keeps one alert open for each submission that needs a person, and one where the newest reading of a connector was
 * refused or could not be handed over. It goes by the tables alone, so that nothing is missed where the service ends
 * in between.
 */
export function createAttention(dependencies: AttentionDependencies): () => Promise<void> {
  const callForPeople = createCall(dependencies)
  return async () => {
    const needing = await callForPeople()
    const connectors = await dependencies.connectors.list()
    const silent = connectors.filter(({ name }) => !needing.some(({ connector }) => connector === name))
    await dependencies.alerts.settle(stoppedKind, silent.flatMap(stoppedTroubles))
    await dependencies.alerts.settle(refusedKind, await refusedTroubles(connectors, dependencies))
  }
}

function createCall({ submissions, present, alerts, log }: AttentionDependencies): () => Promise<SubmissionJson[]> {
  const told = new Set<string>()
  const tell = (submission: SubmissionJson): Trouble => {
    const { id, site, connector, code, action } = submission
    if (!told.has(id)) log.warn({ submission: id, site, connector, code, ...action }, 'a submission needs a person')
    told.add(id)
    return { site, kind: needingKind, subject: id, message: messageOf(submission) }
  }
  return async () => {
    const query = { state: 'needs-attention', site: undefined, limit: mostAtOnce, before: undefined } as const
    const needing = await present(await submissions.list(query))
    const ids = new Set(needing.map(({ id }) => id))
    for (const id of told) if (!ids.has(id)) told.delete(id)
    await alerts.settle(needingKind, needing.map(tell))
    return needing
  }
}

// Where no submission tells it: a rehearsal has stopped it, or the submission was ended by hand.
function stoppedTroubles({ name, site, stopped }: StoredConnector): Trouble[] {
  if (!stopped) return []
  const detail = sentenceOf(stopped.detail)
  const message = `Nothing is sent through ${name} until a person has acted (${stopped.code}): ${detail}`
  return [{ site, kind: stoppedKind, subject: name, message }]
}

// Over when that reading is pushed anew, when somebody has resolved it, or when a newer one is on its way.
async function refusedTroubles(
  connectors: readonly StoredConnector[],
  { submissions }: AttentionDependencies,
): Promise<Trouble[]> {
  const troubles: Trouble[] = []
  for (const { name, site } of connectors) {
    const newest = await submissions.newestOf({ name, site })
    if (newest?.state !== 'rejected' && newest?.state !== 'failed') continue
    const { id, state, code, detail } = newest
    const what = state === 'rejected' ? `was refused (${code ?? 'other'})` : 'could not be handed over'
    const how = `See GET /utility/submissions/${id}; correct the reading and push it anew, or resolve the submission.`
    troubles.push({
      site,
      kind: refusedKind,
      subject: id,
      message: `The newest reading of ${site} for ${name} ${what}: ${sentenceOf(detail)} ${how}`,
    })
  }
  return troubles
}

function messageOf({ id, site, connector, code, detail, action }: SubmissionJson): string {
  const sentences = [
    `The reading of ${site} for ${connector} needs a person (${code ?? 'unknown'}): ${sentenceOf(detail)}`,
  ]
  if (action) {
    const where = action.link === null ? 'at the utility' : `at ${action.link}`
    const until = action.deadline === null ? '' : `, before ${action.deadline}`
    sentences.push(`The value to type is ${action.value}, ${where}${until}.`)
  }
  return [...sentences, `Then decide with POST /utility/submissions/${id}/resolve or …/retry.`].join(' ')
}

/** Utilities end their words without a full stop, and ours follow. */
function sentenceOf(detail: string | null): string {
  if (!detail) return ''
  return /[.!?…]$/.test(detail) ? detail : `${detail}.`
}
