import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { LookupResult } from '../../src/utility/connectors/connector.ts'
import { openPortalBench, type PortalBench } from '../fakes/portals/bench.ts'
import { anyJob, page, startSite } from '../fakes/portals/site.ts'

describe('the look-up in a list', () => {
  let bench: PortalBench
  before(async () => {
    bench = await openPortalBench()
  })
  after(() => bench.close())

  // Asks for its entries a while after it was opened, and draws them a while after they came.
  const list = (entries: string) => `<button>List</button><p></p><script>
    const later = (work) => setTimeout(work, 300)
    const draw = (text) => later(() => document.querySelector('p').append(text))
    document.querySelector('button').onclick = () =>
      later(() => fetch('/entries').then((answer) => answer.text()).then(draw))</script>${entries}`

  async function lookUp(entries: string, analytics = ''): Promise<LookupResult> {
    const site = await startSite((request, response) => {
      if (request.url === '/entries') return void response.end(entries)
      page(list(analytics))(request, response)
    })
    const opened = { type: 'navigate' as const, url: `${site.url}/` }
    const recipe = {
      origins: [site.url],
      steps: [opened, { type: 'click' as const, selectors: ['#send'], commit: true }],
      success: { pattern: 'Saved' },
      history: { steps: [opened, { type: 'click' as const, selectors: ['aria/List'] }], row: '{{reading}} kWh (\\w+)' },
      timeout: 60_000,
    }
    try {
      return await bench.open(recipe, {}).lookUp(anyJob)
    } finally {
      await site.close()
    }
  }

  test('waits for entries that a script fetches and draws late', async () => {
    const found = await lookUp('4200 kWh R1')
    assert.equal(found.kind, 'found', found.detail)
    const absent = await lookUp('4100 kWh R1')
    assert.equal(absent.kind, 'absent', absent.detail)
  })

  test('proves absence although the page asks elsewhere in vain', async () => {
    const absent = await lookUp('4100 kWh R1', "<script>fetch('http://127.0.0.1:1/count').catch(() => 0)</script>")
    assert.equal(absent.kind, 'absent', absent.detail)
  })
})
