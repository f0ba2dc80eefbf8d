import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Connector, Job, LookupResult, PollResult, SendResult } from '../connectors/connector.ts'
import type { StoredConnector } from '../connectors/connectors-store.ts'
import type { Workshop } from '../connectors/workshop.ts'
import type { Rules } from '../submissions/progress.ts'
import type { Random } from '../submissions/retry-delay.ts'
import type { Attempt, Submission } from '../submissions/submission-record.ts'
import type { UtilityReadings, UtilitySites } from '../surroundings.ts'
import type { Breaker } from './breaker.ts'
import { jobLedger } from './job-ledger.ts'
import { meterDigitsFor } from './meter-digits.ts'
import type { Lease, SubmitterStore } from './submitter-store.ts'

export interface RunDependencies {
  store: SubmitterStore
  workshop: Workshop
  readings: UtilityReadings
  sites: UtilitySites
  clock: Clock
  log: Log
  random: Random
  rules: Rules
  breaker: Breaker
  /** Called when a change is stored. */
  onChanged(submission: Submission): void
}

/** The lease as it is prolonged from now. */
export type Held = () => Lease

/** Everything that one step of a submission needs. */
export interface Scene extends RunDependencies {
  held: Held
  stored: StoredConnector
  connector: Connector
  /** Which counter the connector brings where, as it is now. */
  destination: string
  site: { timeZone: string; meterDigits: number | null }
}

export function momentOf({ clock, rules, random }: RunDependencies) {
  return { now: clock(), rules, random }
}

/** What a connector is told of a submission. */
export function jobOf({ store, stored, site, workshop, readings }: Scene, submission: Submission): Job {
  const placement = {
    value: submission.value,
    rule: stored.value,
    meterDigits: meterDigitsFor(stored, site.meterDigits),
    readingAt: submission.readingAt,
    timeZone: site.timeZone,
    site: submission.site,
    submission: submission.id,
    secrets: workshop.secretsOf(stored),
  }
  const { readingId } = submission
  const isOvertaken = (before: number) => store.isOvertaken(submission, before)
  const ledger = jobLedger(readings, { ...placement, field: stored.value.field, readingId, isOvertaken })
  let receipts: Promise<Set<string>> | undefined
  const receiptsOfOthers = () => (receipts ??= store.receiptsAround(submission))
  return { placement, receiptsOfOthers, ledger }
}

export function endedAttempt(
  startedAt: number,
  result: SendResult | PollResult | LookupResult,
  endedAt: number,
): Attempt {
  const code = 'code' in result ? result.code : null
  return { startedAt, endedAt, outcome: result.kind, code, detail: result.detail, evidence: result.evidence ?? [] }
}
