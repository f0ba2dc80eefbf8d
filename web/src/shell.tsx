import { Button, Container, Group, Loader, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from './texts.ts'

interface ShellProps {
  children: ReactNode
  onSignOut?: () => unknown
}

/** The frame of every page. */
export function Shell({ children, onSignOut }: ShellProps) {
  return (
    <>
      <header className="header">
        <Container size="sm">
          <Group justify="space-between" h={56} wrap="nowrap">
            <Group gap="xs" wrap="nowrap">
              <img src="/icon.svg" alt="" width={28} height={28} />
              <Text fw={700}>{texts.name}</Text>
            </Group>
            {onSignOut && (
              <Button variant="default" size="sm" onClick={() => onSignOut()}>
                {texts.signOut}
              </Button>
            )}
          </Group>
        </Container>
      </header>
      <Container component="main" size="sm" py="xl">
        {children}
      </Container>
    </>
  )
}

export function Loading() {
  return (
    <Group justify="center" py={80} role="status">
      <Loader aria-hidden />
      <span className="visually-hidden">{texts.loading}</span>
    </Group>
  )
}
