import type { Alerts } from '../alerts/alerts.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/engine.ts'
import type { Caller, Server } from '../http/route.ts'
import type { Log } from '../log.ts'
import type { JobStatus } from '../operations/jobs.ts'
import type { Seal } from '../seal.ts'
import { type Background, createBackground } from './background/background.ts'
import { createSchedulesStore } from './background/schedules-store.ts'
import { createBrowsers } from './connectors/browser/browsers.ts'
import { recipesRoutes } from './connectors/browser/recipes-routes.ts'
import type { ConnectorSettings } from './connectors/connector.ts'
import { createConnectorDesk } from './connectors/connector-desk.ts'
import { connectorsRoutes } from './connectors/connectors-routes.ts'
import { type ConnectorsStore, createConnectorsStore } from './connectors/connectors-store.ts'
import { createWorkshop } from './connectors/workshop.ts'
import { createEvidenceStore } from './rehearsals/evidence.ts'
import { evidenceRoutes } from './rehearsals/evidence-routes.ts'
import { createRehearse } from './rehearsals/rehearsal.ts'
import { createDecisions } from './submissions/decisions.ts'
import { createOutcomes, type Outcomes } from './submissions/outcomes.ts'
import { createPresenter, type Present } from './submissions/presenter.ts'
import { preview } from './submissions/preview.ts'
import { connectorsOf, createPush } from './submissions/push.ts'
import type { SubmissionJson } from './submissions/submission-json.ts'
import type { Submission } from './submissions/submission-record.ts'
import { createSubmissionsStore, type SubmissionsStore } from './submissions/submissions-store.ts'
import { createBreaker } from './submitter/breaker.ts'
import { createSubmitterStore } from './submitter/submitter-store.ts'
import type { NarrowableReadings, UtilitySites } from './surroundings.ts'
import { templatesRoutes } from './templates/templates-routes.ts'
import { defaultTiming, type Timing } from './timing.ts'
import { type SubmissionDesk, utilityRoutes } from './utility-routes.ts'
import { type UtilityStatus, utilityStatus } from './utility-status.ts'
import { within } from './within.ts'

interface UtilityDependencies {
  database: Database
  clock: Clock
  log: Log
  seal: Seal
  settings: ConnectorSettings
  readings: NarrowableReadings
  sites: UtilitySites
  alerts: Alerts
  /** Called, in order, after every change of a submission. */
  onSubmission(submission: SubmissionJson): void
  timing?: Timing
}

interface Stores {
  connectors: ConnectorsStore
  submissions: SubmissionsStore
}

/** Submitting readings to utilities. */
export interface Utility {
  routes(server: Server): void
  start(): void
  stop(): Promise<void>
  /** Says that there may be something to submit, or that a doubt about a reading is gone. */
  hint(): void
  /** Another process has changed a submission, which is returned as it is now. */
  heard(id: string): Promise<SubmissionJson | undefined>
  status(): Promise<UtilityStatus>
  /** How many are under way or need a person, by state. */
  countUnsettled(): Promise<{ state: string; count: number }[]>
  /** What it does in the background. */
  jobs(): JobStatus[]
}

/** Makes the whole capability by hand, top to bottom. */
export function createUtility({ timing = defaultTiming, ...dependencies }: UtilityDependencies): Utility {
  const { database, clock, log, seal, settings, readings, sites, alerts } = dependencies
  const connectors = createConnectorsStore(database)
  const submissions = createSubmissionsStore(database)
  const evidence = createEvidenceStore(settings.dataDir)
  const browsers = createBrowsers({ ...settings, clock, log })
  const workshop = createWorkshop({ seal, clock, limits: timing.limits, settings, evidence, browsers })
  const present = createPresenter({ connectors, submissions, sites, clock })
  const outcomes = createOutcomes(submissions)
  const telling = createTelling(present, dependencies)
  const { rules } = timing
  const stores = { store: createSubmitterStore(database), schedules: createSchedulesStore(database) }
  const shared = { connectors, submissions, workshop, readings, sites, alerts, clock, log, random: Math.random }
  const breaker = createBreaker({ ...shared, rules: timing.breaker })
  const rehearse = createRehearse({ ...shared, ...stores, ...timing })

  const onChanged = (submission: Submission): void => {
    outcomes.hint(submission.id)
    telling.tell(submission)
  }
  const work = { ...shared, ...stores, present, rehearse, browsers, breaker, rules, timing, onChanged }
  const background = createBackground(work)
  const letGo = (connector: string): void => {
    breaker.forget(connector)
    background.hint()
  }
  const onDecided = (submission: Submission): void => {
    onChanged(submission)
    letGo(submission.connector)
  }
  const onPushed = (submission: Submission): void => {
    onChanged(submission)
    background.hint()
  }
  const submissionDesk = (reach: typeof shared) => submissionDeskOf(reach, { onPushed, onDecided })
  const deskOfAll = submissionDesk(shared)
  const deskFor = ({ sites: known }: Caller) => (known ? submissionDesk(within(shared, known)) : deskOfAll)
  const desk = createConnectorDesk({ ...shared, settings, rehearse, breaker, onChanged: letGo })
  return {
    routes: (server) => {
      utilityRoutes(server, { deskFor, present, outcomes })
      evidenceRoutes(server, { evidence, deskFor })
      connectorsRoutes(server, desk)
      recipesRoutes(server)
      templatesRoutes(server)
    },
    ...background,
    stop: async () => {
      outcomes.release()
      await background.stop()
      await telling.done()
    },
    heard: createHearing({ outcomes, background, submissions, present }),
    countUnsettled: submissions.countUnsettled,
    status: async () => utilityStatus(await connectors.list(), await submissions.countNeedingAttention()),
  }
}

function submissionDeskOf(
  reach: Pick<UtilityDependencies, 'readings' | 'sites' | 'clock'> & Stores,
  { onPushed, onDecided }: Record<'onPushed' | 'onDecided', (submission: Submission) => void>,
): SubmissionDesk {
  const { submissions } = reach
  return {
    push: createPush({ ...reach, onPushed }),
    preview: (request) => preview(request, reach),
    connectorsOf: (site) => connectorsOf(site, reach),
    decisions: createDecisions({ ...reach, store: submissions, onChanged: onDecided }),
    submissions,
  }
}

interface Hearing {
  outcomes: Outcomes
  background: Pick<Background, 'hint'>
  submissions: Pick<SubmissionsStore, 'find'>
  present: Present
}

function createHearing({ outcomes, background, submissions, present }: Hearing): Utility['heard'] {
  return async (id) => {
    outcomes.hint(id)
    background.hint()
    const submission = await submissions.find(id)
    return submission && (await present([submission]))[0]
  }
}

function createTelling(present: Present, { onSubmission, log }: Pick<UtilityDependencies, 'onSubmission' | 'log'>) {
  let told = Promise.resolve()
  return {
    tell: (submission: Submission): void => {
      told = told
        .then(async () => (await present([submission])).forEach(onSubmission))
        .catch((error: unknown) => log.error({ err: error }, 'a change of a submission could not be told'))
    },
    done: () => told,
  }
}
