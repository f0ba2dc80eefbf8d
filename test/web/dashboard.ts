import { execFileSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { type ServiceProcess, startServiceProcess } from './service-process.ts'

const web = join(import.meta.dirname, '../../web')

export const anna = { username: 'anna', password: 'correct horse battery' }
export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true } satisfies BrowserContextOptions
export const desk = { viewport: { width: 1440, height: 900 } } satisfies BrowserContextOptions

/** A real service and a real browser, for all the journeys of a file. */
export interface Dashboard {
  service: ServiceProcess
  browser: Browser
  /** What the pages complained about to their consoles. */
  complaints: string[]
  /** Opens a page in a browser of its own; nobody is signed in. */
  open(address: string, options?: BrowserContextOptions): Promise<Page>
  /** Opens a page as anna, the administrator. */
  openSignedIn(path: string, options?: BrowserContextOptions): Promise<Page>
  /** Asks the service as anna. */
  call(method: string, path: string, body?: object): Promise<Response>
  stop(): Promise<void>
}

export async function startDashboard(settings: Record<string, string> = {}): Promise<Dashboard> {
  buildIfOlder()
  const [browser, service] = await Promise.all([launchChromium(), startServiceProcess(settings)])
  const complaints: string[] = []
  let token: string | undefined

  async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin', ...desk, ...options })
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      // Chromium itself reports every answer that is a refusal.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text())
    })
    await page.goto(new URL(address, service.url).href)
    return page
  }

  async function post(path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return await fetch(service.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  return {
    service,
    browser,
    complaints,
    open,
    async openSignedIn(path, options) {
      const page = await open(path, options)
      await signIn(page)
      await page.locator('#main').getByRole('heading', { level: 1 }).waitFor()
      return page
    },
    async call(method, path, body) {
      token ??= ((await (await post('/auth/token', anna)).json()) as { access_token: string }).access_token
      const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) }
      return await fetch(service.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    },
    async stop() {
      await browser.close()
      await service.stop()
    },
  }
}

export async function signIn(page: Page, { username, password } = anna): Promise<void> {
  await page.getByLabel('Username').or(page.getByLabel('Benutzername')).fill(username)
  await page.getByRole('textbox', { name: /^Passwor[dt]$/ }).fill(password)
  await page.keyboard.press('Enter')
}

/** Makes anna's account as the set-up link would. */
export async function makeAnna({ service }: Dashboard): Promise<void> {
  const token = new URL(service.setupLink.replace('#/', '')).searchParams.get('token')
  const answer = await fetch(`${service.url}/auth/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...anna, token }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

function buildIfOlder(): void {
  const built = join(web, 'dist/index.html')
  const sources = ['{src,public,build,service-worker}/**/*', '*.{html,json,ts}']
  const newest = Math.max(...globSync(sources, { cwd: web }).map((file) => statSync(join(web, file)).mtimeMs))
  if (existsSync(built) && statSync(built).mtimeMs > newest) return
  execFileSync(process.execPath, [join(web, '../node_modules/vite/bin/vite.js'), 'build'], {
    cwd: web,
    stdio: 'ignore',
  })
}
