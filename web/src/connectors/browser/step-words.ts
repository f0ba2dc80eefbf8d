import type { RecipeStep } from '../../../../src/utility/connectors/browser/recipe.ts'

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
