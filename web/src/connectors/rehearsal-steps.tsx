import { Text } from '@mantine/core'
import { Icon } from '../icons.tsx'
import { Section } from '../page/section.tsx'
import { Evidence } from '../submissions/evidence.tsx'
import { texts as recipes } from './browser/texts.ts'
import classes from './rehearsal.module.css'
import type { RehearsalStepJson } from './rehearsal.ts'
import { texts } from './texts.ts'

const { rehearsal: words } = texts

/** Each step of a rehearsal with what it has left to look at. */
export function RehearsalSteps({ steps }: { steps: readonly RehearsalStepJson[] }) {
  return (
    <Section title={words.steps}>
      <ol className={classes['rehearsed']}>
        {steps.map((step) => (
          <RehearsedStep key={step.step} step={step} />
        ))}
      </ol>
    </Section>
  )
}

function RehearsedStep({ step: { step, ok, detail, evidence = [] } }: { step: RehearsalStepJson }) {
  const name = nameOf(step)
  return (
    <li>
      <span className={classes['mark']} data-is-ok={ok}>
        <Icon name={ok ? 'check' : 'warning'} size={18} />
      </span>
      <div>
        <Text fw={600} size="sm">
          {name}
        </Text>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {detail}
        </Text>
        <Evidence of={name} pieces={evidence} />
      </div>
    </li>
  )
}

function nameOf(step: string): string {
  const [, number, type] = /^step (\d+) \((\w+)/.exec(step) ?? []
  if (number !== undefined && type !== undefined)
    return words.step(number, recipes.types[type as keyof typeof recipes.types] ?? type)
  return words.names[step as keyof typeof words.names] ?? step
}
