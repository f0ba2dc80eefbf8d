import { Paper, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../icons.tsx'
import classes from './empty.module.css'

interface EmptyProps {
  icon: IconName
  title: string
  hint: string
  /** What to do about it. */
  children?: ReactNode
}

/** Nothing is there, why, and what to do about it. */
export function Empty({ icon, title, hint, children }: EmptyProps) {
  return (
    <Paper withBorder p="xl" className={classes['empty']}>
      <span className={classes['icon']}>
        <Icon name={icon} size={28} />
      </span>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" maw={440}>
        {hint}
      </Text>
      {children && <div className={classes['action']}>{children}</div>}
    </Paper>
  )
}
