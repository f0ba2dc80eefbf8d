import { fill, type Placement } from '../placeholders.ts'
import { encodeForUrl } from '../url-encoding.ts'
import { fillPattern } from './patterns.ts'
import type { Recipe, RecipeStep } from './recipe.ts'

/** A recipe for one reading: its placeholders filled, everywhere. @throws PlacementError */
export function fillRecipe(recipe: Recipe, placement: Placement): Recipe {
  const { success, refusals, needsPerson, history } = recipe
  const pattern = <One extends { pattern: string }>(one: One): One => ({
    ...one,
    pattern: fillPattern(one.pattern, placement),
  })
  return {
    ...recipe,
    steps: recipe.steps.map((step) => fillStep(step, placement)),
    success: pattern(success),
    ...(refusals && { refusals: refusals.map(pattern) }),
    ...(needsPerson && { needsPerson: needsPerson.map(pattern) }),
    ...(history && {
      history: {
        ...history,
        steps: history.steps.map((step) => fillStep(step, placement)),
        row: fillPattern(history.row, placement),
        ...(history.receipt !== undefined && { receipt: fillPattern(history.receipt, placement) }),
      },
    }),
  }
}

function fillStep(step: RecipeStep, placement: Placement): RecipeStep {
  const text = (one: string): string => fill(one, placement)
  const { value, url, key, selectors, expression } = step
  return {
    ...step,
    ...(value !== undefined && { value: text(value) }),
    ...(url !== undefined && { url: fill(url, placement, encodeForUrl) }),
    ...(key !== undefined && { key: text(key) }),
    ...(expression !== undefined && {
      expression: fill(expression, placement, (one) => JSON.stringify(one).slice(1, -1)),
    }),
    ...(selectors && {
      selectors: selectors.map((selector) => (typeof selector === 'string' ? text(selector) : selector.map(text))),
    }),
  }
}
