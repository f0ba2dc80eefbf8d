import type { ConnectorContext, Evidence } from '../connector.ts'
import type { Answer } from '../exchange.ts'

const shownHeaders = ['date', 'content-type', 'location', 'retry-after'] as const
const mostShown = 65_536

/** Keeps what the utility has answered, without secrets, to be looked at. What cannot be kept is left out. */
export async function keepAnswer(
  { status, headers, body, isWhole }: Answer,
  submission: string,
  { keepEvidence, scrub }: Pick<ConnectorContext, 'keepEvidence' | 'scrub'>,
): Promise<Evidence[]> {
  const lines = [
    `HTTP ${status}`,
    ...shownHeaders.flatMap((name) => (headers[name] === undefined ? [] : [`${name}: ${headers[name]}`])),
    '',
    ...body.slice(0, mostShown).split('\n'),
    ...(isWhole ? [] : ['(The answer broke off here.)']),
  ]
  try {
    return [await keepEvidence(submission, { kind: 'answer', text: `${lines.map(scrub).join('\n')}\n` })]
  } catch {
    return []
  }
}
