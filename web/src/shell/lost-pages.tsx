import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Empty } from '../page/empty.tsx'
import { texts } from './texts.ts'

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Empty icon="search" title={texts.errors.notFound} hint={texts.errors.notFoundHint}>
      <Button component={Link} to="/">
        {texts.errors.toOverview}
      </Button>
    </Empty>
  )
}

/** A page that failed while it was shown, or whose part of the program is gone after an update. */
export function BrokenPage() {
  return (
    <Empty icon="warning" title={texts.errors.broken} hint={texts.errors.brokenHint}>
      <Button onClick={() => window.location.reload()}>{texts.reload}</Button>
    </Empty>
  )
}
