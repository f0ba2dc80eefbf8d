import assert from 'node:assert/strict'
import { request } from 'node:http'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Dashboard, makeAnna, phone, startDashboard } from './dashboard.ts'

const mostScriptBytes = 170_000
const workbook = join(import.meta.dirname, '../data/readings.xlsx')
const keptPaths = `caches.keys()
  .then((names) => Promise.all(names.map(async (name) => (await caches.open(name)).keys())))
  .then((requests) => requests.flat().map(({ url }) => new URL(url).pathname))`

describe('what a browser gets', () => {
  let dashboard: Dashboard

  before(async () => {
    dashboard = await startDashboard()
    await makeAnna(dashboard)
  })
  after(() => dashboard?.stop())

  test('the first load of "Add a reading" asks no other host and holds at most 170 kB of packed JavaScript', async () => {
    const page = await dashboard.openSignedIn('/#/add', { ...phone, serviceWorkers: 'block' })
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.reload({ waitUntil: 'load' })
    await page.getByText('This is the first value').waitFor()
    assert.deepEqual(
      asked.filter((url) => new URL(url).origin !== dashboard.service.url),
      [],
    )
    const scripts = asked.filter((url) => url.endsWith('.js'))
    assert.ok(scripts.length > 3)
    let bytes = 0
    for (const url of scripts) bytes += (await packed(url)).length
    assert.ok(bytes <= mostScriptBytes, `${bytes} bytes of packed JavaScript`)
    await page.context().close()
  })

  test('what reads workbooks is fetched when the first one is opened, and then opens others without a connection', async () => {
    const page = await dashboard.openSignedIn('/#/import', phone)
    await page.evaluate('navigator.serviceWorker.ready')
    const kept = async (): Promise<string[]> => (await page.evaluate(keptPaths)) as string[]
    assert.deepEqual(
      (await kept()).filter((path) => /workbook|licences/.test(path)),
      [],
    )
    await page.locator('input[type=file]').setInputFiles(workbook)
    await page.getByText('What becomes of the rows').waitFor()
    assert.equal((await kept()).filter((path) => /workbook/.test(path)).length, 1)
    await page.context().setOffline(true)
    await page.reload()
    await page.locator('input[type=file]').setInputFiles(workbook)
    await page.getByText('readings.xlsx').waitFor()
    await page.getByText('The service cannot be reached').first().waitFor()
    await page.context().close()
  })

  test('the rules of a page come after those of the program, which they change', async () => {
    const page = await dashboard.openSignedIn('/#/import', { ...phone, serviceWorkers: 'block' })
    const sheets = (await page.evaluate('[...document.styleSheets].map(({ href }) => href ?? "")')) as string[]
    const found = sheets.filter((href) => href !== '').map((href) => /assets\/(\w+)/.exec(href)?.[1])
    assert.equal(found[0], 'styles')
    assert.ok(found.includes('import'), found.join())
    await page.context().close()
  })

  test('pages run under a policy that allows no inline script and no other host, and are looked for anew while their parts are kept for good', async () => {
    const { headers } = await fetch(dashboard.service.url)
    const policy = headers.get('content-security-policy') ?? ''
    assert.match(policy, /(^|;)script-src 'self'(;|$)/)
    assert.doesNotMatch(policy, /https?:|\*/)
    assert.equal(headers.get('cache-control'), 'no-cache')
    const [, part = ''] = /src="(\/assets\/[^"]+)"/.exec(await (await fetch(dashboard.service.url)).text()) ?? []
    const answer = await fetch(dashboard.service.url + part, { headers: { 'accept-encoding': 'br' } })
    assert.match(answer.headers.get('cache-control') ?? '', /immutable/)
    assert.equal(answer.headers.get('content-encoding'), 'br')
  })
})

/** A file as it travels; fetch would unpack it. */
function packed(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      response.toArray().then((chunks) => resolve(Buffer.concat(chunks as Buffer[])), reject)
    })
      .on('error', reject)
      .end()
  })
}
