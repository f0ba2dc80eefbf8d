import { UnstyledButton } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { Icon } from '../icons.tsx'
import { texts } from '../shell/texts.ts'
import { useCurrentSite } from './current-site.ts'
import classes from './site-button.module.css'
import { useSites } from './use-sites.ts'

const SiteSwitch = lazy(async () => ({ default: (await import('./site-switch.tsx')).SiteSwitch }))

/** Which site is shown, and the way to another; nothing where there is only one. */
export function SiteButton() {
  const site = useCurrentSite()
  const { data: sites = [] } = useSites()
  const [isOpen, setIsOpen] = useState(false)
  if (sites.length < 2 && site === 'home') return null
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
