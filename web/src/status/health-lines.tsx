import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { HealthJson } from '../../../src/operations/operations-routes.ts'
import { Icon, type IconName } from '../icons.tsx'
import { useMay } from '../service/service-context.ts'
import classes from './health-lines.module.css'
import { texts } from './texts.ts'

type Mood = 'good' | 'off' | 'bad'

/** How sheet and utility are, in one line each, and what else is said beside them. */
export function HealthLines({ checks, before, after }: Lines) {
  return (
    <ul className={classes['lines']}>
      {before}
      <HealthLine icon="sheet" name={texts.sheet} {...sheetLine(checks.sheet)} />
      <HealthLine icon="utility" name={<UtilityName />} {...utilityLine(checks.utility)} />
      {after}
    </ul>
  )
}

interface Lines {
  checks: HealthJson['checks']
  before?: ReactNode
  after?: ReactNode
}

function sheetLine({ state, detail, rowsWaiting = 0 }: HealthJson['checks']['sheet']): { mood: Mood; text: string } {
  if (state === 'off') return { mood: 'off', text: texts.off }
  if (state !== 'ok') return { mood: 'bad', text: detail }
  return { mood: 'good', text: rowsWaiting === 0 ? texts.sheetOk : texts.sheetWaiting(rowsWaiting) }
}

function utilityLine(check: HealthJson['checks']['utility']): { mood: Mood; text: string } {
  const { state, detail, needsAttention = 0, stopped = [] } = check
  if (state === 'off') return { mood: 'off', text: texts.off }
  if (state === 'ok') return { mood: 'good', text: texts.utilityOk }
  const troubles = [
    ...(needsAttention > 0 ? [texts.utilityNeedsYou(needsAttention)] : []),
    ...(stopped.length > 0 ? [texts.utilityStopped(stopped.join(', '))] : []),
  ]
  return { mood: 'bad', text: troubles.join(' ') || detail }
}

function UtilityName() {
  if (!useMay('utility:push')) return texts.utility
  return <LineLink to="/utility">{texts.utility}</LineLink>
}

/** The name of a line as the way to its page. */
export function LineLink({ to, children }: { to: string; children: string }) {
  return (
    <Link to={to} className={classes['link']}>
      {children}
    </Link>
  )
}

interface HealthLineProps {
  icon: IconName
  name: ReactNode
  mood: Mood
  text: string
}

export function HealthLine({ icon, name, mood, text }: HealthLineProps) {
  return (
    <li>
      <Icon name={icon} />
      <Text fw={600} size="sm">
        {name}
      </Text>
      <Text size="sm" className={classes['text']} data-mood={mood}>
        <span className={classes['mark']}>
          {mood === 'good' && <Icon name="check" size={16} />}
          {mood === 'bad' && <Icon name="warning" size={16} />}
        </span>
        <span>{text}</span>
      </Text>
    </li>
  )
}
