import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Download, Page } from 'playwright-core'
import { serviceAccount, startFakeGoogle } from '../fakes/google/fake-google.ts'
import type { FakeGoogle } from '../fakes/google/types.ts'
import { until } from '../journeys/client.ts'
import { assertAccessible } from './accessibility.ts'
import { type Dashboard, desk, makeAnna, phone, startDashboard } from './dashboard.ts'
import { household, spoiledHousehold, spoiledLines } from './spoiled-household.ts'

const spreadsheetId = 'the-sheet-of-the-house'
const rowCount = 1340

describe('importing a file and living with it', () => {
  let dashboard: Dashboard
  let google: FakeGoogle

  before(async () => {
    google = await startFakeGoogle()
    google.createSpreadsheet(spreadsheetId, { timeZone: 'America/Los_Angeles', sharedWith: [serviceAccount] })
    dashboard = await startDashboard({
      RATE_LIMIT_PER_MINUTE: '0',
      SITE_TIME_ZONE: 'America/Los_Angeles',
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
  })

  async function openFile(page: Page, text: string): Promise<void> {
    await page.locator('input[type=file]').setInputFiles({
      name: 'household.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text),
    })
  }

  async function counts(page: Page): Promise<number[]> {
    const tiles = page.getByRole('region', { name: /^What bec/ }).locator('button[aria-pressed]', { hasText: /\d/ })
    const texts = await tiles.allInnerTexts()
    return texts.map((text) => Number(text.replaceAll(/\D/g, '')))
  }

  async function textOf(download: Download): Promise<string> {
    return (await (await download.createReadStream()).toArray()).join('')
  }

  test('on a phone: three spoiled rows are named before anything is recorded; a token that is refused and a slow service hold nothing up', async () => {
    const page = await dashboard.openSignedIn('/#/import', phone)
    await assertAccessible(page)
    await openFile(page, spoiledHousehold())
    await page.getByText('What becomes of the rows').waitFor()
    const rows = page.locator('tbody tr')
    await rows.getByText('31.31.2020').waitFor()
    assert.deepEqual(await counts(page), [rowCount - 3, 0, 0, 3])
    assert.deepEqual(await rows.locator('[data-column=line]').allInnerTexts(), spoiledLines.map(String))
    await rows.getByText('inverterKwh must be 0 or more').waitFor()
    await assertAccessible(page)
    assert.deepEqual((await (await dashboard.call('GET', '/readings')).json()) as object, {
      readings: [],
      nextCursor: null,
    })

    const gate = Promise.withResolvers<void>()
    let tries = 0
    await page.route('**/records/bulk?site=home', async (route) => {
      if (tries++ === 0) return route.fulfill({ status: 401 })
      await gate.promise
      return route.continue()
    })
    await page.getByRole('button', { name: 'Import 1,337 readings' }).click()
    await page.getByRole('progressbar').waitFor()
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    gate.resolve()
    await page.getByText('1,337 readings are recorded').waitFor()
    assert.equal(tries, 2)
    assert.deepEqual(await counts(page), [rowCount - 3, 0, 0, 3])
    await assertAccessible(page)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the rows to mend' }).click(),
    ])
    assert.equal(download.suggestedFilename(), 'household-to-mend.csv')
    const [header, ...mend] = (await textOf(download)).trim().split('\r\n')
    assert.equal(header, 'Timestamp,Inverter_kWh,Meter_Value,Source,Note,Problem')
    assert.deepEqual(
      mend.map((line) => line.split(',')[0]),
      ['31.31.2020', '2021-09-12T01:00:00-07:00', '2022-10-17T01:00:00-07:00'],
    )
    await page.context().close()
  })

  test('on a desk: the file again changes nothing, and what was mended is all that is new', async () => {
    const page = await dashboard.openSignedIn('/#/import', desk)
    await openFile(page, spoiledHousehold())
    await page.getByText('There is nothing to import').waitFor()
    assert.deepEqual(await counts(page), [0, rowCount - 3, 0, 3])
    await page.getByRole('button', { name: 'Another file' }).click()
    await page.getByRole('heading', { name: 'Import' }).waitFor()
    // Pasted from a spreadsheet, with the three rows mended.
    await page.evaluate(`{
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', ${JSON.stringify(household.replaceAll(',', '\t'))})
      window.dispatchEvent(new ClipboardEvent('paste', { clipboardData }))
    }`)
    await page.getByRole('button', { name: 'Import 3 readings' }).waitFor()
    assert.deepEqual(await counts(page), [3, rowCount - 3, 0, 0])
    await page.getByRole('button', { name: 'Change' }).click()
    await assertAccessible(page)
    await page.getByLabel('Electricity meter').selectOption('–')
    await page.getByLabel('Solar inverter').selectOption('–')
    await page.getByText('which one a counter').waitFor()
    await page.getByLabel('Electricity meter').selectOption({ index: 3 })
    await page.getByLabel('Solar inverter').selectOption({ index: 2 })
    await page.getByRole('button', { name: 'Import 3 readings' }).click()
    await page.getByText('3 readings are recorded').waitFor()
    assert.deepEqual(await counts(page), [3, rowCount - 3, 0, 0])
    await page.context().close()
  })

  for (const { name, size, typed, value } of [
    { name: 'desk', size: desk, typed: '11.278,5', value: 11_278.5 },
    { name: 'phone', size: phone, typed: '11.279,5', value: 11_279.5 },
  ])
    test(`a reading that is corrected in the table on a ${name} is corrected in the Google Sheet`, async () => {
      const page = await dashboard.openSignedIn('/#/readings', size)
      const rows = page.locator('tbody tr')
      await rows.first().getByRole('button').click()
      await page.getByLabel('Electricity meter (kWh)').fill(typed)
      await page.getByRole('button', { name: 'Save the correction' }).click()
      await page.getByText('The reading is corrected').waitFor()
      const meterValues = (): unknown[] => {
        const tab = google.spreadsheets.get(spreadsheetId)?.tabs.find(({ title }) => title === 'Readings')
        return (tab?.rows ?? []).map((row) => row[2]?.userEnteredValue?.numberValue)
      }
      await until('the correction is in the sheet', () => meterValues().includes(value), 30)
      assert.deepEqual([meterValues().length, meterValues().includes(11_277.4)], [1 + rowCount, false])
      await page.context().close()
    })

  test('nothing of it complained to the console', () => {
    assert.deepEqual(dashboard.complaints, [])
  })
})
