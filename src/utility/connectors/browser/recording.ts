import { checkOf } from '../../../input-check.ts'
import { type InputError, Problem } from '../../../problem.ts'
import { nameOf, type RecipeStep, StepSchema, stepTypes } from './recipe.ts'

/** What is taken over from a recording. */
export interface Recorded {
  steps: RecipeStep[]
  origins: string[]
  problems: string[]
}

const Step = checkOf(StepSchema)

type RawStep = Readonly<Record<string, unknown>>

const kept = [
  'target',
  'frame',
  'selectors',
  'value',
  'url',
  'key',
  'width',
  'height',
  'x',
  'y',
  'offsetX',
  'offsetY',
  'button',
  'operator',
  'count',
  'visible',
  'expression',
  'timeout',
]

/**
 * Reads a Chrome DevTools Recorder export: what is no step of a person is left out, and so is every address and title that
 * is not needed to do it again. Source: the schema of @puppeteer/replay.
 * @throws Problem 422 where it is none
 */
export function readRecording(recording: unknown): Recorded {
  const raw = typeof recording === 'object' && recording !== null && 'steps' in recording ? recording.steps : undefined
  if (
    !Array.isArray(raw) ||
    !raw.every((one) => typeof one === 'object' && one !== null && typeof one.type === 'string')
  )
    throw invalidRecording([{ path: '/recording/steps', message: 'must be a list of steps, each with a type' }])
  const problems: string[] = []
  const steps: RecipeStep[] = []
  for (const [index, one] of (raw as RawStep[]).entries()) {
    const step = takeOver(one, index, problems)
    if (step === undefined) continue
    if (!Step.fits(step)) throw invalidRecording(at(`/recording/steps/${index}`, Step.errors(step)))
    addStep(steps, step)
  }
  return { steps, origins: originsOf(raw as RawStep[]), problems }
}

function invalidRecording(errors: InputError[]): Problem {
  return new Problem(422, 'The recording is no export of the Chrome DevTools Recorder; see errors.', {
    type: 'invalid-recording',
    errors,
  })
}

function at(place: string, errors: readonly InputError[]): InputError[] {
  return errors.map(({ path, message }) => ({ path: place + path, message }))
}

function takeOver(raw: RawStep, index: number, problems: string[]): RawStep | undefined {
  const type = String(raw['type'])
  if (type === 'navigate' && !/^https?:/i.test(String(raw['url']))) return undefined
  // A key that types something is pressed and let go in one.
  if (type === 'keyUp' && String(raw['key']).length === 1) return undefined
  if (!(stepTypes as readonly string[]).includes(type)) {
    problems.push(`step ${index + 1} of the recording (${type}) is left out: it does nothing on the page`)
    return undefined
  }
  const fields = Object.fromEntries(kept.flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])))
  const isLeaving = isNavigation(raw['assertedEvents']) && type !== 'navigate'
  return { type, ...fields, ...(isLeaving && { assertedEvents: [{ type: 'navigation' }] }) }
}

function isNavigation(events: unknown): events is RawStep[] {
  return Array.isArray(events) && events.some((event: RawStep | null) => event?.['type'] === 'navigation')
}

// A field that was typed into twice in a row holds what was typed last.
function addStep(steps: RecipeStep[], step: RecipeStep): void {
  const last = steps.at(-1)
  const isSame = last?.type === 'change' && step.type === 'change' && nameOf(last, 0) === nameOf(step, 0)
  if (isSame) steps.pop()
  steps.push(step)
}

function originsOf(steps: readonly RawStep[]): string[] {
  const addresses = steps.flatMap(({ url, target, assertedEvents }) => [
    url,
    target,
    ...(isNavigation(assertedEvents) ? assertedEvents.map((event) => event['url']) : []),
  ])
  const origins = addresses.map((address) => (typeof address === 'string' ? URL.parse(address) : null))
  return [
    ...new Set(origins.filter((url) => url?.protocol.startsWith('http') === true).map((url) => url?.origin ?? '')),
  ]
}
