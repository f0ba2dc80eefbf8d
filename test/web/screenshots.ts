import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { chromiumPath } from './chromium-path.ts'
import { anna, desk, makeAnna, phone, signIn, startDashboard } from './dashboard.ts'
import { sampleHouse } from './sample-house.ts'
import { connectSampleSheet, spreadsheetLink, startSampleGoogle } from './sample-sheet.ts'
import { type SampleUtility, setUpSampleUtility } from './sample-utility.ts'
import { spoiledHousehold } from './spoiled-household.ts'

// Pictures of every page for docs/screenshots: npm run screenshots
const folder = process.argv[2] ?? join(import.meta.dirname, '../../docs/screenshots')
const sizes = { phone, desk }

interface Shot {
  name: string
  address: string
  /** Brings the page into the state that is shown. */
  prepare?(page: Page): Promise<unknown>
}

/** Before the sheet is connected. */
const shotsWithoutSheet: Shot[] = [
  {
    name: 'sheet-set-up',
    address: '/#/sheet',
    prepare: async (page) => {
      await page.getByLabel('The key file').fill(google.createKey())
      await page.getByLabel('The link').fill(spreadsheetLink)
      await page.getByRole('button', { name: 'Connect' }).click()
      await page.getByText('share it with').waitFor()
      await page.evaluate('window.scrollTo(0, document.body.scrollHeight)')
    },
  },
]

const shots: Shot[] = [
  { name: 'overview', address: '/', prepare: (page) => page.locator('canvas').nth(1).waitFor() },
  {
    name: 'add-reading',
    address: '/#/add',
    prepare: async (page) => {
      await page.getByText('Before:').waitFor()
      await page.getByLabel('What it shows').fill('49000,5')
      await page.getByText('a day').waitFor()
    },
  },
  { name: 'readings', address: '/#/readings', prepare: (page) => page.locator('tbody tr').first().waitFor() },
  {
    name: 'reading',
    address: '/#/readings',
    prepare: async (page) => {
      await page.locator('tbody tr').first().getByRole('button').click()
      await page.getByRole('dialog').getByText('Recorded ·').waitFor()
    },
  },
  { name: 'import', address: '/#/import', prepare: (page) => page.getByRole('button', { name: 'Choose' }).waitFor() },
  {
    name: 'import-check',
    address: '/#/import',
    prepare: async (page) => {
      const file = { name: 'household.csv', mimeType: 'text/csv', buffer: Buffer.from(spoiledHousehold()) }
      await page.locator('input[type=file]').setInputFiles(file)
      await page.locator('tbody tr').first().waitFor()
    },
  },
  { name: 'utility', address: '/#/utility', prepare: (page) => page.getByText('Needs you').first().waitFor() },
  {
    name: 'submission',
    address: '/#/utility',
    prepare: async (page) => {
      await page.getByRole('listitem').filter({ hasText: 'stadtwerke' }).getByRole('link').click()
      await page.getByRole('img', { name: /^Screenshot/ }).waitFor()
    },
  },
  { name: 'push', address: '/#/utility/push', prepare: (page) => page.getByText('This will be sent').waitFor() },
  { name: 'connectors', address: '/#/utility/connectors', prepare: (page) => page.getByText('city-grid').waitFor() },
  { name: 'new-connector', address: '/#/utility/new', prepare: (page) => page.getByText('Known services').waitFor() },
  {
    name: 'connector',
    address: '/#/utility/connectors/city-grid',
    prepare: (page) => page.getByLabel('Address', { exact: true }).waitFor(),
  },
  {
    name: 'recipe',
    address: '/#/utility/connectors/stadtwerke',
    prepare: (page) => page.getByText('This step submits').waitFor(),
  },
  {
    name: 'rehearsal',
    address: '/#/utility/connectors/stadtwerke/rehearsal',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Rehearse now' }).click()
      await page.getByRole('img', { name: /^Screenshot: Step 2/ }).waitFor({ timeout: 120_000 })
    },
  },
  { name: 'sheet', address: '/#/sheet', prepare: (page) => page.getByText('It works').waitFor() },
  { name: 'set-up', address: '/#/set-up', prepare: (page) => page.getByLabel('Time zone').waitFor() },
  { name: 'sites', address: '/#/sites', prepare: (page) => page.locator('tbody tr').first().waitFor() },
  { name: 'site', address: '/#/sites/home', prepare: (page) => page.getByText('No meter of this site').waitFor() },
  { name: 'accounts', address: '/#/accounts', prepare: (page) => page.locator('tbody tr').first().waitFor() },
  { name: 'alerts', address: '/#/alerts', prepare: (page) => page.getByRole('article').first().waitFor() },
  { name: 'status', address: '/#/status', prepare: (page) => page.locator('tbody tr').first().waitFor() },
  { name: 'backups', address: '/#/backups', prepare: (page) => page.getByText('Checked').first().waitFor() },
  { name: 'audit', address: '/#/audit', prepare: (page) => page.locator('tbody tr').first().waitFor() },
  { name: 'settings', address: '/#/settings', prepare: (page) => page.getByText('Signed in').waitFor() },
  { name: 'more', address: '/#/more' },
]

