import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useDraft } from '../draft.ts'
import { OutcomeSection } from './outcome-section.tsx'
import { Problems } from './problems.tsx'
import { RecordingSection } from './recording-section.tsx'
import { StepsSection } from './steps-section.tsx'
import { texts } from './texts.ts'

/** A portal without an API: a recording becomes a recipe, which is then looked over. */
export function BrowserForm() {
  const { definition } = useDraft()
  const { recipe } = definition
  const [isImporting, setIsImporting] = useState(recipe === undefined)
  const [problems, setProblems] = useState<readonly string[]>([])
  if (isImporting || !recipe)
    return (
      <>
        <RecordingSection
          onMade={(found) => {
            setProblems(found)
            setIsImporting(false)
          }}
        />
        {recipe && (
          <Group>
            <Button variant="default" onClick={() => setIsImporting(false)}>
              {texts.keep}
            </Button>
          </Group>
        )}
      </>
    )
  return (
    <>
      <Problems problems={problems} />
      <StepsSection recipe={recipe} onAnother={() => setIsImporting(true)} />
      <OutcomeSection recipe={recipe} />
    </>
  )
}
