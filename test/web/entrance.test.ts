import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assertAccessible } from './accessibility.ts'
import { anna, type Dashboard, phone, signIn, startDashboard } from './dashboard.ts'

describe('the way into the dashboard', () => {
  let dashboard: Dashboard

  before(async () => {
    dashboard = await startDashboard()
  })
  after(() => dashboard?.stop())

  test('without the link it asks for the code, and refuses a wrong one', async () => {
    const page = await dashboard.open('/')
    await page.getByLabel('Set-up code').fill('wrong')
    await signIn(page)
    await page.getByText('That is not the token of the set-up link').waitFor()
    await assertAccessible(page)
    await page.context().close()
  })

  test('the link makes the first account by keyboard alone, leaves the address bar and shows that there is no reading', async () => {
    const page = await dashboard.open(dashboard.service.setupLink)
    await page.getByRole('heading', { name: 'Welcome' }).waitFor()
    assert.equal(page.url(), `${dashboard.service.url}/`)
    assert.equal(await page.getByLabel('Set-up code').count(), 0)
    await page.keyboard.press('Tab')
    await page.keyboard.type(anna.username)
    await page.keyboard.press('Tab')
    await page.keyboard.type('short')
    await page.keyboard.press('Enter')
    await page.getByText('must be 8 characters or more').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(anna.password)
    await page.keyboard.press('Enter')
    await page.getByText('No reading yet').waitFor()
    await assertAccessible(page)
    await page.context().close()
  })

  test('a person signs in, reloads and signs out, and nothing of them stays in the browser', async () => {
    const page = await dashboard.open(dashboard.service.setupLink, phone)
    await page.getByText('made already').waitFor()
    await signIn(page, { ...anna, password: 'a wrong password' })
    await page.getByRole('alert').getByText('wrong').waitFor()
    await assertAccessible(page)
    await signIn(page)
    await dashboard.call('POST', '/records/single', { meterValue: 45_678 })
    await page.getByText('45,678 kWh').waitFor()
    await page.reload()
    await page.getByText('45,678 kWh').waitFor()
    await page.getByRole('link', { name: 'More' }).click()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByText('Signed in as anna').waitFor()
    await assertAccessible(page)
    const [ending] = await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'DELETE'),
      page.getByRole('button', { name: 'Sign out' }).click(),
    ])
    assert.equal(ending.status(), 204)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    assert.equal(await page.evaluate('localStorage.length'), 0)
    await page.context().close()
  })

  test('two tabs that renew at the same time both stay signed in, and both are signed out together', async () => {
    const first = await dashboard.openSignedIn('/')
    const second = await first.context().newPage()
    await Promise.all([first.reload(), second.goto(dashboard.service.url)])
    await Promise.all([first, second].map((page) => page.getByText('45,678 kWh').waitFor()))
    await second.getByRole('link', { name: 'Settings' }).click()
    await second.getByRole('button', { name: 'Sign out' }).click()
    await first.getByRole('heading', { name: 'Sign in' }).waitFor()
    await first.context().close()
  })

  test('when the service cannot be reached it says so, shows what it knew and offers to try again', async () => {
    const page = await dashboard.openSignedIn('/')
    await page.getByText('45,678 kWh').waitFor()
    await page.context().route('**/auth/session/refresh', (route) => route.abort())
    await page.reload()
    await page.getByText('The service cannot be reached').first().waitFor()
    await page.getByText('45,678 kWh').waitFor()
    await page.context().unroute('**/auth/session/refresh')
    await page.getByRole('button', { name: 'Try again' }).first().click()
    await page.getByText('The service cannot be reached').first().waitFor({ state: 'detached' })
    await page.context().close()
  })

  test('it speaks German to who reads German', async () => {
    const page = await dashboard.open('/', { locale: 'de-DE' })
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
    await signIn(page)
    await page.getByText('45.678 kWh').waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'de')
    await page.context().close()
  })

  test('nothing of it complained to the console', () => {
    assert.deepEqual(dashboard.complaints, [])
  })
})
