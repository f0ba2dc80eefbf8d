import { Group, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { texts } from '../shell/texts.ts'
import classes from './page.module.css'

interface PageProps {
  title: string
  /** Above the title: the way to the page that this one belongs to. */
  back?: ReactNode
  /** A sentence on what the page is for. */
  intro?: ReactNode
  /** Beside the title, such as a button. */
  actions?: ReactNode
  children: ReactNode
}

let isFirstPage = true

/** The frame of a page's content; the title takes the focus when the person comes from another page. */
export function Page({ title, back, intro, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true })
    isFirstPage = false
  }, [])
  return (
    <Stack gap="lg">
      <title>{`${title} · ${texts.name}`}</title>
      <Group justify="space-between" align="center" gap="sm">
        <div className={classes['heading']}>
          {back}
          <Title order={1} size="h2" ref={heading} tabIndex={-1} className={classes['title']}>
            {title}
          </Title>
          {intro && (
            <Text c="dimmed" mt={4}>
              {intro}
            </Text>
          )}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  )
}
