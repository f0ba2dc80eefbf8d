import { Text } from '@mantine/core'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import { instantText } from '../locale/instants.ts'
import { amountText } from '../locale/numbers.ts'
import { Section } from '../page/section.tsx'
import { Evidence } from './evidence.tsx'
import classes from './submissions.module.css'
import { texts } from './texts.ts'

type Attempt = SubmissionJson['attempts'][number]

/** Everything that was tried, the newest first. */
export function Attempts({ attempts }: Pick<SubmissionJson, 'attempts'>) {
  return (
    <Section title={texts.attempts}>
      {attempts.length === 0 && <Text c="dimmed">{texts.noAttempts}</Text>}
      <ol className={classes['attempts']} reversed>
        {attempts
          .map((attempt, index) => <AttemptItem key={attempt.startedAt} attempt={attempt} number={index + 1} />)
          .toReversed()}
      </ol>
    </Section>
  )
}

function AttemptItem({ attempt, number }: { attempt: Attempt; number: number }) {
  const { startedAt, outcome, detail, evidence } = attempt
  const name = texts.attempt(number)
  return (
    <li>
      <Text fw={600} size="sm">
        {name} · {outcomeText(outcome)}
      </Text>
      <Text size="sm" c="dimmed">
        {instantText(startedAt)}, {lengthText(attempt)}
      </Text>
      {detail !== null && (
        <Text size="sm" className={classes['detail']}>
          {detail}
        </Text>
      )}
      <Evidence of={name} pieces={evidence} />
    </li>
  )
}

function outcomeText(outcome: string | null): string {
  if (outcome === null) return texts.underWay
  return texts.attemptOutcomes[outcome as keyof typeof texts.attemptOutcomes] ?? outcome
}

function lengthText({ startedAt, endedAt }: Attempt): string {
  if (endedAt === null) return texts.underWay
  return texts.tookSeconds(amountText((Date.parse(endedAt) - Date.parse(startedAt)) / 1000))
}
