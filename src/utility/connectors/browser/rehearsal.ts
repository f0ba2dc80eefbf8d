import type { Browser } from 'playwright-core'
import type { ConnectorContext, Job, LookupResult, RehearsalStep } from '../connector.ts'
import { prepareCommit } from './commit.ts'
import { takeEvidence } from './evidence.ts'
import { fillRecipe } from './fill-recipe.ts'
import { lookInHistory } from './history.ts'
import { nameOf, type Recipe, type RecipeStep } from './recipe.ts'
import { goThrough } from './runner.ts'
import type { SessionState } from './session.ts'
import type { PlacedStep, Stage } from './steps.ts'

interface Rehearsal {
  browser: Browser
  stored: Recipe
  filled: Recipe
  job: Job
  context: ConnectorContext
  steps: RehearsalStep[]
  session?: SessionState
}

/**
 * Goes through a portal up to, and never past, the commit step, which is only looked at; then through the look-up.
 * @throws PlacementError, NoBrowserError
 */
export async function rehearse(
  stored: Recipe,
  job: Job,
  context: ConnectorContext,
  deadlineMilliseconds: number,
): Promise<RehearsalStep[]> {
  const filled = fillRecipe(stored, job.placement)
  return await context.browsers.run({
    connector: context.name,
    origins: stored.origins,
    deadlineMilliseconds,
    work: async (browser) => {
      const rehearsal: Rehearsal = { browser, stored, filled, job, context, steps: [] }
      await rehearseSubmitting(rehearsal)
      if (stored.history && rehearsal.steps.every(({ ok }) => ok)) await rehearseLookingUp(rehearsal)
      return rehearsal.steps
    },
  })
}

async function rehearseSubmitting(rehearsal: Rehearsal): Promise<void> {
  const { stored, filled, job, context, steps } = rehearsal
  const index = filled.steps.findIndex(({ commit }) => commit === true)
  const step = filled.steps[index]
  if (!step) return
  const commitStep = { step, index }
  await goAndReport(rehearsal, stored.steps.slice(0, index), filled.steps.slice(0, index), async (stage) => {
    await prepareCommit({ job, context, commitStep, later: [] }, stage)
    const evidence = await takeEvidence(stage.visit, job.placement.submission, context)
    steps.push({
      step: titleOf(commitStep),
      ok: true,
      detail: 'Ready; it is the commit step and was not done.',
      evidence,
    })
    rehearsal.session = await stage.visit.context.storageState()
  })
}

async function rehearseLookingUp(rehearsal: Rehearsal): Promise<void> {
  const { stored, filled, job, context, steps } = rehearsal
  const { history } = filled
  if (!stored.history || !history) return
  await goAndReport(rehearsal, stored.history.steps, history.steps, async (stage) => {
    const result = await lookInHistory(stage, history, job)
    const evidence = await takeEvidence(stage.visit, job.placement.submission, context)
    steps.push({ step: 'look-up', ok: isAnswer(result), detail: context.scrub(result.detail), evidence })
  })
}

function isAnswer({ kind }: LookupResult): boolean {
  return kind !== 'again' && kind !== 'person'
}

async function goAndReport(
  rehearsal: Rehearsal,
  storedSteps: readonly RecipeStep[],
  steps: readonly RecipeStep[],
  finish: (stage: Stage) => Promise<void>,
): Promise<void> {
  const { browser, job, context, stored, filled, session, steps: reported } = rehearsal
  let next = 0
  const result = await goThrough(browser, {
    job,
    context,
    stored,
    filled,
    storedSteps,
    steps,
    purpose: 'rehearsal',
    ...(session && { session }),
    onStep: async (placed, stage, isDone) => {
      next = placed.index + 1
      const evidence = await takeEvidence(stage.visit, job.placement.submission, context)
      const detail = isDone ? 'Done.' : 'Left out: it is optional, and its element did not come.'
      reported.push({ step: titleOf(placed), ok: true, detail, evidence })
    },
    finish: async (stage) => {
      await finish(stage)
      return { kind: 'rehearsed' as const }
    },
  })
  if (result.kind === 'rehearsed') return
  const failed = steps[next] ?? filled.steps[next]
  const step = failed ? titleOf({ step: failed, index: next }) : 'look-up'
  const { detail, evidence } = result
  reported.push({
    step,
    ok: false,
    detail,
    evidence: [...evidence],
    ...(result.kind === 'person' && { code: result.code }),
  })
}

// The Recorder's selectors may show what is typed, so a step is told by its place and type.
function titleOf({ step, index }: PlacedStep): string {
  return nameOf({ ...step, selectors: [] }, index)
}
