import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { startAltbau } from '../fakes/portals/altbau.ts'
import { recordingOf } from '../fakes/portals/bench.ts'
import type { Portal } from '../fakes/portals/portal.ts'
import type { FakeUtility } from '../fakes/utility/fake-types.ts'
import { startFakeUtility } from '../fakes/utility/fake-utility.ts'
import { connectorTo } from '../fakes/utility/workbench.ts'
import { assertAccessible } from './accessibility.ts'
import { type Dashboard, desk, phone, signIn } from './dashboard.ts'

/** From setting a connector up to a submission that is closed, at a service that has readings. */
export function utilityJourneys(dashboardOf: () => Dashboard): void {
  describe('to the utility', () => {
    let utility: FakeUtility
    let portal: Portal

    before(async () => {
      utility = await startFakeUtility(Date.now)
      portal = await startAltbau()
    })
    after(async () => {
      await utility?.close()
      await portal?.close()
    })

    test('a connector to an API is set up with a form that shows what the service refuses where it stands', async () => {
      const page = await dashboardOf().openSignedIn('/#/utility/connectors', desk)
      await page.getByRole('heading', { name: 'No connector yet' }).waitFor()
      await assertAccessible(page)
      await page.getByRole('link', { name: 'Add a connector' }).first().click()
      await page.getByRole('heading', { name: 'How does your utility take readings?' }).waitFor()
      await assertAccessible(page)
      await page.getByRole('link', { name: 'Web API' }).click()
      await page.getByLabel('Name', { exact: true }).fill('grid')
      await page.getByLabel('Address', { exact: true }).fill('api.utility.example')
      await page.getByLabel('Place of the receipt').fill('/receipt')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('must be an http or https address').waitFor()
      await page.getByText('is required for the type bearer').waitFor()
      await assertAccessible(page)
      await page.getByLabel('Address', { exact: true }).fill(`${utility.url}/api/readings`)
      await page.getByRole('textbox', { name: 'Token' }).fill('api-token')
      await page.getByLabel('Only on some days').check({ force: true })
      await page.getByLabel('By itself').selectOption('Every month')
      await page.getByText('would be sent as 4').waitFor()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('heading', { level: 1, name: 'grid' }).waitFor()
      assert.equal(
        await page.getByRole('textbox', { name: 'Token' }).getAttribute('placeholder'),
        'Stored – leave empty to keep it',
      )
      const stored = (await (await dashboardOf().call('GET', '/utility/connectors/grid')).json()) as {
        connector: object
      }
      const expected = { schedule: '0 7 1 * *', window: { fromDay: 1, toDay: 5 }, secrets: ['token'], enabled: true }
      assert.deepEqual({ ...stored.connector, ...expected }, stored.connector)
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('heading', { name: 'No connector yet' }).waitFor()
      await page.context().close()
    })

    test('a submission that needs a person appears live, says what to do, and is closed with a receipt', async () => {
      const { openSignedIn, call } = dashboardOf()
      await call('PUT', '/utility/connectors/city', { ...connectorTo(utility), portal: 'https://city.example/meter' })
      const page = await openSignedIn('/#/utility', desk)
      await page.getByRole('heading', { name: 'Nothing was submitted yet' }).waitFor()
      utility.faults.push('500')
      await call('POST', '/utility/push', { connector: 'city' })
      await page.getByText('Nobody knows whether it arrived').waitFor()
      await assertAccessible(page)
      await page.goto(new URL('/#/', page.url()).href)
      await page.getByText('One submission needs you.').waitFor()
      await page.goBack()
      await page.getByRole('listitem').getByRole('link').click()
      await page.getByRole('heading', { name: 'Attempt' }).waitFor()
      assert.match(await page.getByLabel('Value to type').inputValue(), /^\d+$/)
      assert.equal(
        await page.getByRole('link', { name: 'Open the portal' }).getAttribute('href'),
        'https://city.example/meter',
      )
      await page.setViewportSize(phone.viewport)
      await assertAccessible(page)
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), phone.viewport.width)
      await page.getByRole('button', { name: 'Close it' }).click()
      await page.getByLabel('Receipt').fill('C-4711')
      await assertAccessible(page)
      await page.getByRole('dialog').getByRole('button', { name: 'Close it' }).click()
      await page.getByText('A few words are needed').waitFor()
      await page.getByLabel('What you did').fill('Typed it in myself')
      await page.getByRole('dialog').getByRole('button', { name: 'Close it' }).click()
      await page.getByRole('status').getByText('Confirmed').waitFor()
      await page.getByText('C-4711').waitFor()
      await page.context().close()
    })

    test('a recording of a portal becomes a connector, which is rehearsed with pictures, switched on, and shows the receipt of its first push', async () => {
      const page = await dashboardOf().openSignedIn('/#/utility/new/browser', phone)
      await page.getByLabel('Name', { exact: true }).fill('portal')
      const buffer = Buffer.from(JSON.stringify(recordingOf('altbau', portal)))
      await page
        .getByLabel('Recording (JSON)')
        .setInputFiles({ name: 'recording.json', mimeType: 'application/json', buffer })
      await page.getByLabel('User name').fill(portal.username)
      await page.getByRole('textbox', { name: 'Password' }).fill(portal.password)
      await page.getByLabel('Reading', { exact: true }).fill('5001')
      await page.getByLabel('Date', { exact: true }).fill('02.05.26')
      await page.getByRole('button', { name: 'Make the recipe' }).click()
      await page.getByText('{{secret.password}}').waitFor()
      await page.getByText('success.pattern is still empty').waitFor()
      await page.getByLabel('It was taken').fill('Gebucht unter (R-\\d+)')
      await page.getByLabel('Look it up after').check({ force: true })
      await page.getByLabel('Page with the list').fill(`${portal.url}/list`)
      await page.getByLabel('Line of the reading').fill('{{date|DD.MM.YY}}\\s+{{reading}}\\s+R-\\d+')
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('link', { name: 'Rehearse' }).click()
      await page.getByRole('button', { name: 'Rehearse now' }).click()
      await page.getByRole('heading', { name: 'Steps' }).waitFor()
      assert.equal(portal.stored.length, 0)
      await page.getByText('The portal does not list it.').waitFor()
      await page.getByRole('img', { name: /^Screenshot: Step \d+: Click Buchen/ }).waitFor()
      await assertAccessible(page)
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), phone.viewport.width)
      await page.getByRole('button', { name: 'Switch it on' }).click()
      await page.getByText('The connector is switched on.').waitFor()
      await page.goto(new URL('/#/utility/push', page.url()).href)
      await page.getByRole('radio', { name: 'portal' }).check()
      const exactly = (await page.getByRole('button', { name: /^Push \d+$/ }).textContent())?.replace(/\D/g, '')
      await assertAccessible(page)
      await page.getByRole('button', { name: /^Push \d+$/ }).click()
      await page.getByRole('status').getByText('Confirmed').waitFor()
      await page.getByRole('img', { name: 'Screenshot: Attempt 1' }).waitFor()
      assert.deepEqual([portal.stored.length, portal.stored[0]?.value], [1, exactly])
      await assertAccessible(page)
      await page.setViewportSize(desk.viewport)
      await assertAccessible(page)
      await page.context().close()
    })

    test('an operator pushes and decides, and sees no connector', async () => {
      const { open, call } = dashboardOf()
      const olga = { username: 'olga', password: 'the meter is in the cellar' }
      await call('POST', '/accounts', { ...olga, role: 'operator' })
      const page = await open('/#/utility', desk)
      await signIn(page, olga)
      await page.getByRole('listitem').first().waitFor()
      assert.equal(await page.getByRole('link', { name: 'Connectors' }).count(), 0)
      await page.getByRole('link', { name: 'Push a reading' }).click()
      await page.getByText('This reading is submitted or on its way already').waitFor()
      await page.getByRole('link', { name: 'To the submission' }).click()
      await page.getByRole('heading', { name: 'Attempts' }).waitFor()
      await page.context().close()
    })
  })
}
