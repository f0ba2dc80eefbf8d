import type { Browser, BrowserContext, Dialog, Page, Request } from 'playwright-core'
import { type CommitGuard, guardContext, isAllowed } from './commit-guard.ts'
import type { Recipe } from './recipe.ts'
import type { SessionState } from './session.ts'
import { type Traffic, watchTraffic } from './traffic.ts'
import { visibleText } from './visible-text.ts'

/** A portal that is open in a browser. */
export interface Visit {
  context: BrowserContext
  main: Page
  guard: CommitGuard
  /** The window where something was done last. */
  current: Page
  /** Everything that can be read now, and what message boxes have said. */
  text(): Promise<string>
  /** Why the portal itself does not work at the moment; undefined where it does. */
  trouble(): string | undefined
  /** Why there is no page to wait for anything on; undefined where there is one. */
  brokenPage(): string | undefined
  traffic: Traffic
  /** Whether its browser still runs. */
  isOpen(): boolean
  close(): Promise<void>
}

interface VisitSettings {
  recipe: Recipe
  timeZone: string
  session: SessionState | undefined
  /** In a rehearsal nothing is agreed to. */
  answersQuestions: 'yes' | 'no'
}

const viewport = { width: 1280, height: 900 }
const serverError = 500
const tooManyRequests = 429

/** Opens a window that keeps nothing and knows only what the session says. */
export async function openVisit(browser: Browser, settings: VisitSettings): Promise<Visit> {
  const { recipe, session } = settings
  const context = await browser.newContext({
    viewport,
    locale: recipe.locale ?? 'en-US',
    timezoneId: settings.timeZone,
    serviceWorkers: 'block',
    acceptDownloads: false,
    ...(session && { storageState: session }),
  })
  const guard = await guardContext(context, recipe.origins)
  const traffic = watchTraffic(context)
  const messages: string[] = []
  const troubles = watchTroubles(context, recipe.origins)
  context.on('dialog', (dialog) => {
    messages.push(dialog.message())
    answer(dialog, settings.answersQuestions).catch(() => undefined)
  })
  const main = await context.newPage()
  return {
    context,
    main,
    guard,
    traffic,
    current: main,
    text: async () => [await visibleText(context), ...messages].join('\n'),
    trouble: () => troubles.at(-1)?.text,
    brokenPage: () => troubles.findLast(({ isOfPage }) => isOfPage)?.text,
    isOpen: () => browser.isConnected(),
    close: async () => await context.close().catch(() => undefined),
  }
}

// The Recorder does not record message boxes, so whoever recorded has said yes to them.
async function answer(dialog: Dialog, answersQuestions: VisitSettings['answersQuestions']): Promise<void> {
  const isQuestion = dialog.type() === 'confirm' || dialog.type() === 'prompt'
  if (isQuestion && answersQuestions === 'no') await dialog.dismiss()
  else await dialog.accept()
}

interface Trouble {
  text: string
  isOfPage: boolean
}

// What the newest page and what it asked for say; a page that comes well ends the troubles before it. What may not be
// reached, as the windows and frames of advertisers, is no trouble unless the portal itself leads there.
function watchTroubles(context: BrowserContext, origins: readonly string[]): Trouble[] {
  const troubles: Trouble[] = []
  const add = (request: Request, text: string): void => {
    const isOfPage = isPageRequest(request)
    if (isOfPage || request.isNavigationRequest() || isAsked(request)) troubles.push({ text, isOfPage })
  }
  context.on('response', (response) => {
    const isBad = response.status() >= serverError || response.status() === tooManyRequests
    if (isBad) add(response.request(), `The portal answered ${response.status()}.`)
    else if (isPageRequest(response.request())) troubles.length = 0
  })
  context.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return
    if (isAllowed(request.url(), origins)) return add(request, 'The portal could not be reached, or broke off.')
    const isLedAway = isPageRequest(request) && isOfFirstWindow(request, context)
    if (isLedAway) add(request, `The portal leads to ${originOf(request)}, which is not among the origins.`)
  })
  return troubles
}

function isOfFirstWindow(request: Request, context: BrowserContext): boolean {
  try {
    return request.frame().page() === context.pages()[0]
  } catch {
    // A window that is only just opening has no frame yet.
    return false
  }
}

function originOf(request: Request): string {
  return new URL(request.url()).origin
}

function isAsked(request: Request): boolean {
  return ['xhr', 'fetch'].includes(request.resourceType())
}

// Of a page itself, and not of what it shows.
function isPageRequest(request: Request): boolean {
  if (!request.isNavigationRequest()) return false
  try {
    return request.frame().parentFrame() === null
  } catch {
    // A window that is only just opening has no frame yet.
    return true
  }
}
