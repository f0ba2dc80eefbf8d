import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { serviceAccount, startFakeGoogle } from '../fakes/google/fake-google.ts'
import type { FakeGoogle } from '../fakes/google/types.ts'
import { until } from '../journeys/client.ts'
import { assertAccessible } from './accessibility.ts'
import { type Dashboard, desk, makeAnna, phone, signIn, startDashboard } from './dashboard.ts'

const spreadsheetId = 'a-spreadsheet-of-houses'
const bert = { username: 'bert', password: 'a long passphrase' }

describe('looking after the service', () => {
  let dashboard: Dashboard
  let hook: Server
  let google: FakeGoogle
  let notices = 0

  before(async () => {
    hook = createServer((request, response) => {
      notices++
      request.resume()
      response.end()
    })
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
    const { port } = hook.address() as { port: number }
    google = await startFakeGoogle()
    google.createSpreadsheet(spreadsheetId)
    dashboard = await startDashboard({
      RATE_LIMIT_PER_MINUTE: '0',
      ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
      GOOGLE_API_URL: google.url,
      GOOGLE_SHEET_ID: spreadsheetId,
      GOOGLE_CREDENTIALS_JSON: google.createKey(),
      SHEET_POLL_SECONDS: '1',
    })
    await makeAnna(dashboard)
  })
  after(async () => {
    await dashboard?.stop()
    await google?.close()
    hook?.close()
  })

  test('an account is added, gets a key, and the last administrator stays', async () => {
    const page = await dashboard.openSignedIn('/#/accounts', desk)
    await page.getByRole('button', { name: 'Add an account' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('bert')
    await dialog.getByLabel('Password', { exact: true }).fill('short')
    await dialog.getByRole('button', { name: 'Add an account' }).click()
    await dialog.getByText('must be 8 characters or more').waitFor()
    await dialog.getByLabel('Role').selectOption('Viewer')
    await assertAccessible(page)
    await dialog.getByLabel('Password', { exact: true }).fill(bert.password)
    await dialog.getByRole('button', { name: 'Add an account' }).click()
    await page.getByRole('alert').filter({ hasText: 'The account bert is there' }).getByRole('button').click()
    await page.getByRole('row').filter({ hasText: 'bert' }).getByRole('button').click()
    await dialog.getByRole('button', { name: 'Make a key' }).click()
    await dialog.getByText(/^mbk_/).waitFor()
    await assertAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('row').filter({ hasText: 'anna' }).getByRole('button').click()
    await dialog.getByRole('button', { name: 'Delete the account' }).click()
    await dialog.getByRole('button', { name: 'Delete the account' }).click()
    await dialog.getByText('This is the last admin who can sign in').waitFor()
    await page.context().close()
  })

  test('whoever signs in sees what they may, and changes their own password', async () => {
    const page = await dashboard.open('/', phone)
    await signIn(page, bert)
    await page.getByText('No reading yet').waitFor()
    await page.getByRole('link', { name: 'More' }).click()
    await page.getByRole('heading', { name: 'More' }).waitFor()
    const links = await page.getByRole('link').filter({ visible: true }).allInnerTexts()
    assert.deepEqual(links.toSorted(), ['More', 'Overview', 'Readings', 'Settings'])
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByLabel('Current password').fill('not this one')
    await page.getByLabel('New password').fill('another long passphrase')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('is not the password of this account').waitFor()
    await page.getByLabel('Current password').fill(bert.password)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('The password is changed').waitFor()
    await page.reload()
    await page.getByText('Signed in as bert').waitFor()
    await page.context().close()
  })

  test('a trial alert says what each channel made of it, and arrives', async () => {
    const page = await dashboard.openSignedIn('/#/alerts', phone)
    await page.getByText('Nothing needs you').waitFor()
    await page.getByRole('button', { name: 'Send a trial alert' }).click()
    await page.getByRole('status').getByText('It was taken.').waitFor()
    assert.equal(notices, 1)
    await assertAccessible(page)
    await page.context().close()
  })

  test('a site is added with a tab of its own, and its meter is changed', async () => {
    const page = await dashboard.openSignedIn('/#/sites', phone)
    await page.getByRole('button', { name: 'Add a site' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Short name').fill('The Mill')
    await dialog.getByLabel('Whole digits').fill('13')
    await dialog.getByText('A whole number from 1 to 12.').waitFor()
    await dialog.getByLabel('Whole digits').fill('6')
    await dialog.getByLabel('Name', { exact: true }).fill('The old mill')
    await dialog.getByRole('switch').check()
    await dialog.getByRole('button', { name: 'Add a site' }).click()
    await dialog.getByText(/^must /).waitFor()
    await assertAccessible(page)
    await dialog.getByLabel('Short name').fill('mill')
    await dialog.getByRole('button', { name: 'Add a site' }).click()
    await page.getByRole('heading', { name: 'The old mill', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Note a meter change' }).click()
    await dialog.getByLabel('Last value').fill('45678,5')
    await dialog.getByRole('button', { name: 'Note a meter change' }).click()
    await page.getByText('45,678.5 kWh → 0 kWh').waitFor()
    await page.context().close()
  })

  test('a sheet that has stopped says why, and goes on at a word', async () => {
    const stateOf = async () =>
      ((await (await dashboard.call('GET', '/sites/mill/sheet')).json()) as { state: string }).state
    await until('the sheet of the new site is kept', async () => (await stateOf()) === 'ok')
    const shares = google.spreadsheets.get(spreadsheetId)?.sharedWith
    shares?.clear()
    await until('it has stopped', async () => (await stateOf()) === 'stopped')
    const page = await dashboard.openSignedIn('/#/sites/mill', desk)
    await page.getByText(`with ${serviceAccount}`).waitFor()
    await assertAccessible(page)
    // The button is gone as soon as the sheet goes on by itself.
    await page.getByRole('button', { name: 'Let it go on as it is' }).click()
    await page.getByText('The sheet goes on.').waitFor()
    shares?.add(serviceAccount)
    await page.getByRole('button', { name: 'Make a secret' }).click()
    await page.getByText('It is shown this once.').waitFor()
    await until('it goes on', async () => (await stateOf()) === 'ok')
    await page.getByRole('link', { name: 'All sites' }).click()
    await page.getByRole('row').filter({ hasText: 'The old mill' }).waitFor()
    await assertAccessible(page)
    await page.context().close()
  })

  test('the status shows what readings pass through and what runs by itself', async () => {
    const page = await dashboard.openSignedIn('/#/status', desk)
    await page.getByText('All is well').waitFor()
    await page
      .getByRole('row', { name: /^Back-up/ })
      .getByText(/^in 5\d minutes/)
      .waitFor()
    await assertAccessible(page)
    await page.context().close()
  })

  test('the audit shows who did what, as a file too', async () => {
    const page = await dashboard.openSignedIn('/#/audit', desk)
    const trial = page.getByRole('row').filter({ hasText: 'Sent a trial alert' })
    await trial.getByText('anna').waitFor()
    await assertAccessible(page)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ])
    assert.match((await (await download.createReadStream()).toArray()).join(''), /anna,POST \/alerts\/test,/)
    await trial.getByRole('button').click()
    await page.getByRole('dialog').getByText('POST /alerts/test').waitFor()
    await assertAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByLabel('Up to and including').fill('2020-01-01')
    await page.getByText('Nothing was done then').waitFor()
    await page.context().close()
  })

  test('a back-up is made and saved, at once where the browser lets it and gathered where it does not', async () => {
    const page = await dashboard.openSignedIn('/#/backups', desk)
    await page.getByText('No back-up yet').waitFor()
    await page.getByRole('button', { name: 'Make one now' }).click()
    const download = page.getByRole('button', { name: /^Download/ })
    await download.waitFor()
    await assertAccessible(page)
    const { backups } = (await (await dashboard.call('GET', '/backups')).json()) as { backups: { bytes: number }[] }
    // In place of the window in which a person would choose where.
    await page.evaluate(`window.showSaveFilePicker = async ({ suggestedName }) =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true })`)
    await download.click()
    await page.getByText(/^meterbridge-.+ is saved/).waitFor()
    const size = await page.evaluate(`(async () => {
      const folder = await navigator.storage.getDirectory()
      for await (const [name, file] of folder) if (name.endsWith('.db')) return (await file.getFile()).size
    })()`)
    assert.equal(size, backups[0]?.bytes)
    await page.evaluate('window.showSaveFilePicker = undefined')
    const [saved] = await Promise.all([page.waitForEvent('download'), download.click()])
    const bytes = Buffer.concat((await (await saved.createReadStream()).toArray()) as Buffer[])
    assert.equal(bytes.subarray(0, 15).toString(), 'SQLite format 3')
    assert.equal(bytes.length, backups[0]?.bytes)
    await page.context().close()
  })

  test('nothing of it complained to the console', () => {
    assert.deepEqual(dashboard.complaints, [])
  })
})
