import { Button, Paper, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { AlertJson } from '../../../src/alerts/alerts-routes.ts'
import { Icon } from '../icons.tsx'
import { Age } from '../page/age.tsx'
import { texts as shell } from '../shell/texts.ts'
import { adviceOn } from './advice.ts'
import classes from './alerts.module.css'
import { texts } from './texts.ts'
import { useSiteName } from './use-site-name.ts'

/** What is wrong, since when, and what to do about it. */
export function OpenAlert({ alert }: { alert: AlertJson }) {
  const { site, message, openedAt } = alert
  const { title, todo, link, isOfSite } = adviceOn(alert)
  const siteName = useSiteName(site)
  return (
    <Paper component="article" withBorder p="md" className={classes['open']}>
      <span className={classes['sign']}>
        <Icon name="warning" />
      </span>
      <div className={classes['what']}>
        <Title order={2} size="h5">
          {title}
        </Title>
        <Text size="sm" c="dimmed">
          {isOfSite && siteName && `${texts.site(siteName)} · `}
          {texts.since} <Age timestamp={openedAt} />
        </Text>
        <Text mt="xs" size="sm">
          {message}
        </Text>
        {todo && (
          <Text size="sm" c="dimmed" mt={4}>
            {todo}
          </Text>
        )}
        {link && (
          <Button component={Link} to={link.to} variant="default" size="xs" mt="sm">
            {texts.goTo(shell.pages[link.page])}
          </Button>
        )}
      </div>
    </Paper>
  )
}
