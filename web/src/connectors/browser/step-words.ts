import type { RecipeStep } from '../../../../src/utility/connectors/browser/recipe.ts'
import { texts } from './texts.ts'

/** What a step is done with, as a person would call it: the name of a field or button, else its first selector. */
export function fieldOf({ selectors = [] }: RecipeStep): string | undefined {
  const all = selectors.map((selector) => [selector].flat().join(' › '))
  const named = all.find((selector) => /^(aria|text)\//.test(selector)) ?? all[0]
  return named
    ?.replace(/^(aria|text)\//, '')
    .replace(/\[role="\w+"\]$/, '')
    .trim()
}

/** What a step types, presses, opens or waits for. */
export function textOf({ type, value, key, url, width, height, expression }: RecipeStep): string | undefined {
  if (type === 'setViewport') return `${width} × ${height}`
  return value ?? key ?? url ?? expression
}

/** What a step does, in a line. */
export function sentenceOf(step: RecipeStep): string {
  const field = fieldOf(step)
  const text = textOf(step)
  const parts = step.type === 'change' ? [text, field && texts.into(field)] : [field ?? text]
  return [texts.types[step.type], ...parts].filter(Boolean).join(' ')
}
