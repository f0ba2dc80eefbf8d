import { secretsOf } from '../fakes/portals/bench.ts'
import type { Portal } from '../fakes/portals/portal.ts'
import { portalMakes } from '../fakes/portals/recipes.ts'
import type { FakeUtility, Fault } from '../fakes/utility/fake-types.ts'
import { startFakeUtility } from '../fakes/utility/fake-utility.ts'
import { connectorTo } from '../fakes/utility/workbench.ts'
import type { Dashboard } from './dashboard.ts'

/** A utility with an API and one with a portal, with submissions that went in different ways. */
export interface SampleUtility {
  api: FakeUtility
  portal: Portal
  close(): Promise<void>
}

/** Sets them up at a service that has readings and a browser, and waits until nothing is under way. */
export async function setUpSampleUtility({ call }: Dashboard): Promise<SampleUtility> {
  const make = portalMakes.find(({ name }) => name === 'stadtwerke')
  if (!make) throw new Error('there is no portal to be set up')
  const [api, portal] = await Promise.all([startFakeUtility(Date.now), make.start()])
  const connectors = {
    'city-grid': { ...connectorTo(api), portal: 'https://city-grid.example/meters', schedule: '0 7 1 * *' },
    'net-meter': { ...connectorTo(api), value: { field: 'inverterKwh', decimals: 1 }, window: aWeekFrom(10) },
    stadtwerke: { type: 'browser', recipe: make.recipe(portal), secrets: secretsOf(portal), rehearse: 'daily' },
  }
  for (const [name, connector] of Object.entries(connectors))
    await call('PUT', `/utility/connectors/${name}`, connector)
  const { readings } = (await (await call('GET', '/readings?limit=5')).json()) as { readings: { id: string }[] }
  const pushes: [connector: string, fault: Fault][] = [
    ['city-grid', 'refuse-duplicate'],
    ['net-meter', 'none'],
    ['stadtwerke', 'none'],
    ['city-grid', 'none'],
    ['city-grid', '500'],
  ]
  for (const [index, [connector, fault]] of pushes.entries()) {
    if (connector === 'city-grid') api.faults.push(fault)
    await push({ call }, connector, readings[index]?.id ?? '')
  }
  return {
    api,
    portal,
    close: async () => {
      await Promise.all([api.close(), portal.close()])
    },
  }
}

async function push({ call }: Pick<Dashboard, 'call'>, connector: string, readingId: string): Promise<void> {
  const answer = await call('POST', '/utility/push', { connector, readingId })
  let { submission } = (await answer.json()) as { submission: { id: string; state: string; nextAttemptAt: string } }
  while (['queued', 'running', 'committing'].includes(submission.state)) {
    if (Date.parse(submission.nextAttemptAt) > Date.now() + 86_400_000) return
    ;({ submission } = (await (await call('GET', `/utility/submissions/${submission.id}`)).json()) as {
      submission: typeof submission
    })
  }
}

function aWeekFrom(days: number): { fromDay: number; toDay: number } {
  const day = (later: number) => new Date(Date.now() + later * 86_400_000).getDate()
  return { fromDay: day(days), toDay: day(days + 5) }
}
