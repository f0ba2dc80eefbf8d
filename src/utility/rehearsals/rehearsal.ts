import { setTimeout } from 'node:timers/promises'
import type { Clock } from '../../clock.ts'
import { Problem } from '../../problem.ts'
import type { Job, RehearsalStep } from '../connectors/connector.ts'
import { noConnector } from '../connectors/connectors.ts'
import type { ConnectorsStore, StoredConnector } from '../connectors/connectors-store.ts'
import type { Workshop } from '../connectors/workshop.ts'
import { countedValue, roundThousandths } from '../submissions/value.ts'
import { jobLedger } from '../submitter/job-ledger.ts'
import { isStopping } from '../submitter/keep.ts'
import { type LeaseDependencies, withLease } from '../submitter/lease.ts'
import { meterDigitsFor } from '../submitter/meter-digits.ts'
import type { UtilityReadings, UtilitySites } from '../surroundings.ts'

export interface Rehearsal {
  ok: boolean
  steps: RehearsalStep[]
  problems: string[]
}

interface RehearsalDependencies extends LeaseDependencies {
  connectors: ConnectorsStore
  workshop: Workshop
  readings: UtilityReadings
  sites: UtilitySites
  clock: Clock
}

/**
 * Goes through everything up to, and never past, the point of no return. What would lock the account stops it, as in a
 * submission. @throws Problem 404 where the connector is taken away meanwhile, 409 where a submission is under way for
 * longer than a minute
 */
export type Rehearse = (connector: StoredConnector) => Promise<Rehearsal>

const tryAgainMilliseconds = 500
const mostTries = 120
const noSubmission = '00000000-0000-7000-8000-000000000000'

export function createRehearse(dependencies: RehearsalDependencies): Rehearse {
  const { connectors } = dependencies
  return async (connector) => {
    let steps: RehearsalStep[] = []
    const work = async () => {
      steps = await rehearse(connector, dependencies)
    }
    for (let tries = 0; !(await withLease(connector.name, dependencies, work)); tries++) {
      if (tries === mostTries)
        throw new Problem(409, 'A submission is under way for this connector; try again when it is done.', {
          type: 'connector-busy',
        })
      await setTimeout(tryAgainMilliseconds)
      if (!(await connectors.find(connector.name))) throw noConnector(connector.name)
    }
    const lockedOut = steps.find(({ code }) => isStopping(code))
    if (lockedOut) await connectors.setStop(connector, { code: lockedOut.code ?? '', detail: lockedOut.detail })
    const problems = steps.filter(({ ok }) => !ok).map(({ step, detail }) => `${step}: ${detail}`)
    return { ok: problems.length === 0, steps, problems }
  }
}

async function rehearse(
  connector: StoredConnector,
  { workshop, readings, sites, clock }: RehearsalDependencies,
): Promise<RehearsalStep[]> {
  const site = await sites.find(connector.site)
  const current = await readings.current(connector.site)
  const newest = current && (connector.value.field === 'meterValue' ? current.meter : current.inverter)
  let secrets: Record<string, string>
  try {
    secrets = workshop.secretsOf(connector)
  } catch {
    return [{ step: 'secrets', ok: false, detail: 'The stored secrets cannot be opened any more; give them anew.' }]
  }
  const placement = {
    value: roundThousandths((newest && countedValue(newest, connector.value)) ?? 0, connector.value),
    rule: connector.value,
    meterDigits: meterDigitsFor(connector, site?.meterDigits ?? null),
    readingAt: newest?.timestamp ?? clock(),
    timeZone: site?.timeZone ?? 'UTC',
    site: connector.site,
    submission: noSubmission,
    secrets,
  }
  const ledger = jobLedger(readings, { ...placement, field: connector.value.field, readingId: newest?.id })
  const job: Job = { placement, receiptsOfOthers: async () => new Set<string>(), ledger }
  const detail = newest ? 'The latest reading is taken.' : 'There is no reading yet; 0 stands for it.'
  const opened = await workshop.openForRehearsal(connector)
  return [{ step: 'reading', ok: true, detail }, ...(await opened.rehearse(job))]
}
