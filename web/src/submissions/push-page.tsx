import '@mantine/core/styles/Radio.css'
import { Button, Radio, Stack } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { BackLink } from '../page/back-link.tsx'
import { Empty } from '../page/empty.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { Section } from '../page/section.tsx'
import { useMay } from '../service/service-context.ts'
import { useCurrentSite } from '../sites/current-site.ts'
import { PushPreview } from './push-preview.tsx'
import { texts } from './texts.ts'
import { useWays } from './use-push.ts'

/** Hands a reading over by hand: first what exactly, then, once it is right, the push. */
export function PushPage() {
  const site = useCurrentSite()
  const ways = useWays(site)
  return (
    <Page title={texts.push} intro={texts.pushIntro} back={<BackLink to="/utility">{texts.title}</BackLink>}>
      <QueryView query={ways}>
        {(found) =>
          found.length === 0 ? <NoWay /> : <Ways key={site} site={site} names={found.map(({ name }) => name)} />
        }
      </QueryView>
    </Page>
  )
}

function Ways({ site, names }: { site: string; names: readonly string[] }) {
  const { reading } = useSearch({ from: '/utility/push' })
  const [first = ''] = names
  const [connector, setConnector] = useState(first)
  return (
    <Stack gap="md" maw={640}>
      {names.length > 1 && (
        <Section title={texts.way}>
          <Radio.Group value={connector} onChange={setConnector} aria-label={texts.way}>
            <Stack gap="sm">
              {names.map((name) => (
                <Radio key={name} value={name} label={name} />
              ))}
            </Stack>
          </Radio.Group>
        </Section>
      )}
      <PushPreview key={connector} wish={{ site, connector, readingId: reading }} />
    </Stack>
  )
}

function NoWay() {
  const isAdmin = useMay('admin')
  return (
    <Empty icon="utility" title={texts.noWay} hint={isAdmin ? texts.noWayHint : texts.noWayAskHint}>
      {isAdmin && (
        <Button component={Link} to="/utility/connectors">
          {texts.tabs.connectors}
        </Button>
      )}
    </Empty>
  )
}
