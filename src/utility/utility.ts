import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import type { Server } from '../http/route.ts'
import type { Log } from '../log.ts'
import type { Seal } from '../seal.ts'
import { createConnectorDesk } from './connector-desk.ts'
import { connectorsRoutes } from './connectors-routes.ts'
import { createConnectorsStore } from './connectors-store.ts'
import { createDecisions } from './decisions.ts'
import { createOutcomes } from './outcomes.ts'
import { createPush } from './push.ts'
import { type SubmissionJson, submissionJson } from './submission-json.ts'
import type { Submission } from './submission-record.ts'
import { createSubmissionsStore } from './submissions-store.ts'
import { createSubmitter } from './submitter.ts'
import { createSubmitterStore } from './submitter-store.ts'
import type { UtilityReadings, UtilitySites } from './surroundings.ts'
import { defaultTiming, type Timing } from './timing.ts'
import { utilityRoutes } from './utility-routes.ts'
import { createWorkshop } from './workshop.ts'

interface UtilityDependencies {
  database: Database
  clock: Clock
  log: Log
  seal: Seal
  readings: UtilityReadings
  sites: UtilitySites
  /** Called, in order, after every change of a submission. */
  onSubmission(submission: SubmissionJson): void
  timing?: Timing
}

/** For `/health`. */
export interface UtilityStatus {
  state: 'off' | 'ok' | 'attention'
  detail: string
}

/** Submitting readings to utilities. */
export interface Utility {
  routes(server: Server): void
  start(): void
  stop(): Promise<void>
  /** Says that there may be something to submit. */
  hint(): void
  status(): Promise<UtilityStatus>
}

export function createUtility({ timing = defaultTiming, ...dependencies }: UtilityDependencies): Utility {
  const { database, clock, log, seal, readings, sites, onSubmission } = dependencies
  const connectors = createConnectorsStore(database)
  const store = createSubmissionsStore(database)
  const workshop = createWorkshop({ seal, clock, limits: timing.limits })
  const outcomes = createOutcomes(store)
  let told = Promise.resolve()
  const onChanged = (submission: Submission): void => {
    outcomes.hint(submission.id)
    const tell = async () =>
      onSubmission(submissionJson(submission, (await store.attemptsOf([submission])).get(submission.id) ?? []))
    told = told
      .then(tell)
      .catch((error: unknown) => log.error({ err: error }, 'a change of a submission could not be told'))
  }
  const submitter = createSubmitter({
    store: createSubmitterStore(database),
    workshop,
    readings,
    sites,
    clock,
    log,
    random: Math.random,
    rules: timing.rules,
    timing,
    onChanged,
  })
  const onDecided = (submission: Submission): void => {
    onChanged(submission)
    submitter.hint()
  }
  const push = createPush({ connectors, submissions: store, readings, sites, clock, onPushed: onDecided })
  const decisions = createDecisions({ store, clock, onChanged: onDecided })
  const desk = createConnectorDesk({
    connectors,
    submissions: store,
    workshop,
    readings,
    sites,
    clock,
    onChanged: submitter.hint,
  })
  return {
    routes: (server) => {
      utilityRoutes(server, { push, decisions, store, outcomes })
      connectorsRoutes(server, desk)
    },
    start: submitter.start,
    stop: async () => {
      await submitter.stop()
      await told
    },
    hint: submitter.hint,
    status: async () => statusOf(await connectors.list(), await store.countNeedingAttention()),
  }
}

function statusOf(connectors: readonly { name: string; stopped: unknown }[], needingAttention: number): UtilityStatus {
  const stopped = connectors.filter((connector) => connector.stopped !== null).map(({ name }) => name)
  const troubles = [
    ...(stopped.length > 0 ? [`stopped until a person acts: ${stopped.join(', ')}`] : []),
    ...(needingAttention > 0
      ? [`${needingAttention} submissions need a person; see GET /utility/submissions?state=needs-attention`]
      : []),
  ]
  if (troubles.length > 0) return { state: 'attention', detail: `${troubles.join('. ')}.` }
  if (connectors.length === 0) return { state: 'off', detail: 'No connector to a utility is set up.' }
  return { state: 'ok', detail: 'Nothing needs a person.' }
}
