import { Alert, Button, Stack, Text } from '@mantine/core'
import { texts } from './texts.ts'

/** What went wrong, with a way to try again where there is one. */
export function Failure({ error, onRetry }: { error: Error; onRetry?: () => unknown }) {
  return (
    <Alert color="red" title={texts.errors.title} role="alert">
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
