import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/Radio.css'
import { Button, Checkbox, Group, Radio, Text } from '@mantine/core'
import type { Recipe, RecipeStep } from '../../../../src/utility/connectors/browser/recipe.ts'
import { useDraft } from '../draft.ts'
import { FormSection } from '../form-section.tsx'
import { withSteps } from './lookup.ts'
import classes from './recipe.module.css'
import { fieldOf, textOf } from './step-words.ts'
import { texts } from './texts.ts'

const canCommit = ['click', 'doubleClick', 'keyDown']
const neverMissing = ['setViewport', 'navigate']

/** What the browser does, step by step, and which of the steps submits. */
export function StepsSection({ recipe, onAnother }: { recipe: Recipe; onAnother(): void }) {
  const { change } = useDraft()
  const setSteps = (update: (step: RecipeStep, index: number) => RecipeStep): void =>
    change('recipe', withSteps(recipe, recipe.steps.map(update)))
  return (
    <FormSection title={texts.steps} hint={texts.stepsHint}>
      <ol className={classes['steps']}>
        {recipe.steps.map((step, index) => (
          <StepItem
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is told by its place alone
            key={index}
            step={step}
            onCommit={() => setSteps((one, place) => marked(one, 'commit', place === index))}
            onOptional={(isOptional) =>
              setSteps((one, place) => (place === index ? marked(one, 'optional', isOptional) : one))
            }
          />
        ))}
      </ol>
      <Text size="sm" c="dimmed" className={classes['fileName'] ?? ''}>
        {texts.origins(recipe.origins.join(', '))}
      </Text>
      <Group>
        <Button type="button" variant="default" onClick={onAnother}>
          {texts.another}
        </Button>
      </Group>
    </FormSection>
  )
}

interface StepItemProps {
  step: RecipeStep
  onCommit(): void
  onOptional(isOptional: boolean): void
}

function StepItem({ step, onCommit, onOptional }: StepItemProps) {
  const isCommit = step.commit === true
  return (
    <li className={classes['step']} data-is-commit={isCommit || undefined}>
      <div className={classes['stepText']}>
        <strong>{texts.types[step.type]}</strong> <StepText step={step} />
      </div>
      <div className={classes['stepMarks']}>
        {canCommit.includes(step.type) && (
          <Radio
            size="xs"
            name="commit"
            label={isCommit ? texts.commitHere : texts.commit}
            checked={isCommit}
            onChange={onCommit}
          />
        )}
        {!isCommit && !neverMissing.includes(step.type) && (
          <Checkbox
            size="xs"
            label={texts.optional}
            checked={step.optional === true}
            onChange={(event) => onOptional(event.currentTarget.checked)}
          />
        )}
      </div>
    </li>
  )
}

function StepText({ step }: { step: RecipeStep }) {
  const text = textOf(step)
  const field = fieldOf(step)
  const isTyped = step.type === 'change'
  return (
    <>
      {text !== undefined && <code>{text}</code>} {field !== undefined && (isTyped ? texts.into(field) : field)}
    </>
  )
}

function marked(step: RecipeStep, mark: 'commit' | 'optional', isMarked: boolean): RecipeStep {
  const { commit, optional, ...rest } = step
  // The step that submits always comes.
  if (mark === 'commit') return { ...rest, ...(isMarked ? { commit: true } : optional && { optional }) }
  return { ...rest, ...(commit && { commit }), ...(isMarked && { optional: true }) }
}
