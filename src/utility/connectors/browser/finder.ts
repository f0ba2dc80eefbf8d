import { setTimeout } from 'node:timers/promises'
import type { BrowserContext, Frame, Locator, Page } from 'playwright-core'
import type { RecipeStep } from './recipe.ts'
import { locatorsOf, saysWhat } from './selectors.ts'

const lookAgainMilliseconds = 60
/**
 * After this part of its time an element is looked for in every frame of every window, and also by selectors that only say
 * where it stood.
 */
const anyhowAfter = 0.4

/** An element was found that is the only visible one of its kind. */
export interface Found {
  locator: Locator
  page: Page
}

/** Where the elements of a step may be, and until when they are waited for. */
export interface Search {
  context: BrowserContext
  main: Page
  milliseconds: number
  /** Called again and again while nothing is found; what it throws ends the search. */
  meanwhile(): Promise<void>
}

/** Waits for the step's element: one selector after the other, of each only a single visible match counts. */
export async function findElement(step: RecipeStep, search: Search): Promise<Found | undefined> {
  const startedAt = performance.now()
  for (;;) {
    const waited = performance.now() - startedAt
    const found = await lookFor(step, search, waited > search.milliseconds * anyhowAfter ? 'anyhow' : 'exactly')
    if (found) return found
    if (waited >= search.milliseconds) return undefined
    await search.meanwhile()
    await setTimeout(lookAgainMilliseconds)
  }
}

/** Looks once: exactly in the step's own frame for what the element is, or anyhow for anything that may be it. */
export async function lookFor(
  step: RecipeStep,
  { context, main }: Pick<Search, 'context' | 'main'>,
  manner: 'exactly' | 'anyhow',
): Promise<Found | undefined> {
  const own = ownFrame(step, context, main)
  const frames = own ? [own] : []
  const exact = { ...step, selectors: exactSelectors(step) }
  if (manner === 'anyhow')
    frames.push(
      ...context
        .pages()
        .flatMap((page) => page.frames())
        .filter((frame) => frame !== own),
    )
  for (const frame of frames) {
    const locator = await onlyVisible(frame, manner === 'exactly' ? exact : step)
    if (locator) return { locator, page: frame.page() }
  }
  return undefined
}

/** How many visible elements the step's selectors find, by the first of them that finds any. */
export async function countElements(step: RecipeStep, search: Pick<Search, 'context' | 'main'>): Promise<number> {
  const frame = ownFrame(step, search.context, search.main)
  for (const locator of frame ? alternatives(frame, step) : []) {
    const count = await countOf(locator)
    if (count > 0) return count
  }
  return 0
}

function exactSelectors({ selectors = [] }: RecipeStep): NonNullable<RecipeStep['selectors']> {
  const exact = selectors.filter(saysWhat)
  return exact.length > 0 ? exact : selectors
}

async function onlyVisible(frame: Frame, step: RecipeStep): Promise<Locator | undefined> {
  for (const locator of alternatives(frame, step)) if ((await countOf(locator)) === 1) return locator
  return undefined
}

function alternatives(frame: Frame, { selectors = [] }: RecipeStep): Locator[] {
  return selectors.flatMap((selector) => locatorsOf(frame, selector)).map((one) => one.filter({ visible: true }))
}

// A selector that no engine understands finds nothing, like one in a frame that is just going.
async function countOf(locator: Locator): Promise<number> {
  return await locator.count().catch(() => 0)
}

function ownFrame({ target = 'main', frame = [] }: RecipeStep, context: BrowserContext, main: Page): Frame | undefined {
  const root = target === 'main' ? main.mainFrame() : frameAt(target, context)
  return frame.reduce<Frame | undefined>((parent, index) => parent?.childFrames()[index], root)
}

// The Recorder names a window, or a frame of another site, by the address it had.
function frameAt(target: string, context: BrowserContext): Frame | undefined {
  const wanted = placeOf(target)
  const frames = context.pages().flatMap((page) => page.frames())
  return frames.findLast((frame) => placeOf(frame.url()) === wanted)
}

function placeOf(address: string): string | undefined {
  const url = URL.parse(address)
  return url ? url.origin + url.pathname : undefined
}
