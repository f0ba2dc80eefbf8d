import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { browserFlags } from '../test/web/chromium.ts'
import { chromiumPath } from '../test/web/chromium-path.ts'
import { anna, type Dashboard, makeAnna, signIn, startDashboard } from '../test/web/dashboard.ts'
import { sampleHouse } from '../test/web/sample-house.ts'

// Lighthouse on its phone profile, for somebody who is signed in and whose browser has nothing of the dashboard in its
// caches. It is fetched by npx: the project itself does not need it.
const lighthouse = ['--yes', 'lighthouse@13.5.0']
const categories = ['performance', 'accessibility', 'best-practices'] as const
const pages = { Overview: '/', 'Add a reading': '/#/add' }
const cached = ['Service Worker', 'Cache', 'Code Cache']

interface Report {
  categories: Record<(typeof categories)[number], { score: number }>
  audits: { metrics: { details: { items: [Record<string, number>] } } }
  environment: { benchmarkIndex: number }
}

/** A profile in which anna is signed in, at a service with 430 days of readings. */
async function signedInProfile(dashboard: Dashboard, directory: string): Promise<void> {
  await makeAnna(dashboard)
  const { access_token } = (await (await dashboard.call('POST', '/auth/token', anna)).json()) as Record<string, string>
  const headers = { 'content-type': 'text/csv', authorization: `Bearer ${access_token}` }
  await fetch(`${dashboard.service.url}/records/bulk`, { method: 'POST', headers, body: sampleHouse(Date.now()) })
  const executablePath = await chromiumPath()
  const context = await chromium.launchPersistentContext(directory, { executablePath, args: [...browserFlags] })
  const page = await context.newPage()
  await page.goto(dashboard.service.url)
  await signIn(page)
  await page.locator('#main canvas').nth(1).waitFor()
  await context.close()
}

/** Runs Lighthouse once, in a browser of its own. */
async function measure(address: string, profile: string): Promise<Report> {
  for (const name of cached) rmSync(join(profile, 'Default', name), { recursive: true, force: true })
  const args = [...browserFlags, '--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']
  const browser = spawn(await chromiumPath(), args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(browser, 'exit')
  try {
    const port = await debuggingPort(browser.stderr)
    const flags = [
      '--quiet',
      '--output=json',
      '--disable-storage-reset',
      `--port=${port}`,
      '--no-enable-error-reporting',
    ]
    const only = `--only-categories=${categories.join(',')}`
    const options = { maxBuffer: 64 * 1024 * 1024 }
    const { stdout } = await promisify(execFile)('npx', [...lighthouse, address, ...flags, only], options)
    return JSON.parse(stdout) as Report
  } finally {
    browser.kill()
    await ended
  }
}

async function debuggingPort(output: AsyncIterable<Buffer>): Promise<number> {
  let told = ''
  for await (const chunk of output) {
    told += String(chunk)
    const [, port] = /ws:\/\/[^:]+:(\d+)\//.exec(told) ?? []
    if (port !== undefined) return Number(port)
  }
  throw new Error(`the browser did not start: ${told}`)
}

function lineOf(name: string, { categories: scores, audits, environment }: Report): string {
  const [metrics] = audits.metrics.details.items
  const points = categories.map((category) => Math.round(scores[category].score * 100))
  const times = ['firstContentfulPaint', 'largestContentfulPaint', 'speedIndex', 'totalBlockingTime'] as const
  const milliseconds = times.map((time) => Math.round(metrics[time] ?? Number.NaN))
  const shift = (metrics['cumulativeLayoutShift'] ?? Number.NaN).toFixed(3)
  return `| ${[name, ...points, ...milliseconds, shift, Math.round(environment.benchmarkIndex)].join(' | ')} |`
}

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3' } } })
const directory = mkdtempSync(join(tmpdir(), 'meterbridge-lighthouse-'))
const dashboard = await startDashboard({ RATE_LIMIT_PER_MINUTE: '0' })
try {
  const signedIn = join(directory, 'signed-in')
  await signedInProfile(dashboard, signedIn)
  console.log('| page | performance | accessibility | best practices | FCP | LCP | SI | TBT | CLS | benchmark index |')
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |')
  for (const [name, path] of Object.entries(pages))
    for (let run = 0; run < Number(values.runs); run++) {
      const profile = join(directory, `${name} ${run}`)
      cpSync(signedIn, profile, { recursive: true })
      console.log(lineOf(name, await measure(dashboard.service.url + path, profile)))
    }
} finally {
  await dashboard.stop()
  rmSync(directory, { recursive: true, force: true })
}
