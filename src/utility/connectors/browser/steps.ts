import type { Locator, Page } from 'playwright-core'
import { countElements, type Found, findElement, type Search } from './finder.ts'
import { Halt, MissingError } from './halt.ts'
import { nameOf, type Recipe, type RecipeStep, stepMilliseconds, timeoutOf } from './recipe.ts'
import type { Visit } from './visit.ts'

/** What the steps of a recipe are done on. */
export interface Stage {
  visit: Visit
  recipe: Recipe
  /** Called while something is waited for; throws where the portal has already said that it cannot go on. */
  watch(): Promise<void>
}

/** A step with its placeholders filled, and its place. */
export interface PlacedStep {
  step: RecipeStep
  index: number
}

const navigationMilliseconds = 5000
const typedInto = ['text', 'search', 'tel', 'url', 'email', 'password', 'number', 'textarea']

/**
 * Does one step. Returns false where it is optional and its element does not come.
 * @throws MissingError, Halt, or what the browser says
 */
export async function doStep(placed: PlacedStep, stage: Stage): Promise<boolean> {
  const { step } = placed
  if (!needsElement(step)) {
    await withNavigation(step, stage.visit.current, () => doWithoutElement(step, stage))
    return true
  }
  if (step.type === 'waitForElement') return await waitForElement(placed, stage)
  const found = await findElement(step, searchOf(placed, stage))
  if (!found) return missing(placed)
  stage.visit.current = found.page
  await withNavigation(step, found.page, () => act(placed, found, timeoutOf(step, stage.recipe)))
  return true
}

/**
 * Waits for the element of the commit step, and until it can be acted on; the step's own time belongs to its outcome.
 * @throws MissingError where it does not come
 */
export async function awaitCommitElement({ step, index }: PlacedStep, stage: Stage): Promise<Found | undefined> {
  if (!needsElement(step)) return undefined
  const timeout = stage.recipe.timeout ?? stepMilliseconds
  const found = await findElement(step, { ...searchOf({ step, index }, stage), milliseconds: timeout })
  if (!found) throw new MissingError(`${nameOf(step, index)} finds nothing, or more than one`)
  stage.visit.current = found.page
  await found.locator.click({ trial: true, timeout })
  return found
}

/** Does a step whose element was found before. */
export async function actOn(placed: PlacedStep, found: Found | undefined, stage: Stage): Promise<void> {
  if (found) await act(placed, found, timeoutOf(placed.step, stage.recipe))
  else await doWithoutElement(placed.step, stage)
}

export function needsElement({ type, selectors = [] }: RecipeStep): boolean {
  return ['click', 'doubleClick', 'hover', 'change', 'waitForElement'].includes(type) && selectors.length > 0
}

function searchOf({ step }: PlacedStep, { visit, recipe, watch }: Stage): Search {
  return { context: visit.context, main: visit.main, milliseconds: timeoutOf(step, recipe), meanwhile: watch }
}

function missing({ step, index }: PlacedStep): false {
  if (step.optional === true) return false
  throw new MissingError(`${nameOf(step, index)} finds nothing, or more than one`)
}

async function doWithoutElement(step: RecipeStep, { visit, recipe }: Stage): Promise<void> {
  const page = visit.current
  switch (step.type) {
    case 'setViewport':
      return await visit.main.setViewportSize({ width: step.width ?? 1280, height: step.height ?? 900 })
    case 'navigate':
      visit.current = visit.main
      await visit.main.goto(step.url ?? '', { waitUntil: 'domcontentloaded', timeout: timeoutOf(step, recipe) })
      return
    case 'keyDown':
      // A key that types something has no second step that lets it go.
      if (step.key?.length === 1) return await page.keyboard.press(step.key)
      return await page.keyboard.down(step.key ?? '')
    case 'keyUp':
      return await page.keyboard.up(step.key ?? '')
    case 'scroll':
      return await page.mouse.wheel(step.x ?? 0, step.y ?? 0)
    case 'waitForExpression':
      await page.waitForFunction(step.expression ?? 'true', undefined, { timeout: timeoutOf(step, recipe) })
      return
    case 'close':
      if (page !== visit.main) await page.close()
      visit.current = visit.main
      return
    default:
      throw new Error(`a step of the type ${step.type} needs selectors`)
  }
}

