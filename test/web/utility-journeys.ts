import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FakeUtility } from '../fakes/utility/fake-types.ts'
import { startFakeUtility } from '../fakes/utility/fake-utility.ts'
import { connectorTo } from '../fakes/utility/workbench.ts'
import { assertAccessible } from './accessibility.ts'
import { type Dashboard, desk, phone } from './dashboard.ts'

/** From setting a connector up to a submission that is closed, at a service that has readings. */
export function utilityJourneys(dashboardOf: () => Dashboard): void {
  describe('to the utility', () => {
    let utility: FakeUtility

    before(async () => {
      utility = await startFakeUtility(Date.now)
    })
    after(() => utility?.close())

    test('a submission that needs a person appears live, says what to do, and is closed with a receipt', async () => {
      const { openSignedIn, call } = dashboardOf()
      await call('PUT', '/utility/connectors/city', { ...connectorTo(utility), portal: 'https://city.example/meter' })
      const page = await openSignedIn('/#/utility', desk)
      await page.getByRole('heading', { name: 'Nothing was submitted yet' }).waitFor()
      await assertAccessible(page)
      utility.faults.push('500')
      await call('POST', '/utility/push', { connector: 'city' })
      await page.getByText('Nobody knows whether it arrived').waitFor()
      await assertAccessible(page)
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
  })
}
