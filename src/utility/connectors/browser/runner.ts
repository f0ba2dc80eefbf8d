import { setTimeout } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import type { ConnectorContext, Evidence, Job } from '../connector.ts'
import { takeEvidence } from './evidence.ts'
import { lookFor } from './finder.ts'
import { again, Halt, type HaltResult, MissingError, NotStoredError } from './halt.ts'
import { personIn, refusalIn } from './outcome.ts'
import { type Recipe, type RecipeStep, timeoutOf } from './recipe.ts'
import { createSessionKeep, type SessionKeep, type SessionState } from './session.ts'
import { type SignIn, signInOf } from './sign-in.ts'
import { doStep, needsElement, type PlacedStep, type Stage } from './steps.ts'
import { openVisit, type Visit } from './visit.ts'

/** The way through a portal up to the moment that matters. */
export interface Way<Result> {
  job: Job
  context: ConnectorContext
  /** The recipe as it is stored, and as it is filled for this reading. */
  stored: Recipe
  filled: Recipe
  /** Of the steps, stored and filled, those that are done before `finish`. */
  storedSteps: readonly RecipeStep[]
  steps: readonly RecipeStep[]
  /** A rehearsal signs in anew and agrees to nothing. */
  purpose: 'submission' | 'rehearsal'
  /** For a rehearsal that goes on where another one has signed in. */
  session?: SessionState
  onStep?(placed: PlacedStep, stage: Stage, isDone: boolean): Promise<void>
  /** What is done then; past the point of no return it throws nothing. */
  finish(stage: Stage): Promise<Result>
}

export type Outcome<Result> = (Result | HaltResult) & { evidence: readonly Evidence[] }

interface Pass<Result> extends Omit<Way<Result>, 'session'> {
  visit: Visit
  stage: Stage
  signIn: SignIn | undefined
  session: SessionState | undefined
  /** How far it has come: steps that are done. */
  done: number
  hasTypedSecrets: boolean
}

class StaleSessionError extends Error {}

const watchMilliseconds = 250
const lookAgainMilliseconds = 100
const restMilliseconds = 300

/** Goes the way in a browser that runs; a kept session is used, and forgotten where it leads nowhere. */
export async function goThrough<Result extends object>(browser: Browser, way: Way<Result>): Promise<Outcome<Result>> {
  const keep = createSessionKeep(way.stored, way.context)
  const session = way.purpose === 'submission' ? await keep.read() : way.session
  if (!session) return await pass(browser, way, keep, undefined)
  try {
    return await pass(browser, way, keep, session)
  } catch (error) {
    if (!(error instanceof StaleSessionError)) throw error
    if (way.purpose === 'submission') await keep.forget()
    return await pass(browser, way, keep, undefined)
  }
}

async function pass<Result extends object>(
  browser: Browser,
  way: Way<Result>,
  keep: SessionKeep,
  session: SessionState | undefined,
): Promise<Outcome<Result>> {
  const { placement } = way.job
  const visit = await openVisit(browser, {
    recipe: way.filled,
    timeZone: placement.timeZone,
    session,
    answersQuestions: way.purpose === 'submission' ? 'yes' : 'no',
  })
  const signIn = signInOf(way.storedSteps)
  const stage: Stage = { visit, recipe: way.filled, watch: async () => undefined }
  const mine: Pass<Result> = { ...way, visit, stage, signIn, session, done: 0, hasTypedSecrets: false }
  stage.watch = watcher(mine)
  try {
    const result = await decide(mine)
    const evidence = await takeEvidence(visit, placement.submission, way.context)
    if (signIn && way.purpose === 'submission') await keepSession(visit, keep, result)
    return { ...result, evidence }
  } finally {
    // A page that closes loses its guard first; after the point of no return the browser is cut off before it ends.
    if (!visit.guard.isArmed()) await visit.close()
  }
}

async function keepSession(visit: Visit, keep: SessionKeep, result: object): Promise<void> {
  const isForPerson = 'kind' in result && result.kind === 'person'
  if (isForPerson) return await keep.forget()
  try {
    await keep.keep(await visit.context.storageState())
  } catch {
    // The next run signs in anew.
  }
}

async function walk<Result>(mine: Pass<Result>): Promise<void> {
  for (let index = 0; index < mine.steps.length; index++) {
    if (index === mine.signIn?.from && (await isSignedIn(mine))) index = mine.signIn.to
    const step = mine.steps[index]
    if (!step) return
    await mine.stage.watch()
    const isDone = await doStep({ step, index }, mine.stage)
    mine.hasTypedSecrets ||= mine.storedSteps[index]?.value?.includes('{{secret.') === true
    mine.done = index + 1
    await mine.onStep?.({ step, index }, mine.stage, isDone)
  }
}

