import { Link } from '@tanstack/react-router'
import { useMay } from '../service/service-context.ts'
import classes from './submissions.module.css'
import { texts } from './texts.ts'

/** The two halves of the utility's pages; connectors are for administrators. */
export function UtilityTabs() {
  if (!useMay('admin')) return null
  return (
    <nav className={classes['tabs']} aria-label={texts.title}>
      <Link to="/utility" className={classes['tab']} activeOptions={{ exact: true }}>
        {texts.tabs.submissions}
      </Link>
      <Link to="/utility/connectors" className={classes['tab']}>
        {texts.tabs.connectors}
      </Link>
    </nav>
  )
}
