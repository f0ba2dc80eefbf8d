import { Button, NativeSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { SubmissionState } from '../../../src/utility/submissions/progress.ts'
import { Icon } from '../icons.tsx'
import { Empty } from '../page/empty.tsx'
import rows from '../page/link-rows.module.css'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useCurrentSite } from '../sites/current-site.ts'
import { SubmissionRow } from './submission-row.tsx'
import { texts } from './texts.ts'
import { useSubmissions } from './use-submissions.ts'
import { UtilityTabs } from './utility-tabs.tsx'

/** What was handed to the utility, newest first. */
export function SubmissionsPage() {
  const site = useCurrentSite()
  const [state, setState] = useState<SubmissionState | ''>('')
  const list = useSubmissions(site, state)
  return (
    <Page title={texts.title} intro={texts.intro} actions={<PushButton />}>
      <UtilityTabs />
      <StateFilter state={state} onChange={setState} />
      <QueryView query={list}>
        {({ pages }) => {
          const submissions = pages.flatMap((page) => page.submissions)
          if (submissions.length === 0) return <Nothing isFiltered={state !== ''} />
          return (
            <>
              <ul className={rows['list']} aria-label={texts.tabs.submissions}>
                {submissions.map((submission) => (
                  <SubmissionRow key={submission.id} submission={submission} />
                ))}
              </ul>
              {list.hasNextPage && (
                <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                  {texts.more}
                </Button>
              )}
            </>
          )
        }}
      </QueryView>
    </Page>
  )
}

function PushButton() {
  return (
    <Button component={Link} to="/utility/push" leftSection={<Icon name="utility" size={18} />}>
      {texts.push}
    </Button>
  )
}

interface StateFilterProps {
  state: SubmissionState | ''
  onChange(state: SubmissionState | ''): void
}

function StateFilter({ state, onChange }: StateFilterProps) {
  const choices = Object.entries(texts.states).map(([value, label]) => ({ value, label }))
  return (
    <NativeSelect
      label={texts.state}
      maw={320}
      value={state}
      data={[{ value: '', label: texts.all }, ...choices]}
      onChange={(event) => onChange(event.currentTarget.value as SubmissionState | '')}
    />
  )
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <Empty icon="search" title={texts.nothing} hint={texts.nothingHint} />
  ) : (
    <Empty icon="utility" title={texts.empty} hint={texts.emptyHint} />
  )
}
