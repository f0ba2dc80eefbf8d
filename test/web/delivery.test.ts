import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { type Dashboard, makeAnna, phone, startDashboard } from './dashboard.ts'

const mostScriptBytes = 170_000

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

  test('pages run under a policy that allows no inline script, and are looked for anew while their parts are kept for good', async () => {
    const { headers } = await fetch(dashboard.service.url)
    assert.match(headers.get('content-security-policy') ?? '', /(^|;)script-src 'self'(;|$)/)
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
