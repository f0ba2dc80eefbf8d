import { checkOf } from '../../../input-check.ts'
import { Type } from '../../../json-schema.ts'
import { hostOf, isForbiddenAddress } from '../../../outgoing-address.ts'
import type { InputError } from '../../../problem.ts'
import type { CheckedDefinition } from '../connector.ts'
import { checkPlaceholders } from '../placeholders.ts'
import { compilePattern } from './patterns.ts'
import { type Recipe, RecipeSchema, type RecipeStep } from './recipe.ts'

const Definition = checkOf(Type.Object({ recipe: RecipeSchema }, { additionalProperties: false }))
const committing = ['click', 'doubleClick', 'keyDown']
const withSelectors = ['click', 'doubleClick', 'hover', 'change', 'waitForElement']
const requiredFields: Readonly<Record<string, 'value' | 'key' | 'expression' | 'url'>> = {
  change: 'value',
  keyDown: 'key',
  keyUp: 'key',
  waitForExpression: 'expression',
  navigate: 'url',
}
const shortestSecretFound = 4

/** Checks what `PUT` gives for the type `browser`. */
export function checkBrowser(
  fields: Record<string, unknown>,
  secrets: Readonly<Record<string, string>>,
): CheckedDefinition {
  if (!Definition.fits(fields))
    return { definition: fields, secrets: { ...secrets }, errors: Definition.errors(fields) }
  const { recipe } = fields
  const errors = [
    ...checkOrigins(recipe),
    ...checkSteps(recipe.steps, '/recipe/steps', recipe),
    ...checkCommit(recipe),
    ...checkPatterns(recipe),
    ...(recipe.history ? checkHistory(recipe, recipe.history.steps) : []),
    ...checkPlaceholders(fields, '', Object.keys(secrets)),
    ...checkSecrets(fields, secrets, ''),
  ]
  const origins = errors.length > 0 ? recipe.origins : recipe.origins.map((origin) => new URL(origin).origin)
  return { definition: { recipe: { ...recipe, origins } }, secrets: { ...secrets }, errors }
}

function checkOrigins({ origins }: Recipe): InputError[] {
  return origins.flatMap((origin, index) => {
    const wrong = (message: string): InputError[] => [{ path: `/recipe/origins/${index}`, message }]
    const url = URL.parse(origin)
    if (!url || !['http:', 'https:'].includes(url.protocol) || url.origin !== origin.replace(/\/$/, ''))
      return wrong('must be an origin: https://portal.example.com')
    return isForbiddenAddress(hostOf(url)) ? wrong('names a link-local address') : []
  })
}

function checkSteps(steps: readonly RecipeStep[], path: string, { origins }: Recipe): InputError[] {
  return steps.flatMap((step, index) => {
    const field = missingField(step)
    if (field !== undefined) return [{ path: `${path}/${index}/${field}`, message: 'is required' }]
    if (step.type !== 'navigate') return []
    const origin = URL.parse(step.url ?? '')?.origin
    const isAllowed = origins.some((one) => URL.parse(one)?.origin === origin)
    return isAllowed ? [] : [{ path: `${path}/${index}/url`, message: 'must be an address at one of the origins' }]
  })
}

function missingField(step: RecipeStep): string | undefined {
  if (withSelectors.includes(step.type) && !step.selectors?.length) return 'selectors'
  const field = requiredFields[step.type]
  return field !== undefined && step[field] === undefined ? field : undefined
}

function checkCommit({ steps }: Recipe): InputError[] {
  const marked = steps.flatMap((step, index) => (step.commit === true ? [{ step, index }] : []))
  const [first] = marked
  if (!first || marked.length > 1)
    return [{ path: '/recipe/steps', message: `exactly one step must say "commit": true; ${marked.length} do` }]
  const path = `/recipe/steps/${first.index}`
  if (first.step.optional === true) return [{ path: `${path}/optional`, message: 'the commit step cannot be optional' }]
  if (committing.includes(first.step.type)) return []
  return [{ path: `${path}/commit`, message: `must stand on one of: ${committing.join(', ')}` }]
}

function checkHistory(recipe: Recipe, steps: readonly RecipeStep[]): InputError[] {
  const path = '/recipe/history/steps'
  const marked = steps.findIndex(({ commit }) => commit === true)
  const errors = checkSteps(steps, path, recipe)
  return marked === -1 ? errors : [...errors, { path: `${path}/${marked}/commit`, message: 'a look-up has none' }]
}

function checkPatterns({ success, refusals = [], needsPerson = [], history }: Recipe): InputError[] {
  const named: [string, string | undefined][] = [
    ['/recipe/success/pattern', success.pattern],
    ...refusals.map(({ pattern }, index): [string, string] => [`/recipe/refusals/${index}/pattern`, pattern]),
    ...needsPerson.map(({ pattern }, index): [string, string] => [`/recipe/needsPerson/${index}/pattern`, pattern]),
    ['/recipe/history/row', history?.row],
    ['/recipe/history/receipt', history?.receipt],
  ]
  return named.flatMap(([path, pattern]) => {
    if (pattern === undefined) return []
    const problem = problemOf(pattern)
    return problem === undefined ? [] : [{ path, message: problem }]
  })
}

function problemOf(pattern: string): string | undefined {
  try {
    return compilePattern(pattern).test('') ? 'matches even an empty page, so it proves nothing' : undefined
  } catch {
    return 'is no valid regular expression'
  }
}

function checkSecrets(value: unknown, secrets: Readonly<Record<string, string>>, path: string): InputError[] {
  if (typeof value === 'string') {
    const left = Object.entries(secrets).find(([, one]) => one.length >= shortestSecretFound && value.includes(one))
    return left ? [{ path, message: `holds the secret ${left[0]} itself; write {{secret.${left[0]}}}` }] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => checkSecrets(item, secrets, `${path}/${key}`))
}
