import { Text } from '@mantine/core'
import type { Recipe } from '../../../src/utility/connectors/browser/recipe.ts'
import { Icon } from '../icons.tsx'
import { Section } from '../page/section.tsx'
import { Evidence } from '../submissions/evidence.tsx'
import { nameSteps } from './browser/rehearsed-names.ts'
import classes from './rehearsal.module.css'
import type { RehearsalStepJson } from './rehearsal.ts'
import { texts } from './texts.ts'

interface RehearsalStepsProps {
  steps: readonly RehearsalStepJson[]
  /** What was rehearsed, where it was a portal. */
  recipe: Recipe | undefined
}

/** Each step of a rehearsal with what it has left to look at. */
export function RehearsalSteps({ steps, recipe }: RehearsalStepsProps) {
  return (
    <Section title={texts.rehearsal.steps}>
      <ol className={classes['rehearsed']}>
        {nameSteps(steps, recipe).map(({ step, name, key }) => (
          <RehearsedStep key={key} name={name} step={step} />
        ))}
      </ol>
    </Section>
  )
}

function RehearsedStep({ name, step: { ok, detail, evidence = [] } }: { name: string; step: RehearsalStepJson }) {
  return (
    <li>
      <span className={classes['mark']} data-is-ok={ok}>
        <Icon name={ok ? 'check' : 'warning'} size={18} />
      </span>
      <div>
        <Text fw={600} size="sm">
          {name}
        </Text>
        <Text size="sm" c={ok ? 'dimmed' : 'inherit'} style={{ overflowWrap: 'anywhere' }}>
          {detail}
        </Text>
        {!isOfNoPage(evidence) && <Evidence of={name} pieces={evidence} />}
      </div>
    </li>
  )
}

/** Before anything was opened there is only an empty window to be seen. */
function isOfNoPage(evidence: NonNullable<RehearsalStepJson['evidence']>): boolean {
  return evidence.some(({ kind, url }) => kind === 'page' && url === 'about:blank')
}
