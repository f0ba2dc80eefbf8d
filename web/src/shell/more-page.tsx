import { Link } from '@tanstack/react-router'
import { Icon } from '../icons.tsx'
import { Page } from '../page/page.tsx'
import classes from './navigation.module.css'
import { texts } from './texts.ts'
import { usePageLinks } from './use-page-links.ts'

/** What has no room in a phone's bottom bar. */
export function MorePage() {
  const { others } = usePageLinks()
  return (
    <Page title={texts.more}>
      {others.map(({ name, links }) => (
        <section key={links[0]?.to}>
          {name && <h2 className={classes['groupName']}>{texts.groups[name]}</h2>}
          <ul className={classes['more']}>
            {links.map((link) => (
              <li key={link.to}>
                <Link to={link.to} className={classes['moreLink']}>
                  <Icon name={link.icon} />
                  <span>{texts.pages[link.name]}</span>
                  <Icon name="forward" size={16} />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Page>
  )
}
