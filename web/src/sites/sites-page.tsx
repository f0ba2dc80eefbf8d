import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { lazy, Suspense } from 'react'
import { Icon } from '../icons.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { Searched } from '../page/searched.tsx'
import { useMay } from '../service/service-context.ts'
import { SitesTable } from './sites-table.tsx'
import { texts } from './texts.ts'
import { useSites } from './use-sites.ts'

const NewSite = lazy(async () => ({ default: (await import('./new-site.tsx')).NewSite }))

/** All places with their meters. */
export function SitesPage() {
  const query = useSites()
  const mayManage = useMay('admin')
  const [isAdding, { open, close }] = useDisclosure(false)
  const addButton = mayManage && (
    <Button leftSection={<Icon name="add" size={18} />} onClick={open}>
      {texts.add}
    </Button>
  )
  return (
    <Page title={texts.title} intro={texts.intro} actions={addButton}>
      <QueryView query={query}>
        {(sites) => (
          <Searched items={sites} textOf={({ site, name }) => `${name} ${site}`} texts={texts}>
            {(found) => <SitesTable sites={found} />}
          </Searched>
        )}
      </QueryView>
      <Suspense>{isAdding && <NewSite onClose={close} />}</Suspense>
    </Page>
  )
}
