import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type Dashboard, makeAnna, startDashboard } from './dashboard.ts'

const dayMilliseconds = 86_400_000

describe('the overview of a house whose newest reading is a week old', () => {
  let dashboard: Dashboard

  before(async () => {
    dashboard = await startDashboard()
    await makeAnna(dashboard)
    for (const day of [10, 9, 8, 7]) await record(new Date(Date.now() - day * dayMilliseconds), 4_800 - day * 10)
  })
  after(() => dashboard?.stop())

  async function record(timestamp: Date, meterValue: number): Promise<void> {
    const answer = await dashboard.call('POST', '/records/single', { timestamp: timestamp.toISOString(), meterValue })
    assert.equal(answer.status, 201)
  }

  async function energyToday(page: Page): Promise<string | null> {
    const facts = page.locator('dl').last()
    await facts.getByText(/–|kWh/).first().waitFor()
    return await facts.locator('dt:has-text("Today") + dd').textContent()
  }

  test('calls no other day today', async () => {
    const page = await dashboard.openSignedIn('/#/')
    assert.equal(await energyToday(page), '–')
  })

  test('tells the energy of today as soon as there is a reading of today', async () => {
    await record(new Date(), 4_870)
    const page = await dashboard.openSignedIn('/#/')
    assert.match((await energyToday(page)) ?? '', /^\d.* kWh$/)
    assert.deepEqual(dashboard.complaints, [])
  })
})