async function act({ step, index }: PlacedStep, { locator }: Found, timeout: number): Promise<void> {
  switch (step.type) {
    case 'hover':
      return await locator.hover({ timeout })
    case 'doubleClick':
      return await locator.dblclick({ timeout })
    case 'change':
      return await change(locator, step.value ?? '', timeout, nameOf({ ...step, value: '' }, index))
    default: {
      const position = await positionIn(locator, step)
      await locator.click({ timeout, ...(position && { position }), ...buttonOf(step) })
    }
  }
}

// A label may hold a link in its middle, so the place that was clicked counts where the element still has it.
async function positionIn(locator: Locator, { offsetX: x = -1, offsetY: y = -1 }: RecipeStep) {
  const box = await locator.boundingBox()
  return box && x > 0 && y > 0 && x < box.width && y < box.height ? { x, y } : undefined
}

function buttonOf(step: RecipeStep): { button?: 'right' | 'middle' } {
  const button = 'button' in step ? step['button'] : undefined
  if (button === 'secondary') return { button: 'right' }
  return button === 'auxiliary' ? { button: 'middle' } : {}
}

// Runs in the page.
function kindOfElement(element: { tagName: string; type?: string }): string {
  return element.tagName === 'INPUT' ? (element.type ?? 'text') : element.tagName.toLowerCase()
}

async function change(locator: Locator, value: string, timeout: number, name: string): Promise<void> {
  const kind = await locator.evaluate(kindOfElement)
  if (kind === 'select') {
    await locator.selectOption(value, { timeout })
    return
  }
  if (kind === 'checkbox' || kind === 'radio') return await locator.setChecked(value !== 'false', { timeout })
  if (!typedInto.includes(kind)) return await locator.fill(value, { timeout })
  await locator.fill('', { timeout })
  await locator.pressSequentially(value, { timeout })
  await checkTyped(locator, value, name)
}

// A field that cuts off or reorders digits would send another reading.
async function checkTyped(locator: Locator, value: string, name: string): Promise<void> {
  if (!/^[\d.,]+$/.test(value)) return
  const digits = (text: string) => text.replaceAll(/\D/g, '').replace(/^0+(?=\d)/, '')
  if (digits(await locator.inputValue()) === digits(value)) return
  const detail = `The field of ${name} holds something else than was typed into it.`
  throw new Halt({ kind: 'person', code: 'layout-changed', detail })
}

async function waitForElement(placed: PlacedStep, stage: Stage): Promise<boolean> {
  const { step } = placed
  const { operator = '>=', count = 1, visible = true } = step
  const deadline = performance.now() + timeoutOf(step, stage.recipe)
  const wanted = visible ? count : 0
  for (;;) {
    const found = await countElements(step, stage.visit)
    if (isEnough(found, visible ? operator : '==', wanted)) return true
    if (performance.now() >= deadline) return missing(placed)
    await stage.watch()
    await stage.visit.current.waitForTimeout(100)
  }
}

function isEnough(found: number, operator: string, wanted: number): boolean {
  if (operator === '==') return found === wanted
  return operator === '<=' ? found <= wanted : found >= wanted
}

// The next step may find the same element on the page that is just going.
async function withNavigation(step: RecipeStep, page: Page, work: () => Promise<void>): Promise<void> {
  const isLeaving = step.type !== 'navigate' && step.assertedEvents?.some(({ type }) => type === 'navigation') === true
  if (!isLeaving) return await work()
  const left = page
    .waitForEvent('framenavigated', {
      predicate: (frame) => frame === page.mainFrame(),
      timeout: navigationMilliseconds,
    })
    .catch(() => undefined)
  await work()
  await left
}
