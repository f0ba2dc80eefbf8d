import type { Clock } from '../../clock.ts'
import type { ConnectorsStore } from '../connectors/connectors-store.ts'
import type { UtilitySites } from '../surroundings.ts'
import { actionFor } from './action.ts'
import { type SubmissionJson, submissionJson } from './submission-json.ts'
import type { Submission } from './submission-record.ts'
import type { SubmissionsStore } from './submissions-store.ts'

interface PresenterDependencies {
  connectors: ConnectorsStore
  submissions: SubmissionsStore
  sites: UtilitySites
  clock: Clock
}

/** Shows submissions with their attempts and what a person is to do. */
export type Present = (submissions: readonly Submission[]) => Promise<SubmissionJson[]>

export function createPresenter({ connectors, submissions: store, sites, clock }: PresenterDependencies): Present {
  const contextOf = async ({ connector, site, state }: Submission) => {
    if (state !== 'needs-attention') return { connector: undefined, timeZone: 'UTC' }
    const { timeZone = 'UTC' } = (await sites.find(site)) ?? {}
    return { connector: await connectors.find(connector), timeZone }
  }
  return async (submissions) => {
    const attempts = await store.attemptsOf(submissions)
    return await Promise.all(
      submissions.map(async (submission) => {
        const { connector, timeZone } = await contextOf(submission)
        const action = actionFor(submission, connector, { timeZone, now: clock() })
        return submissionJson(submission, attempts.get(submission.id) ?? [], action)
      }),
    )
  }
}
