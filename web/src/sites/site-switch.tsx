import { Text, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { KnownSiteJson } from '../../../src/sites/sites-routes.ts'
import { Icon } from '../icons.tsx'
import { Dialog } from '../page/dialog.tsx'
import { texts } from '../shell/texts.ts'
import { locale } from '../texts/language.ts'
import { chooseSite } from './current-site.ts'
import classes from './site-button.module.css'

interface SiteSwitchProps {
  sites: readonly KnownSiteJson[]
  current: string
  onClose(): void
}

const fewSites = 6
const byName = new Intl.Collator(locale, { numeric: true })

/** All sites by name, with a search where they are many. */
export function SiteSwitch({ sites, current, onClose }: SiteSwitchProps) {
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const found = sites
    .filter(({ site, name }) => `${name} ${site}`.toLowerCase().includes(wanted))
    .toSorted((one, other) => byName.compare(one.name, other.name))
  const choose = (site: string): void => {
    chooseSite(site)
    onClose()
  }
  return (
    <Dialog title={texts.changeSite} onClose={onClose}>
      {sites.length > fewSites && (
        <TextInput
          aria-label={texts.findSite}
          placeholder={texts.findSite}
          leftSection={<Icon name="search" size={18} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={({ key }) => {
            const [first] = found
            if (key === 'Enter' && first) choose(first.site)
          }}
          data-autofocus
        />
      )}
      <ul className={classes['list']}>
        {found.map(({ site, name }) => (
          <li key={site}>
            <UnstyledButton className={classes['choice']} onClick={() => choose(site)} aria-current={site === current}>
              <span>
                {name}
                {name !== site && <small>{site}</small>}
              </span>
              {site === current && <Icon name="check" />}
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {found.length === 0 && <Text c="dimmed">{texts.noSuchSite}</Text>}
    </Dialog>
  )
}
