import { Group, Loader } from '@mantine/core'
import { texts } from '../shell/texts.ts'

/** Something is on its way, and nothing is known yet of its shape. */
export function Loading() {
  return (
    <Group justify="center" py={80} role="status">
      <Loader aria-hidden />
      <span className="visually-hidden">{texts.loading}</span>
    </Group>
  )
}
