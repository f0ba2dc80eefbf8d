import { Link } from '@tanstack/react-router'
import { Icon } from '../icons.tsx'
import classes from './page.module.css'

/** The way to the page that this one belongs to. */
export function BackLink({ to, children }: { to: string; children: string }) {
  return (
    <Link to={to} className={classes['back']}>
      <Icon name="back" size={16} />
      {children}
    </Link>
  )
}
