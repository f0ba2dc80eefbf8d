import type {
  Connector,
  ConnectorContext,
  ConnectorType,
  Job,
  LookupResult,
  RehearsalStep,
  SendResult,
} from '../connector.ts'
import { graceOf } from '../grace.ts'
import { PlacementError } from '../placeholders.ts'
import { NoBrowserError } from './browsers.ts'
import { commitAndWatch } from './commit.ts'
import { fillRecipe } from './fill-recipe.ts'
import { again, NotStoredError } from './halt.ts'
import { lookInHistory } from './history.ts'
import type { Recipe } from './recipe.ts'
import { checkBrowser } from './recipe-check.ts'
import { rehearse } from './rehearsal.ts'
import { goThrough, type Outcome, type Way } from './runner.ts'

/** Hands readings over on a utility's web portal, as a person recorded it. */
export const browserConnector: ConnectorType = {
  type: 'browser',
  check: checkBrowser,
  placeOf: (definition) => originOf((definition as { recipe: Recipe }).recipe),
  open: (definition, context) => openBrowser((definition as { recipe: Recipe }).recipe, context),
}

function originOf({ steps, origins }: Recipe): string {
  const opened = steps.find(({ type }) => type === 'navigate')?.url
  return URL.parse(opened ?? '')?.origin ?? origins[0] ?? ''
}

/** However slow a portal is: an hour-glass that never ends must not hold the one browser for ever. */
const deadlineMilliseconds = 240_000

function openBrowser(recipe: Recipe, context: ConnectorContext): Connector {
  return {
    canLookUp: recipe.history !== undefined,
    canRepeat: false,
    ...graceOf(recipe.history),
    send: (job, commit) => send(recipe, context, job, commit),
    poll: async () => ({ kind: 'unknown', detail: 'A portal has nothing to ask for.' }),
    lookUp: (job) => lookUp(recipe, context, job),
    rehearse: (job) => rehearseAt(recipe, context, job),
  }
}

async function send(
  stored: Recipe,
  context: ConnectorContext,
  job: Job,
  commit: () => Promise<void>,
): Promise<SendResult> {
  try {
    const filled = fillRecipe(stored, job.placement)
    const index = filled.steps.findIndex((step) => step.commit === true)
    const step = filled.steps[index]
    if (!step) throw new PlacementError('the recipe has no commit step')
    const later = filled.steps.slice(index + 1).map((one, place) => ({ step: one, index: index + 1 + place }))
    const commitment = { job, context, commitStep: { step, index }, later }
    return await run(context, stored, {
      job,
      context,
      stored,
      filled,
      storedSteps: stored.steps.slice(0, index),
      steps: filled.steps.slice(0, index),
      purpose: 'submission',
      finish: (stage) => commitAndWatch(commitment, stage, commit),
    })
  } catch (error) {
    if (error instanceof PlacementError) return { kind: 'impossible', detail: impossible(error, context) }
    if (error instanceof NotStoredError) throw error.cause
    throw error
  }
}

async function lookUp(stored: Recipe, context: ConnectorContext, job: Job): Promise<LookupResult> {
  if (!stored.history) throw new Error('this recipe has no history')
  try {
    const filled = fillRecipe(stored, job.placement)
    const history = filled.history ?? stored.history
    const result = await run<LookupResult>(context, stored, {
      job,
      context,
      stored,
      filled,
      storedSteps: stored.history.steps,
      steps: history.steps,
      purpose: 'submission',
      finish: (stage) => lookInHistory(stage, history, job),
    })
    const detail = context.scrub(result.detail)
    // What a portal refuses while it is only asked says nothing about the reading.
    if (result.kind === 'refused') return { ...again(detail), evidence: result.evidence }
    return result.kind === 'found' && result.receipt !== null
      ? { ...result, detail, receipt: context.scrub(result.receipt) }
      : { ...result, detail }
  } catch (error) {
    if (error instanceof PlacementError) return again(impossible(error, context))
    throw error
  }
}

async function rehearseAt(recipe: Recipe, context: ConnectorContext, job: Job): Promise<RehearsalStep[]> {
  try {
    return await rehearse(recipe, job, context, deadlineMilliseconds)
  } catch (error) {
    if (error instanceof PlacementError) return [{ step: 'fill', ok: false, detail: impossible(error, context) }]
    if (error instanceof NoBrowserError) return [{ step: 'start', ok: false, detail: noBrowser(error) }]
    throw error
  }
}

async function run<Result extends object>(
  context: ConnectorContext,
  { origins }: Recipe,
  way: Way<Result>,
): Promise<Outcome<Result>> {
  try {
    return await context.browsers.run({
      connector: context.name,
      origins,
      deadlineMilliseconds,
      work: (browser) => goThrough(browser, way),
    })
  } catch (error) {
    if (error instanceof NoBrowserError) return { ...again(noBrowser(error)), evidence: [] }
    throw error
  }
}

function noBrowser({ message }: NoBrowserError): string {
  return `No browser can be started: ${message}.`
}

function impossible({ message }: PlacementError, { scrub }: ConnectorContext): string {
  return scrub(`The reading cannot be put into the recipe: ${message}.`)
}
