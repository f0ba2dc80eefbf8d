import { Alert, Text } from '@mantine/core'
import type { Doubt } from '../../../src/readings/doubts/doubt.ts'
import { Icon } from '../icons.tsx'
import { texts } from './texts.ts'

/** What speaks against a reading that is not saved yet. */
export function Doubts({ codes }: { codes: readonly Doubt['code'][] }) {
  return (
    <div aria-live="polite">
      {codes.length > 0 && (
        <Alert color="yellow" title={texts.doubtTitle} icon={<Icon name="warning" />}>
          {codes.map((code) => (
            <Text key={code} size="sm">
              {texts.doubts[code]}
            </Text>
          ))}
          <Text size="sm" mt={6}>
            {texts.doubtHint}
          </Text>
        </Alert>
      )}
    </div>
  )
}
