import type { Recipe } from '../../../src/utility/connectors/browser/recipe.ts'
import type { UtilityReading } from '../../../src/utility/surroundings.ts'
import type { Portal, StoredReading } from './portal.ts'

/** The recipe for many runs: a small window is quickly drawn, and an outcome that does not come at once is unknown. */
export function inHurry(recipe: Recipe): Recipe {
  const steps = recipe.steps.map((step) => {
    if (step.type === 'setViewport') return { ...step, width: 400, height: 300 }
    return step.commit === true ? { ...step, timeout: 600 } : step
  })
  return { ...recipe, steps, timeout: 8000 }
}

/** The path of the page that a recipe opens first. */
export function firstPathOf({ steps }: Recipe): string {
  return new URL(steps.find(({ type }) => type === 'navigate')?.url ?? '').pathname
}

/** How often a portal has a reading, whatever its way to write numbers. */
export function takenBy({ stored }: Portal, { meter }: UtilityReading): StoredReading[] {
  return stored.filter(({ value }) => Number(value.replace(',', '.')) === Math.floor((meter ?? 0) / 1000))
}
