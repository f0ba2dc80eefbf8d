import { UnstyledButton } from '@mantine/core'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { KnownSiteJson } from '../../../src/sites/sites-routes.ts'
import { Icon } from '../icons.tsx'
import { texts } from '../shell/texts.ts'
import { chooseSite, useCurrentSite } from './current-site.ts'
import classes from './site-button.module.css'
import { useKnownSites } from './use-sites.ts'

const SiteSwitch = lazy(async () => ({ default: (await import('./site-switch.tsx')).SiteSwitch }))

/** Which site is shown, and the way to another; nothing where there is only one. */
export function SiteButton() {
  const site = useCurrentSite()
  const { data: sites } = useKnownSites()
  const [isOpen, setIsOpen] = useState(false)
  useKnownSiteOnly(site, sites)
  if (!sites || (sites.length < 2 && sites[0]?.site === site)) return null
  const name = sites.find((one) => one.site === site)?.name ?? site
  return (
    <>
      <UnstyledButton className={classes['button']} onClick={() => setIsOpen(true)} aria-haspopup="dialog">
        <Icon name="sites" size={18} />
        <span className={classes['name']}>
          <span className="visually-hidden">{texts.site}: </span>
          {name}
        </span>
        <Icon name="choose" size={16} />
      </UnstyledButton>
      <Suspense>{isOpen && <SiteSwitch sites={sites} current={site} onClose={() => setIsOpen(false)} />}</Suspense>
    </>
  )
}

// Not everybody knows the site that was chosen last on this device, or `home`.
function useKnownSiteOnly(site: string, sites: readonly KnownSiteJson[] | undefined): void {
  const [first] = sites ?? []
  const isUnknown = first !== undefined && !sites?.some((one) => one.site === site)
  useEffect(() => {
    if (isUnknown) chooseSite(first.site)
  }, [isUnknown, first])
}
