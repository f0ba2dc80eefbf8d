import type { Recipe, RecipeStep } from '../../../../src/utility/connectors/browser/recipe.ts'

type History = NonNullable<Recipe['history']>

/** A look-up as people set it: sign in as in the recording, then open one page. */
export interface PlainLookup {
  /** So many of the recipe's steps sign in. */
  signInSteps: number
  url: string
}

/** Reads the look-up of a recipe; undefined where its steps are others. */
export function readLookup({ steps, history }: Recipe): PlainLookup | undefined {
  const last = history?.steps.at(-1)
  if (!history || last?.type !== 'navigate') return undefined
  const signIn = history.steps.slice(0, -1)
  const isSame = JSON.stringify(signIn) === JSON.stringify(withoutCommit(steps.slice(0, signIn.length)))
  return isSame ? { signInSteps: signIn.length, url: last.url ?? '' } : undefined
}

export function lookupSteps(steps: readonly RecipeStep[], { signInSteps, url }: PlainLookup): History['steps'] {
  return [...withoutCommit(steps.slice(0, signInSteps)), { type: 'navigate', url }]
}

/** Other steps; a look-up that signs in as they do goes along with them. */
export function withSteps(recipe: Recipe, steps: RecipeStep[]): Recipe {
  const lookup = readLookup(recipe)
  if (!recipe.history || !lookup) return { ...recipe, steps }
  return { ...recipe, steps, history: { ...recipe.history, steps: lookupSteps(steps, lookup) } }
}

// Nothing is submitted while looking.
function withoutCommit(steps: readonly RecipeStep[]): RecipeStep[] {
  return steps.map(({ commit: _commit, ...step }) => step)
}

// Many portals list a reading only after a while.
const carefulMinutes = 60

/** A look-up to begin with: what leads on after the password signs in. */
export function usualLookup({ steps, origins: [origin = ''] }: Recipe): History {
  const password = steps.findIndex(({ value }) => value?.includes('{{secret.password}}'))
  const signsIn = steps.findIndex(({ type }, index) => index > password && (type === 'click' || type === 'keyDown'))
  return {
    steps: lookupSteps(steps, { signInSteps: signsIn + 1, url: `${origin}/` }),
    row: '{{date|DD.MM.YYYY}}.*{{reading}}.*',
    graceMinutes: carefulMinutes,
  }
}
