import { nameOf, type RecipeStep } from './recipe.ts'

const leaving =
  /log ?out|log ?off|sign ?out|abmelden|ausloggen|schlie(ß|ss)en|\bclose\b|drucken|print|déconnexion|uitloggen/i
const sending =
  /absenden|senden|submit|\bsend|confirm|bestätig|speichern|\bsave|übermitteln|\bja\b|\byes\b|dialog|modal/i

/**
 * Marks the point of no return: the last click, or Enter, that leads to another page or dialog, after the reading was
 * typed; signing out and closing excepted. Returns what a person should look at.
 */
export function placeCommit(steps: readonly RecipeStep[]): string[] {
  const typed = steps.findLastIndex(({ value, key }) => `${value} ${key}`.includes('{{reading'))
  const isAction = ({ type, key }: RecipeStep) =>
    type === 'click' || type === 'doubleClick' || (type === 'keyDown' && key === 'Enter')
  const actions = steps.flatMap((step, index) => (isAction(step) && index > typed ? [{ step, index }] : []))
  const staying = actions.filter(({ step }) => step.optional !== true && !leaving.test(wordsOf(step)))
  const leadsOn = staying.filter(({ step }) => step.assertedEvents !== undefined || sending.test(wordsOf(step)))
  const chosen = leadsOn.at(-1) ?? staying.at(-1) ?? actions.at(-1)
  if (!chosen) return ['no click follows the reading; mark the step that submits it with "commit": true']
  chosen.step.commit = true
  return staying
    .filter(({ index }) => index < chosen.index)
    .map(
      ({ step, index }) => `${nameOf(step, index)} is done in rehearsals too; if it already submits, move commit to it`,
    )
}

function wordsOf({ selectors = [] }: RecipeStep): string {
  return selectors.flat().join(' ')
}
