import { Alert, Button, Stack, Text } from '@mantine/core'
import { Icon } from '../icons.tsx'
import { texts } from '../shell/texts.ts'

/** What went wrong, with a way to try again where there is one. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => unknown }) {
  return (
    <Alert color="red" title={texts.errors.title} role="alert" icon={<Icon name="warning" />}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{error.message}</Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={() => onRetry()}>
            {texts.tryAgain}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}
