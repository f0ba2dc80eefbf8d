import { Paper, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReadingAnswerJson } from '../../../src/readings/reading-schemas.ts'
import type { SubmissionJson } from '../../../src/utility/submissions/submission-json.ts'
import { instantText } from '../locale/instants.ts'
import { counterText } from '../locale/numbers.ts'
import { BackLink } from '../page/back-link.tsx'
import { Facts } from '../page/facts.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { Section } from '../page/section.tsx'
import { useService } from '../service/service-context.ts'
import { Attempts } from './attempts.tsx'
import { Attention } from './attention.tsx'
import { Decisions } from './decisions.tsx'
import { StateMark } from './state-mark.tsx'
import { attentionCode, sentenceOf } from './submission-state.ts'
import classes from './submissions.module.css'
import { texts } from './texts.ts'
import { useSubmission } from './use-submissions.ts'

/** One submission: where it stands, what a person is to do, and everything that was tried. */
export function SubmissionPage() {
  const { id } = useParams({ from: '/utility/submissions/$id' })
  const query = useSubmission(id)
  return (
    <Page title={texts.submission} back={<BackLink to="/utility">{texts.title}</BackLink>}>
      <QueryView query={query}>
        {(submission) => (
          <>
            <Standing submission={submission} />
            <Attention submission={submission} />
            <Attempts attempts={submission.attempts} />
            <Origin submission={submission} />
          </>
        )}
      </QueryView>
    </Page>
  )
}

function Standing({ submission }: { submission: SubmissionJson }) {
  const { state, value, receipt, detail, nextAttemptAt } = submission
  const needsPerson = attentionCode(submission) !== undefined
  return (
    <Paper component="section" withBorder p="lg" aria-label={texts.state}>
      <div className={classes['headline']}>
        <div className={classes['figure']}>
          {counterText(value)} <small>{texts.kilowattHours}</small>
        </div>
        <span role="status">
          <StateMark state={state} />
        </span>
      </div>
      <Text mt="xs">{needsPerson ? texts.sentences['needs-attention'] : sentenceOf(submission)}</Text>
      <div className={classes['outcome']}>
        <Facts
          facts={[
            [texts.facts.receipt, receipt],
            [texts.facts.detail, detail],
            [texts.facts.next, nextAttemptAt && instantText(nextAttemptAt)],
          ]}
        />
      </div>
      {!needsPerson && (
        <div className={classes['decisions']}>
          <Decisions submission={submission} />
        </div>
      )}
    </Paper>
  )
}

function Origin({ submission }: { submission: SubmissionJson }) {
  const { connector, readingId, createdAt, createdBy } = submission
  const readAt = useReadingTime(readingId)
  return (
    <Section title={texts.origin}>
      <Facts
        facts={[
          [texts.facts.connector, connector],
          [texts.facts.reading, readAt && instantText(readAt)],
          [texts.facts.pushed, texts.facts.pushedBy(instantText(createdAt), createdBy)],
        ]}
      />
    </Section>
  )
}

function useReadingTime(id: string): string | undefined {
  const service = useService()
  const { data } = useQuery({
    queryKey: ['records', id],
    queryFn: () => service.get<ReadingAnswerJson>(`/records/${id}`),
  })
  return data?.reading.timestamp
}
