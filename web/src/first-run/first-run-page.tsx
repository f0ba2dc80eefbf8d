import { Stack, Text, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type ComponentType, useState } from 'react'
import { Page } from '../page/page.tsx'
import { ReadingStep } from './reading-step.tsx'
import { SheetStep } from './sheet-step.tsx'
import { SiteStep } from './site-step.tsx'
import type { StepProps } from './step.ts'
import { texts } from './texts.ts'
import { UtilityStep } from './utility-step.tsx'

interface Step {
  name: 'site' | 'reading' | 'sheet' | 'utility'
  component: ComponentType<StepProps>
}

const steps: readonly Step[] = [
  { name: 'site', component: SiteStep },
  { name: 'reading', component: ReadingStep },
  { name: 'sheet', component: SheetStep },
  { name: 'utility', component: UtilityStep },
]

/** What a new service asks its first person; each step can be left out. */
export function FirstRunPage() {
  const navigate = useNavigate()
  const [place, setPlace] = useState(0)
  const step = steps[place]
  const goOn = async (): Promise<void> => {
    if (place + 1 < steps.length) setPlace(place + 1)
    else await navigate({ to: '/' })
  }
  if (!step) return null
  const { name, component: StepForm } = step
  return (
    <Page title={texts.title} intro={texts.intro}>
      <Stack gap="md" maw={560} component="section" aria-labelledby="step" key={name}>
        <div>
          <Text size="sm" c="dimmed">
            {texts.step(place + 1, steps.length)}
          </Text>
          <Title order={2} size="h3" id="step">
            {texts[name].title}
          </Title>
          <Text mt={4}>{texts[name].hint}</Text>
        </div>
        <StepForm onDone={goOn} />
      </Stack>
    </Page>
  )
}
