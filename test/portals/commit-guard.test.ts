import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { browserConnector } from '../../src/utility/connectors/browser/browser.ts'
import type { Recipe } from '../../src/utility/connectors/browser/recipe.ts'
import type { SendResult } from '../../src/utility/connectors/connector.ts'
import { openPortalBench, type PortalBench } from '../fakes/portals/bench.ts'
import { anyJob, page, type Site, startSite } from '../fakes/portals/site.ts'
import { contextFor, noSettings } from '../fakes/utility/connector-context.ts'

// Nothing waits so long, however busy the machine is.
const patience = 60_000
const opened = ({ url }: Site) => ({ type: 'navigate' as const, url: `${url}/`, timeout: patience })
const sent = { type: 'click' as const, selectors: ['#send'], commit: true }

function recipeOf(site: Site): Recipe {
  return {
    origins: [site.url],
    steps: [opened(site), sent],
    success: { pattern: 'Saved (\\w+)' },
    timeout: patience,
  }
}

describe('from the commit step on', () => {
  let bench: PortalBench
  before(async () => {
    bench = await openPortalBench()
  })
  after(() => bench.close())

  function send(
    site: Site,
    changes: Partial<Recipe> = {},
    commit: () => Promise<void> = async () => undefined,
  ): Promise<SendResult> {
    return bench.open({ ...recipeOf(site), ...changes }, {}).send(anyJob, commit)
  }
  const form = (button = '<button id="send">Send</button>') => `<form method="post" action="/save">${button}</form>`
  const posts = ({ seen }: Site) => seen.filter((line) => line.startsWith('POST'))

  test('a POST whose kept-alive connection dies goes out once, though Chromium would repeat it', async (context) => {
    const site = await startSite((request, response) => {
      if (request.method === 'POST') return void request.socket.destroy()
      page(form())(request, response)
    })
    context.after(() => site.close())
    const result = await send(site)
    assert.equal(result.kind, 'unknown', result.detail)
    assert.deepEqual(posts(site), ['POST /save'])
  })

  test('the same POST before the commit step is repeated by Chromium, which shows that the guard is needed', async (context) => {
    const site = await startSite((request, response) => {
      if (request.method === 'POST') return void request.socket.destroy()
      page(`${form()}<p id="wait"></p>`)(request, response)
    })
    context.after(() => site.close())
    const steps = [opened(site), { ...sent, commit: false }, { ...sent, selectors: ['#never'] }]
    const result = await send(site, { steps })
    assert.equal(result.kind, 'again', result.detail)
    assert.ok(posts(site).length > 1, posts(site).join())
  })

  test('a page that tries again by itself sends nothing more after a lost answer', async (context) => {
    const script = `<button id="send" onclick="go()">Send</button><p></p><script>
      let tries = 0
      const again = () => ++tries < 5 ? setTimeout(go, 50) : document.querySelector('p').append('Not saved')
      const go = () => fetch('/save', { method: 'POST', body: 'reading' }).catch(again)</script>`
    const site = await startSite((request, response) => {
      if (request.method === 'POST') return void request.socket.destroy()
      page(script)(request, response)
    })
    context.after(() => site.close())
    // The page does not know either, so it cannot refuse.
    const result = await send(site, { refusals: [{ pattern: 'Not saved', code: 'other' }] })
    assert.equal(result.kind, 'unknown', result.detail)
    assert.match(result.detail, /Not saved.*no answer/)
    assert.deepEqual(posts(site), ['POST /save'])
  })

  const submitters = {
    'a link': '<a id="send" href="/save?reading=4711">Send</a>',
    'a form that is sent by GET':
      '<form action="/save"><button id="send" name="reading" value="4711">Send</button></form>',
    'a page that leads on by itself': `<button id="send" onclick="location = '/save?reading=4711'">Send</button>`,
  }
  for (const [what, markup] of Object.entries(submitters))
    test(`${what} that submits goes out once, though its kept-alive connection dies`, async (context) => {
      const site = await startSite((request, response) => {
        if (request.url?.startsWith('/save')) return void request.socket.destroy()
        page(markup)(request, response)
      })
      context.after(() => site.close())
      const result = await send(site)
      assert.equal(result.kind, 'unknown', result.detail)
      assert.deepEqual(
        site.seen.filter((line) => line.includes('/save')),
        ['GET /save?reading=4711'],
      )
    })

  test('a redirect to the receipt is followed, and one that repeats the request is too, once', async (context) => {
    const site = await startSite((request, response) => {
      if (request.method === 'GET' && request.url === '/done') return page('Saved R1')(request, response)
      if (request.method === 'GET') return page(form())(request, response)
      if (request.url === '/save') return void response.writeHead(307, { location: '/really' }).end()
      response.writeHead(303, { location: '/done' }).end()
    })
    context.after(() => site.close())
    const result = await send(site)
    assert.deepEqual([result.kind, 'receipt' in result && result.receipt], ['confirmed', 'R1'], result.detail)
    assert.deepEqual(posts(site), ['POST /save', 'POST /really'])
  })

  test('nothing is sent where the point of no return cannot be stored, and who stores learns why', async (context) => {
    const site = await startSite(page(form()))
    context.after(() => site.close())
    await assert.rejects(
      send(site, {}, () => Promise.reject(new Error('the lease is lost'))),
      /the lease is lost/,
    )
    assert.deepEqual(posts(site), [])
  })

  test('a success that the page showed before proves nothing, so nothing is sent', async (context) => {
    const site = await startSite(page(`<p>Saved R1</p>${form()}`))
    context.after(() => site.close())
    const result = await send(site)
    assert.deepEqual([result.kind, 'code' in result && result.code], ['person', 'layout-changed'])
    assert.deepEqual(posts(site), [])
  })

  test('a success whose receipt another submission has proves nothing', async (context) => {
    const site = await startSite((request, response) =>
      page(request.method === 'POST' ? 'Saved R1' : form())(request, response),
    )
    context.after(() => site.close())
    const recipe = { ...recipeOf(site), steps: [opened(site), { ...sent, timeout: 2000 }] }
    const others = { ...anyJob, receiptsOfOthers: async () => new Set(['R1']) }
    const result = await bench.open(recipe, {}).send(others, async () => undefined)
    assert.equal(result.kind, 'unknown')
  })

  test('a captcha asks a person, and says that the reading may have arrived', async (context) => {
    const site = await startSite((request, response) =>
      page(request.method === 'POST' ? 'Are you human?' : form())(request, response),
    )
    context.after(() => site.close())
    const result = await send(site, { needsPerson: [{ pattern: 'Are you human', code: 'captcha' }] })
    assert.equal(result.kind, 'person')
    assert.equal('mayHaveArrived' in result && result.mayHaveArrived, true)
  })

  test('other origins are never reached: by links, redirects, new windows, frames or scripts', async (context) => {
    const elsewhere = await startSite(page('Saved R1'))
    const site = await startSite((request, response) => {
      if (request.url === '/away')
        return void response.writeHead(302, { location: `${elsewhere.url}/redirected` }).end()
      if (request.method === 'POST') return void response.writeHead(303, { location: `${elsewhere.url}/after` }).end()
      page(`<iframe src="${elsewhere.url}/frame"></iframe><iframe src="/away"></iframe><img src="${elsewhere.url}/image">
        <script>new WebSocket('ws://${new URL(elsewhere.url).host}/socket'); window.open('${elsewhere.url}/window')
        fetch('${elsewhere.url}/script').catch(() => setTimeout(() => { isRefused = true }, 500)); isRefused = false
        </script>${form()}`)(request, response)
    })
    context.after(() => Promise.all([site.close(), elsewhere.close()]))
    // All have been refused by then, and the portal goes on.
    const refused = { type: 'waitForExpression' as const, expression: 'isRefused' }
    const result = await send(site, { steps: [opened(site), refused, refused, sent] })
    assert.equal(result.kind, 'unknown', result.detail)
    assert.match(result.detail, /leads to http:.*not among the origins/)
    assert.deepEqual(elsewhere.seen, [])
  })

  test('what cannot be found is named, and what does not work is tried again', async (context) => {
    const site = await startSite((request, response) => {
      if (request.url === '/broken') return void response.writeHead(503).end()
      page('<p>Nothing</p>')(request, response)
    })
    context.after(() => site.close())
    const changed = await send(site, { timeout: 1000 })
    assert.deepEqual([changed.kind, 'code' in changed && changed.code], ['person', 'layout-changed'])
    assert.match(changed.detail, /step 2 \(click #send\)/)
    const steps = [{ ...opened(site), url: `${site.url}/broken` }, sent]
    assert.equal((await send(site, { steps })).kind, 'again')
  })

  test('secrets are neither in the text nor in the picture that is kept', async (context) => {
    const site = await startSite((request, response) =>
      page(request.method === 'POST' ? 'Saved R1 for ada-secret-name' : form())(request, response),
    )
    context.after(() => site.close())
    const kept: string[] = []
    const secrets = { username: 'ada-secret-name' }
    const given = {
      secrets,
      clock: Date.now,
      limits: { milliseconds: 1, bytes: 1 },
      settings: { ...noSettings, dataDir: bench.dataDir },
      browsers: bench.browsers,
      keepEvidence: async (_submission: string, piece: { kind: string; text?: string }) => {
        kept.push(piece.text ?? '')
        return { kind: piece.kind, url: '/' }
      },
    }
    const recipe = { ...recipeOf(site), success: { pattern: 'Saved (\\w+) for .*' } }
    const result = await browserConnector.open({ recipe }, contextFor(given)).send(anyJob, async () => undefined)
    assert.equal(result.kind, 'confirmed')
    assert.doesNotMatch(JSON.stringify([result, kept]), /ada-secret-name/)
    assert.match(kept.join(), /Saved R1 for \*\*\*/)
  })
})