async function take(size: keyof typeof sizes, wanted: readonly Shot[]): Promise<void> {
  const page = await dashboard.open('/', { ...sizes[size], reducedMotion: 'reduce' })
  await page.getByLabel('Username').waitFor()
  await picture(page, `sign-in-${size}`)
  await signIn(page)
  await page.locator('#main h1').waitFor()
  for (const { name, address, prepare } of wanted) {
    await page.goto('about:blank')
    await page.goto(dashboard.service.url + address)
    await page.locator('#main h1').waitFor()
    await prepare?.(page)
    await picture(page, `${name}-${size}`)
  }
  await page.context().close()
}

async function picture(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate('document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 400)))')
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) })
  }
}

/** Other places, people and devices, and a back-up. */
async function setUpSampleNeighbours(): Promise<void> {
  const meter = { digits: 6 }
  await dashboard.call('PATCH', '/sites/home', { name: 'The old mill', meter, expectEveryHours: 24 })
  await dashboard.call('POST', '/sites', {
    site: 'school',
    name: 'Roof of the school',
    meter,
    sheet: { tab: 'School' },
  })
  await dashboard.call('POST', '/sites', { site: 'grandma', name: 'Grandma’s flat', meter, sheet: { tab: 'Grandma' } })
  await dashboard.call('POST', '/records/single', { site: 'school', inverterKwh: 20_814.2, source: 'roof-logger' })
  await dashboard.call('POST', '/records/single', { site: 'grandma', meterValue: 5120, note: 'rung up and asked' })
  const password = 'a long enough passphrase'
  await dashboard.call('POST', '/accounts', { username: 'bert', role: 'operator', password })
  await dashboard.call('POST', '/accounts', { username: 'hallway-display', role: 'viewer', sites: ['home'], password })
  await dashboard.call('POST', '/accounts', { username: 'roof-logger', role: 'recorder', sites: ['school'] })
  await dashboard.call('POST', '/accounts/roof-logger/keys')
  await dashboard.call('POST', '/backups')
}

const google = await startSampleGoogle()
const dashboard = await startDashboard({
  SITE_TIME_ZONE: 'Europe/Berlin',
  RATE_LIMIT_PER_MINUTE: '0',
  CHROMIUM_PATH: await chromiumPath(),
  GOOGLE_API_URL: google.url,
})
let utility: SampleUtility | undefined
try {
  await makeAnna(dashboard)
  const token = (await (await dashboard.call('POST', '/auth/token', anna)).json()) as { access_token: string }
  await fetch(`${dashboard.service.url}/records/bulk`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', authorization: `Bearer ${token.access_token}` },
    body: sampleHouse(Date.now()),
  })
  for (const size of ['phone', 'desk'] as const) await take(size, shotsWithoutSheet)
  await connectSampleSheet(dashboard, google)
  utility = await setUpSampleUtility(dashboard)
  await setUpSampleNeighbours()
  for (const size of ['phone', 'desk'] as const) await take(size, shots)
} finally {
  await dashboard.stop()
  await utility?.close()
  await google.close()
}
