import { Link } from '@tanstack/react-router'
import { Icon, type IconName } from '../icons.tsx'
import type { ConnectorType } from './connector.ts'
import classes from './connectors.module.css'
import { texts } from './texts.ts'

const icons: Readonly<Record<ConnectorType, IconName>> = {
  http: 'utility',
  browser: 'browser',
  pvoutput: 'sun',
  email: 'email',
}

/** The types of connectors, each leading to its form. */
export function TypeCards() {
  return (
    <ul className={classes['starts']}>
      {Object.entries(texts.types).map(([type, { name, hint }]) => (
        <StartCard key={type} start={type} icon={icons[type as ConnectorType]} title={name} hint={hint} />
      ))}
    </ul>
  )
}

interface StartCardProps {
  start: string
  icon: IconName
  title: string
  hint: string
}

export function StartCard({ start, icon, title, hint }: StartCardProps) {
  return (
    <li>
      <Link to="/utility/new/$start" params={{ start }} className={classes['start']}>
        <span className={classes['startIcon']}>
          <Icon name={icon} />
        </span>
        <span>
          <strong>{title}</strong>
          {hint && <small>{hint}</small>}
        </span>
        <Icon name="forward" size={16} />
      </Link>
    </li>
  )
}
