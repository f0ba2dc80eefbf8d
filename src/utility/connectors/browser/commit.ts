import { setTimeout } from 'node:timers/promises'
import type { ConnectorContext, Job, SendResult } from '../connector.ts'
import { lookFor } from './finder.ts'
import { Halt, MissingError, NotStoredError } from './halt.ts'
import { personIn, refusalIn, successIn } from './outcome.ts'
import { nameOf, outcomeMilliseconds, type RecipeStep } from './recipe.ts'
import { actOn, awaitCommitElement, doStep, needsElement, type PlacedStep, type Stage } from './steps.ts'

/** The step that cannot be taken back, and what is needed to know what came of it. */
export interface Commitment {
  job: Job
  context: ConnectorContext
  commitStep: PlacedStep
  /** What the recording goes on with. */
  later: readonly PlacedStep[]
}

const lookAgainMilliseconds = 100
/** The first part of the time belongs to the portal's answer: what the recording did next may have been to sign out. */
const untouchedPart = 0.3
/** How long a page that came broken may take to say why. */
const brokenMilliseconds = 1000

/**
 * Waits until the commit step could be done. Patterns that match already would prove nothing afterwards.
 * @throws Halt where the page has decided, or its success cannot be told from what it shows before; MissingError
 */
export async function prepareCommit({ job, context, commitStep }: Commitment, stage: Stage) {
  const found = await awaitCommitElement(commitStep, stage)
  const { visit, recipe } = stage
  const text = await visit.text()
  const verdict = personIn(recipe, text) ?? refusalIn(recipe, text)
  if (verdict) throw new Halt({ ...verdict, detail: context.scrub(verdict.detail) })
  if (await successIn(visit, recipe, text, await job.receiptsOfOthers())) {
    const detail = 'The pattern of success matches before anything was sent, so it could prove nothing.'
    throw new Halt({ kind: 'person', code: 'layout-changed', detail })
  }
  return found
}

/**
 * Stores the point of no return, does the commit step and waits for the outcome. Whatever is not clear is unknown.
 * @throws Halt or MissingError before it is stored, NotStoredError where `store` throws; nothing else
 */
export async function commitAndWatch(
  commitment: Commitment,
  stage: Stage,
  store: () => Promise<void>,
): Promise<SendResult> {
  const found = await prepareCommit(commitment, stage)
  stage.visit.guard.arm()
  await store().catch((error: unknown) => {
    throw new NotStoredError(error)
  })
  // From here on patterns tell the outcome, and no longer whether to go on.
  stage.watch = async () => undefined
  try {
    await actOn(commitment.commitStep, found, stage)
    return await watchOutcome(commitment, stage)
  } catch {
    return { kind: 'unknown', detail: 'The browser failed after the point of no return.' }
  }
}

async function watchOutcome(commitment: Commitment, stage: Stage): Promise<SendResult> {
  const { commitStep } = commitment
  const milliseconds = commitStep.step.timeout ?? stage.recipe.timeout ?? outcomeMilliseconds
  const startedAt = performance.now()
  const later = [...commitment.later]
  let isBrokenSince = Number.POSITIVE_INFINITY
  for (let waited = 0; waited < milliseconds && stage.visit.isOpen(); waited = performance.now() - startedAt) {
    const isBroken = stage.visit.guard.isQuiet() && stage.visit.brokenPage() !== undefined
    isBrokenSince = isBroken ? Math.min(isBrokenSince, waited) : Number.POSITIVE_INFINITY
    const decided = await decide(commitment, stage)
    if (decided) return decided
    if (waited - isBrokenSince > brokenMilliseconds) break
    const mayGoOn = waited > milliseconds * untouchedPart && stage.visit.guard.isQuiet()
    if (mayGoOn && (await goesOn(later[0], stage))) later.shift()
    await setTimeout(lookAgainMilliseconds)
  }
  const detail = `After ${nameOf(commitStep.step, commitStep.index)} the portal showed neither success nor refusal.`
  return { kind: 'unknown', detail: commitment.context.scrub(`${detail} ${stage.visit.trouble() ?? ''}`.trim()) }
}

async function decide({ job, context }: Commitment, { visit, recipe }: Stage): Promise<SendResult | undefined> {
  const text = await visit.text()
  const success = await successIn(visit, recipe, text, await job.receiptsOfOthers())
  const otherwise = personIn(recipe, text) ?? refusalIn(recipe, text)
  if (success && otherwise) return { kind: 'unknown', detail: 'The portal shows success and the opposite at once.' }
  const verdict = success ?? otherwise
  if (!verdict) return undefined
  const detail = context.scrub(verdict.detail)
  if (verdict.kind === 'person') return { ...verdict, detail, mayHaveArrived: true }
  if (verdict.kind === 'refused' && !visit.guard.isUnanswered()) return { ...verdict, detail }
  if (verdict.kind === 'refused') return { kind: 'unknown', detail: `${detail} But a request had no answer.` }
  return { ...verdict, detail, receipt: verdict.receipt === null ? null : context.scrub(verdict.receipt) }
}

// What the recording does after the commit step is done as soon as it can be, one step a turn; none of it decides.
async function goesOn(placed: PlacedStep | undefined, stage: Stage): Promise<boolean> {
  if (!placed || !isSafeNow(placed.step)) return false
  if (needsElement(placed.step) && !(await lookFor(placed.step, stage.visit, 'exactly'))) return false
  try {
    await doStep(placed, stage)
  } catch (error) {
    if (!(error instanceof MissingError)) throw error
  }
  return true
}

// Another address could cut off what is on its way.
function isSafeNow({ type }: RecipeStep): boolean {
  return type !== 'navigate' && type !== 'close'
}
