import { type InputError, Problem } from '../../../problem.ts'
import { encodeForUrl } from '../url-encoding.ts'
import { placeCommit } from './commit-place.ts'
import { nameOf, type Recipe, type RecipeStep } from './recipe.ts'
import { readRecording } from './recording.ts'
import {
  isAmbiguousDate,
  isSpelledBy,
  type Piece,
  replaceTyped,
  type TypedValues,
  writingsOfDate,
} from './typed-values.ts'

/** A recipe that still needs its patterns, and what whoever wrote the recording should look at. */
export interface Imported {
  recipe: Recipe
  problems: string[]
}

const shortestNumber = 3
const shortestPart = 4
const passwordField = /passw|kennwort|\bpin\b|contraseña|mot de passe|wachtwoord|hasło/i
const consent = /cookie|consent|akzeptier|accept all|alle annehmen|zustimmen|einverstanden/i

/**
 * Makes a recipe of a recording: what was typed becomes placeholders, and nothing of it stays anywhere.
 * @throws Problem 422 where a secret would stay, or it is no recording
 */
export function importRecording(recording: unknown, values: TypedValues): Imported {
  const { steps, origins, problems } = readRecording(recording)
  const pieces = steps.flatMap(piecesOf)
  const secrets = [values.username, values.password].flatMap((one) => (one ? [one] : []))
  const notFound = replaceTyped(pieces, values)
  const left = pieces.filter(({ text }) => text !== '')
  const errors = [
    ...steps.flatMap((step, index) => cleanStep(step, index, values)),
    ...secrets.flatMap((secret) => (isSpelledBy(unreplaced(left, steps), secret) ? [spelled] : [])),
    ...steps.flatMap((step, index) => leaksOf(step, index, secrets)),
  ]
  if (errors.length > 0)
    throw new Problem(422, 'The recording holds a secret where no placeholder can stand; see errors.', {
      type: 'secret-in-recording',
      errors,
    })
  for (const step of steps) if (isConsent(step)) step.optional = true
  problems.push(
    ...notFound.map((name) => `the ${name} was not found in the recording; put its placeholder where it belongs`),
  )
  if (values.date !== undefined && isAmbiguousDate(values.date)) problems.push(dayFirst)
  problems.push(...literalsIn(steps), ...placeCommit(steps))
  problems.push('success.pattern is still empty: write what the page shows only when the reading was taken')
  return { recipe: { origins, steps, success: { pattern: '' }, refusals: [], needsPerson: [] }, problems }
}

const dayFirst =
  'the date may begin with its day or with its month, and was taken to begin with its day; put DD and MM the other way round in its placeholder where that is wrong'

const spelled: InputError = {
  path: '/recording/steps',
  message: 'types a secret key by key or field by field, which no placeholder can stand for',
}

function piecesOf(step: RecipeStep): Piece[] {
  if (step.type === 'change' && step.value !== undefined) return [pieceOf(step, 'value', step.value)]
  return step.type === 'keyDown' && step.key?.length === 1 ? [pieceOf(step, 'key', step.key)] : []
}

function pieceOf(step: RecipeStep, field: 'value' | 'key', text: string): Piece {
  return {
    text,
    replace: (placeholder) => {
      step[field] = placeholder
    },
  }
}

function unreplaced(pieces: readonly Piece[], steps: readonly RecipeStep[]): Piece[] {
  const texts = new Set(steps.flatMap(({ value, key }) => [value, key]))
  return pieces.filter(({ text }) => texts.has(text))
}

/** Takes out of a step what shows a typed value; an error where that cannot be. */
function cleanStep(step: RecipeStep, index: number, values: TypedValues): InputError[] {
  const wrong = (field: string, message: string): InputError[] => [
    { path: `/recording/steps/${index}/${field}`, message },
  ]
  const errors: InputError[] = []
  if (step.selectors) {
    const clean = step.selectors.filter((selector) => !showsTyped([selector].flat().join(' '), values))
    if (clean.length === 0 && step.selectors.length > 0)
      errors.push(...wrong('selectors', 'all show a value that was typed; record it with another element'))
    step.selectors = clean
  }
  if (step.target !== undefined && step.target !== 'main') step.target = withoutQuery(step.target)
  for (const field of ['url', 'target', 'expression'] as const)
    if (showsTyped(step[field] ?? '', values)) errors.push(...wrong(field, 'holds a value that was typed'))
  const isOpenPassword = step.type === 'change' && passwordField.test(JSON.stringify(step.selectors))
  if (isOpenPassword && !step.value?.includes('{{'))
    errors.push(...wrong('value', 'is typed into a password field; give it in values'))
  return errors
}

function withoutQuery(address: string): string {
  const url = URL.parse(address)
  return url ? url.origin + url.pathname : address
}

function showsTyped(text: string, { username, password, reading, date }: TypedValues): boolean {
  const plain = decoded(text).toLowerCase()
  const secrets = [username, password].flatMap((one) => (one ? [one.toLowerCase()] : []))
  if (secrets.some((secret) => plain.includes(secret) || isPartShown(plain, secret))) return true
  if (date && writingsOfDate(date).some((writing) => plain.includes(writing.toLowerCase()))) return true
  return reading !== undefined && reading.length >= shortestNumber && isNumberIn(plain, reading)
}

// The Recorder shortens texts to what is unique.
function isPartShown(text: string, secret: string): boolean {
  const shown = /^(?:text|aria)\/(.*)$/s.exec(text)?.[1] ?? ''
  return shown.length >= shortestPart && secret.includes(shown)
}

function isNumberIn(text: string, number: string): boolean {
  return new RegExp(`(?<!\\d)0*${RegExp.escape(number)}(?!\\d)`).test(text)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

// The last word: whatever the rules above have overlooked.
function leaksOf(step: RecipeStep, index: number, secrets: readonly string[]): InputError[] {
  const { value, key, url, target, expression, selectors = [] } = step
  const texts = [value, key, url, target, expression, ...selectors.flat()].filter((one) => one !== undefined)
  const isLeft = texts.some((text) => secrets.some((secret) => holdsSecret(text, secret)))
  return isLeft ? [{ path: `/recording/steps/${index}`, message: 'still holds a secret that was typed' }] : []
}

function holdsSecret(text: string, secret: string): boolean {
  const shown = text.replaceAll(/\{\{[^{}]*\}\}/g, '')
  const forms = [secret, encodeForUrl(secret), Buffer.from(secret).toString('base64')]
  return forms.some((form) => shown.toLowerCase().includes(form.toLowerCase()))
}

function isConsent(step: RecipeStep): boolean {
  return step.type === 'click' && consent.test(JSON.stringify(step.selectors ?? []))
}

function literalsIn(steps: readonly RecipeStep[]): string[] {
  return steps.flatMap((step, index) =>
    step.type === 'change' && step.value && !step.value.includes('{{')
      ? [`${nameOf(step, index)} types the same text every time; is that right?`]
      : [],
  )
}
