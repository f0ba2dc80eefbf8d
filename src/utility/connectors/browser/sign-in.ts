import type { RecipeStep } from './recipe.ts'

/** The steps that sign in: from `from` to before `to`. */
export interface SignIn {
  from: number
  to: number
}

const submitting = ['click', 'doubleClick', 'keyDown']

/**
 * Which steps of a recipe, its placeholders not yet filled, a signed-in session makes needless: all from the address
 * that is opened before the first secret is typed to what sends the last one off.
 */
export function signInOf(steps: readonly RecipeStep[]): SignIn | undefined {
  const isSecret = (step: RecipeStep) => step.value?.includes('{{secret.') === true
  const first = steps.findIndex(isSecret)
  if (first === -1) return undefined
  const last = steps.findLastIndex(isSecret)
  const sending = steps.findIndex(({ type }, index) => index > last && submitting.includes(type))
  if (sending === -1) return undefined
  const released = steps.findIndex(({ type }, index) => index > sending && type !== 'keyUp')
  const to = released === -1 ? steps.length : released
  const from = steps.findLastIndex(({ type }, index) => index < first && type === 'navigate') + 1
  // Where the reading goes off together with the password there is no session to keep.
  const isMixed = steps.slice(from, to).some(({ commit, value }) => commit === true || value?.includes('{{reading'))
  return isMixed ? undefined : { from, to }
}
