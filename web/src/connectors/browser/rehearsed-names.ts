import type { Recipe, RecipeStep } from '../../../../src/utility/connectors/browser/recipe.ts'
import type { RehearsalStepJson } from '../rehearsal.ts'
import { texts as connectors } from '../texts.ts'
import { sentenceOf } from './step-words.ts'

interface NamedStep {
  step: RehearsalStepJson
  name: string
  key: string
}

const { rehearsal } = connectors

/** Names the steps as people do. The steps of the look-up are counted from 1 anew, after those that submit. */
export function nameSteps(steps: readonly RehearsalStepJson[], recipe: Recipe | undefined): NamedStep[] {
  let last = 0
  let isLookup = false
  return steps.map((step, index) => {
    const number = Number(/^step (\d+)/.exec(step.step)?.[1] ?? 0)
    if (number > 0 && number <= last) isLookup = true
    last = number || last
    const done = (isLookup ? recipe?.history?.steps : recipe?.steps)?.[number - 1]
    return { step, name: nameOf(step.step, number, done, isLookup), key: `${index} ${step.step}` }
  })
}

function nameOf(step: string, number: number, done: RecipeStep | undefined, isLookup: boolean): string {
  if (number === 0) return rehearsal.names[step as keyof typeof rehearsal.names] ?? step
  const name = rehearsal.step(String(number), done ? sentenceOf(done) : step)
  return isLookup ? `${rehearsal.names['look-up']} – ${name}` : name
}
