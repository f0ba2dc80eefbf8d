import { Button } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { SiteJson } from '../../../src/sites/sites-routes.ts'
import { BackLink } from '../page/back-link.tsx'
import { Empty } from '../page/empty.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { Removal } from '../page/removal.tsx'
import { useMay, useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { chooseSite } from './current-site.ts'
import { MeterChanges } from './meter-changes.tsx'
import { SiteSettings } from './site-settings.tsx'
import { SiteSheet } from './site-sheet.tsx'
import { texts } from './texts.ts'
import { useSites } from './use-sites.ts'

const homeSite = 'home'

/** One place with everything that can be done with it. */
export function SitePage() {
  const { site: wanted } = useParams({ from: '/sites/$site' })
  return (
    <QueryView query={useSites()}>
      {(sites) => {
        const site = sites.find((one) => one.site === wanted)
        return site ? (
          <Site key={site.site} site={site} />
        ) : (
          <Empty icon="sites" title={texts.unknown} hint={texts.unknownHint} />
        )
      }}
    </QueryView>
  )
}

function Site({ site }: { site: SiteJson }) {
  const navigate = useNavigate()
  const mayManage = useMay('admin')
  const show = async (): Promise<void> => {
    chooseSite(site.site)
    await navigate({ to: '/' })
  }
  return (
    <Page
      title={site.name}
      back={<BackLink to="/sites">{texts.all}</BackLink>}
      actions={
        <Button variant="default" onClick={show}>
          {texts.show}
        </Button>
      }
    >
      <SiteSettings site={site} />
      <MeterChanges site={site.site} />
      {site.sheet && <SiteSheet site={site.site} />}
      {mayManage && site.site !== homeSite && <SiteRemoval site={site} />}
    </Page>
  )
}

function SiteRemoval({ site: { site, name } }: { site: SiteJson }) {
  const service = useService()
  const navigate = useNavigate()
  const remove = useChange({
    run: () => service.delete(`/sites/${site}`),
    done: texts.removed(name),
    outdated: ['sites', 'audit'],
    onDone: () => navigate({ to: '/sites' }),
  })
  return (
    <Removal
      button={texts.remove}
      title={texts.removeTitle(name)}
      hint={texts.removeHint}
      keep={texts.keep}
      change={remove}
    />
  )
}
