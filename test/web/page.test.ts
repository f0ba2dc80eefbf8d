import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from './chromium.ts'
import { type ServiceProcess, startServiceProcess } from './service-process.ts'

const web = join(import.meta.dirname, '../../web')
const anna = { username: 'anna', password: 'correct horse battery' }
/** A folder for pictures to look at; none are taken without it. */
const pictures = process.env['PAGE_PICTURES']

describe('the page', () => {
  let browser: Browser
  let service: ServiceProcess
  const complaints: string[] = []

  before(async () => {
    buildIfOlder()
    browser = await launchChromium()
    service = await startServiceProcess()
  })
  after(async () => {
    await browser?.close()
    await service?.stop()
  })

  async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      // Chromium itself reports every answer that is a refusal.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) complaints.push(message.text())
    })
    await page.goto(address)
    return page
  }

  async function signIn(page: Page, password = anna.password): Promise<void> {
    await page.getByLabel('Username').fill(anna.username)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
  }

  async function signOut(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
  }

  test('without the link it asks for the code, and refuses a wrong one', async () => {
    const page = await open(service.url)
    await page.getByLabel('Set-up code').fill('wrong')
    await signIn(page)
    await page.getByText('That is not the token of the set-up link').waitFor()
    await picture(page, 'setup-refused')
    await page.context().close()
  })

  test('the link makes the first account by keyboard alone, leaves the address bar and shows that there is no reading', async () => {
    const page = await open(service.setupLink)
    await page.getByRole('heading', { name: 'Welcome' }).waitFor()
    assert.equal(page.url(), `${service.url}/`)
    assert.equal(await page.getByLabel('Set-up code').count(), 0)
    await picture(page, 'setup')
    await page.keyboard.press('Tab')
    await page.keyboard.type(anna.username)
    await page.keyboard.press('Tab')
    await page.keyboard.type('short')
    await page.keyboard.press('Enter')
    await page.getByText('must be 8 characters or more').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(anna.password)
    await page.keyboard.press('Enter')
    await page.getByText('No reading yet').waitFor()
    await picture(page, 'no-reading')
    await page.context().close()
  })

  test('a person signs in, sees a reading that is recorded meanwhile, reloads, and signs out', async () => {
    const page = await open(service.setupLink)
    await page.getByText('made already').waitFor()
    await signIn(page, 'a wrong password')
    await page.getByRole('alert').getByText('wrong').waitFor()
    await picture(page, 'sign-in-refused')
    await signIn(page)
    await page.getByText('No reading yet').waitFor()
    await record(service, { inverterKwh: 12345.678, meterValue: 45678, source: 'roof', note: 'Read after the storm' })
    await page.getByRole('region', { name: 'Solar inverter' }).getByText('12,345.678 kWh').waitFor()
    const meter = page.getByRole('region', { name: 'Electricity meter' })
    await meter.getByText('45,678 kWh').waitFor()
    assert.match((await meter.textContent()) ?? '', /now.*from roof/s)
    await page.reload()
    await meter.getByText('45,678 kWh').waitFor()
    await picture(page, 'reading')
    assert.equal(await page.evaluate('document.cookie'), '')
    const [revocation] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'DELETE'),
      signOut(page),
    ])
    assert.equal(revocation.status(), 204)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    assert.equal(await page.evaluate('localStorage.length'), 0)
    assert.deepEqual(await page.context().cookies(), [])
    await page.context().close()
  })

  test('two tabs that renew at the same time both stay signed in, and both are signed out together', async () => {
    const first = await open(service.url)
    await signIn(first)
    await first.getByText('12,345.678 kWh').waitFor()
    const second = await first.context().newPage()
    await Promise.all([first.reload(), second.goto(service.url)])
    await Promise.all([first, second].map((page) => page.getByText('12,345.678 kWh').waitFor()))
    await signOut(second)
    await first.getByRole('heading', { name: 'Sign in' }).waitFor()
    await first.context().close()
  })

  test('when the service cannot be reached it says so and offers to try again', async () => {
    const page = await open(service.url)
    await signIn(page)
    await page.getByText('12,345.678 kWh').waitFor()
    await page.context().route('**/auth/session/refresh', (route) => route.abort())
    await page.reload()
    await page.getByText('The service cannot be reached').waitFor()
    await picture(page, 'unreachable')
    await page.context().unroute('**/auth/session/refresh')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('12,345.678 kWh').waitFor()
    await page.context().close()
  })

  test('fits a phone without scrolling sideways', async () => {
    const page = await open(service.url, { viewport: { width: 320, height: 640 } })
    await signIn(page)
    await page.getByText('12,345.678 kWh').waitFor()
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320)
    await page.context().close()
  })

  test('runs under a policy that allows no inline script, without a complaint', async () => {
    const policy = (await fetch(service.url)).headers.get('content-security-policy') ?? ''
    assert.match(policy, /(^|;)script-src 'self'(;|$)/)
    assert.deepEqual(complaints, [])
  })
})

async function record(service: ServiceProcess, reading: object): Promise<void> {
  const post = async (path: string, body: object, token = ''): Promise<Response> =>
    fetch(service.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    })
  const { access_token: token } = (await (await post('/auth/token', anna)).json()) as { access_token: string }
  const answer = await post('/records/single', reading, token)
  assert.equal(answer.status, 201, await answer.text())
}

function buildIfOlder(): void {
  const built = join(web, 'dist/index.html')
  const sources = globSync(['src/**/*', 'public/**/*', '*.{html,json,ts}'], { cwd: web }).map((file) => join(web, file))
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs))
  if (existsSync(built) && statSync(built).mtimeMs > newest) return
  execFileSync(process.execPath, [join(web, '../node_modules/vite/bin/vite.js'), 'build'], {
    cwd: web,
    stdio: 'ignore',
  })
}

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return
  for (const colorScheme of ['light', 'dark'] as const)
    for (const [size, viewport] of [
      ['phone', { width: 390, height: 844 }],
      ['desktop', { width: 1280, height: 800 }],
    ] as const) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(viewport)
      await page.screenshot({ path: join(pictures, `${name}-${size}-${colorScheme}.png`) })
    }
}