/** Goes the whole way; what fails before the point of no return becomes a decision. */
async function decide<Result>(mine: Pass<Result>): Promise<Result | HaltResult> {
  try {
    await walk(mine)
    const result = await mine.finish(mine.stage)
    return isNothingFound(result) && (await isAskingToSignIn(mine)) ? signedOut(mine) : result
  } catch (error) {
    if (error instanceof NotStoredError || error instanceof StaleSessionError) throw error
    const result = await classify(error, mine)
    const isUnderstood = error instanceof Halt || mine.visit.trouble() !== undefined
    if (mine.session && !isUnderstood) throw new StaleSessionError()
    return result
  }
}

// A page that asks to sign in shows no list.
function isNothingFound(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'absent'
}

function signedOut<Result>(mine: Pass<Result>): HaltResult {
  if (mine.session) throw new StaleSessionError()
  return asksAgain(mine)
}

/** With a kept session: whether what comes after the signing in is there, and what begins it is not. */
async function isSignedIn<Result>({ session, signIn, steps, visit, stage, filled }: Pass<Result>): Promise<boolean> {
  if (!session || !signIn) return false
  const asking = steps.slice(signIn.from, signIn.to).find((step) => step.optional !== true && needsElement(step))
  const after = steps.slice(signIn.to).find(({ optional, type }) => optional !== true && type !== 'setViewport')
  const wanted = after && needsElement(after) ? after : undefined
  const deadline = performance.now() + timeoutOf(after ?? { type: 'click' }, filled)
  while (performance.now() < deadline) {
    const isAtRest = performance.now() - visit.traffic.lastAt() > restMilliseconds
    if (asking && (await lookFor(asking, visit, 'exactly'))) return false
    if (wanted ? await lookFor(wanted, visit, 'exactly') : isAtRest) return true
    await stage.watch()
    await setTimeout(lookAgainMilliseconds)
  }
  return true
}

// Looking into the pages costs time, so not every call does.
function watcher<Result>(mine: Pass<Result>): () => Promise<void> {
  let lookedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (!mine.visit.isOpen()) throw new Halt(again('The run took too long, or its browser was ended.'))
    const broken = mine.visit.brokenPage()
    if (broken !== undefined) throw new Halt(again(broken))
    if (performance.now() - lookedAt < watchMilliseconds) return
    lookedAt = performance.now()
    const verdict = await verdictBefore(mine)
    if (verdict) throw new Halt(verdict)
  }
}

async function verdictBefore<Result>({ visit, filled, storedSteps, done, context }: Pass<Result>) {
  const text = await visit.text()
  const hasTypedReading = storedSteps.slice(0, done).some(({ value }) => value?.includes('{{reading'))
  const verdict = personIn(filled, text) ?? (hasTypedReading ? refusalIn(filled, text) : undefined)
  return verdict && { ...verdict, detail: context.scrub(verdict.detail) }
}

/** What a failure before the point of no return means. */
async function classify<Result>(error: unknown, mine: Pass<Result>): Promise<HaltResult> {
  if (error instanceof Halt) return error.result
  const { visit, context } = mine
  const verdict = await verdictBefore(mine)
  if (verdict) return verdict
  const trouble = visit.trouble()
  if (trouble !== undefined) return again(trouble)
  if (!(error instanceof MissingError)) return again(context.scrub(`The portal could not be used: ${firstLine(error)}`))
  if (await isAskingToSignIn(mine)) return asksAgain(mine)
  return { kind: 'person', code: 'layout-changed', detail: context.scrub(`${error.message}; the portal has changed.`) }
}

async function isAskingToSignIn<Result>({ signIn, storedSteps, steps, visit }: Pass<Result>): Promise<boolean> {
  const field = storedSteps.findIndex(({ value }) => value?.includes('{{secret.'))
  const step = steps[field]
  return signIn !== undefined && step !== undefined && (await lookFor(step, visit, 'exactly')) !== undefined
}

// One try for each password: where signing in led back to signing in, it is not tried again.
function asksAgain<Result>({ signIn, done, hasTypedSecrets }: Pass<Result>): HaltResult {
  const isRightAfter = hasTypedSecrets && done <= (signIn?.to ?? 0)
  if (!isRightAfter) return again('The portal asks to sign in again.')
  const detail = 'The portal still asks to sign in after name and password were typed.'
  return { kind: 'person', code: 'credentials', detail }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('\n')[0] ?? ''
}
