import type { StoredConnector } from '../connectors/connectors-store.ts'
import type { Submission } from './submission-record.ts'
import { decimalText } from './value.ts'
import { windowEnd } from './window.ts'

/** What a person needs who types a reading in by hand. */
export interface Action {
  /** The utility's portal; null where it is not known. */
  link: string | null
  /** As it is to be typed. */
  value: string
  /** Until when the utility takes it; milliseconds, UTC. Null where it says no days. */
  deadline: number | null
}

/** What a person is to do about a submission; null where none is needed. */
export function actionFor(
  submission: Submission,
  connector: StoredConnector | undefined,
  { timeZone, now }: { timeZone: string; now: number },
): Action | null {
  if (submission.state !== 'needs-attention' || !connector) return null
  return {
    link: portalOf(connector),
    value: decimalText(submission.value, connector.value.decimals),
    deadline: windowEnd(connector.window, timeZone, now),
  }
}

/** A recipe's first page is where its portal begins. */
function portalOf({ portal, fields }: StoredConnector): string | null {
  if (portal !== null) return portal
  const { recipe } = fields as { recipe?: { steps?: { type?: string; url?: unknown }[] } }
  const url = recipe?.steps?.find(({ type }) => type === 'navigate')?.url
  return typeof url === 'string' && !url.includes('{{') ? url : null
}
