import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { serviceAccount, startFakeGoogle } from '../fakes/google/fake-google.ts'
import type { FakeGoogle } from '../fakes/google/types.ts'
import { assertAccessible } from './accessibility.ts'
import { anna, type Dashboard, phone, signIn, startDashboard } from './dashboard.ts'

const expectedSite = { name: 'The old mill', timeZone: 'Europe/Berlin' }

describe('the way into the dashboard', () => {
  let dashboard: Dashboard

  let google: FakeGoogle

  before(async () => {
    google = await startFakeGoogle()
    google.createSpreadsheet('a-spreadsheet-that-is-private', { sharedWith: [] })
    google.createSpreadsheet('a-spreadsheet-that-is-shared')
    dashboard = await startDashboard({ GOOGLE_API_URL: google.url, RATE_LIMIT_PER_MINUTE: '0' })
  })
  after(async () => {
    await dashboard?.stop()
    await google?.close()
  })

  test('without the link it asks for the code, and refuses a wrong one', async () => {
    const page = await dashboard.open('/')
    await page.getByLabel('Set-up code').fill('wrong')
    await signIn(page)
    await page.getByText('That is not the token of the set-up link').waitFor()
    await assertAccessible(page)
    await page.context().close()
  })

  test('the link makes the first account by keyboard alone, leaves the address bar and leads through the set-up to the first reading', async () => {
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
    await page.getByRole('heading', { name: 'Your place' }).waitFor()
    await assertAccessible(page)
    await page.getByLabel('Name').fill('The old mill')
    await page.getByLabel('Time zone').selectOption('Europe/Berlin')
    await page.getByLabel('Whole digits').fill('6')
    await page.getByRole('button', { name: 'Save and go on' }).click()
    // The rest of the way on a phone.
    await page.setViewportSize(phone.viewport)
    await page.getByText('This is the first value').waitFor()
    await page.getByLabel('What it shows').fill('45670')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Google Sheet' }).waitFor()
    await page.getByLabel('The key file').fill(google.createKey())
    await page.getByLabel('The link').fill('https://docs.google.com/spreadsheets/d/a-spreadsheet-that-is-private/edit')
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByText(`share it with ${serviceAccount}`).waitFor()
    await assertAccessible(page)
    await page.getByLabel('The link').fill('https://docs.google.com/spreadsheets/d/a-spreadsheet-that-is-shared/edit')
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: 'To the overview' }).click()
    await page.getByText('45,670 kWh').waitFor()
    const site = (await (await dashboard.call('GET', '/sites/home')).json()) as object
    assert.deepEqual({ ...site, ...expectedSite }, site)
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

  test('the spreadsheet that was connected is moved to another tab and disconnected, without its key', async () => {
    const page = await dashboard.openSignedIn('/#/sheet', phone)
    await page.getByText('It works').waitFor()
    await page.getByText(serviceAccount).waitFor()
    await assertAccessible(page)
    await page.getByLabel('Tab').fill('Meter')
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('definition').getByText('Meter', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('button', { name: 'Choose the file' }).waitFor()
    await assertAccessible(page)
    await page.context().close()
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

  test('it speaks German to who reads German, and so does what the service says', async () => {
    const page = await dashboard.open('/', { locale: 'de-DE' })
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
    await signIn(page, { ...anna, password: 'a wrong password' })
    await page.getByText('Benutzername oder Passwort ist falsch.').waitFor()
    await signIn(page)
    await page.getByText('45.678 kWh').waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'de')
    await page.context().close()
  })

  test('nothing of it complained to the console', () => {
    assert.deepEqual(dashboard.complaints, [])
  })
})
