import { Link, useLocation } from '@tanstack/react-router'
import { Icon } from '../icons.tsx'
import { SiteButton } from '../sites/site-button.tsx'
import { Brand } from './brand.tsx'
import classes from './navigation.module.css'
import type { PageLink } from './pages.ts'
import { texts } from './texts.ts'
import { usePageLinks } from './use-page-links.ts'

/** The navigation on a desk. */
export function SideBar() {
  const { all } = usePageLinks()
  return (
    <nav className={classes['side']} aria-label={texts.navigation}>
      <div className={classes['brand']}>
        <Brand />
        <SiteButton />
      </div>
      {all.map(({ name, links }, place) => (
        <div key={links[0]?.to} className={classes['sideGroup']} data-is-last={place === all.length - 1 || undefined}>
          {name && <p className={classes['groupName']}>{texts.groups[name]}</p>}
          {links.map((link) => (
            <SideLink key={link.to} link={link} />
          ))}
        </div>
      ))}
    </nav>
  )
}

function SideLink({ link }: { link: PageLink }) {
  return (
    <Link to={link.to} className={classes['sideLink']} activeOptions={{ exact: link.to === '/' }}>
      <Icon name={link.icon} />
      {texts.pages[link.name]}
    </Link>
  )
}

/** The navigation on a phone, within reach of a thumb. */
export function BottomBar() {
  const { bottom, others } = usePageLinks()
  const { pathname } = useLocation()
  const isUnderMore = others.some(({ links }) =>
    links.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`)),
  )
  return (
    <nav className={classes['bottom']} aria-label={texts.navigation}>
      {bottom.map((link) => (
        <Link
          key={link.to}
          to={link.to}
          className={classes['bottomLink']}
          activeOptions={{ exact: link.to === '/' }}
          data-is-main={link.name === 'add' || undefined}
        >
          <span className={classes['bottomIcon']}>
            <Icon name={link.icon} size={22} />
          </span>
          {link.name === 'add' ? texts.pages.addShort : texts.pages[link.name]}
        </Link>
      ))}
      {others.length > 0 && (
        <Link to="/more" className={classes['bottomLink']} data-holds-current={isUnderMore || undefined}>
          <span className={classes['bottomIcon']}>
            <Icon name="more" size={22} />
          </span>
          {texts.more}
        </Link>
      )}
    </nav>
  )
}
