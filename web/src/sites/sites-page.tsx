import { Button, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import { Icon } from '../icons.tsx'
import { Empty } from '../page/empty.tsx'
import { Page } from '../page/page.tsx'
import { QueryView } from '../page/query-view.tsx'
import { useMay } from '../service/service-context.ts'
import { SitesTable } from './sites-table.tsx'
import { texts } from './texts.ts'
import { useSites } from './use-sites.ts'

const NewSite = lazy(async () => ({ default: (await import('./new-site.tsx')).NewSite }))
const fewSites = 6

/** All places with their meters. */
export function SitesPage() {
  const query = useSites()
  const mayManage = useMay('admin')
  const [isAdding, { open, close }] = useDisclosure(false)
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const addButton = mayManage && (
    <Button leftSection={<Icon name="add" size={18} />} onClick={open}>
      {texts.add}
    </Button>
  )
  return (
    <Page title={texts.title} intro={texts.intro} actions={addButton}>
      <QueryView query={query}>
        {(sites) => {
          const found = sites.filter(({ site, name }) => `${name} ${site}`.toLowerCase().includes(wanted))
          return (
            <>
              {sites.length > fewSites && (
                <TextInput
                  aria-label={texts.find}
                  placeholder={texts.find}
                  leftSection={<Icon name="search" size={18} />}
                  value={search}
                  onChange={(event) => setSearch(event.currentTarget.value)}
                />
              )}
              {found.length === 0 ? (
                <Empty icon="search" title={texts.nothing} hint={texts.nothingHint} />
              ) : (
                <SitesTable sites={found} />
              )}
            </>
          )
        }}
      </QueryView>
      <Suspense>{isAdding && <NewSite onClose={close} />}</Suspense>
    </Page>
  )
}
