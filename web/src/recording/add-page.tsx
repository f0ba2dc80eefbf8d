import { useState } from 'react'
import { Page } from '../page/page.tsx'
import { useCurrentSite } from '../sites/current-site.ts'
import { ReadingForm } from './reading-form.tsx'
import { type Outcome, Saved } from './saved.tsx'
import { texts } from './texts.ts'
import { WaitingList } from './waiting-list.tsx'

/** One number, typed at the meter. */
export function AddPage() {
  const site = useCurrentSite()
  const [outcome, setOutcome] = useState<Outcome>()
  return (
    <Page title={texts.title}>
      {outcome ? (
        <Saved outcome={outcome} onAnother={() => setOutcome(undefined)} />
      ) : (
        <ReadingForm key={site} site={site} onSaved={setOutcome} />
      )}
      <WaitingList />
    </Page>
  )
}
