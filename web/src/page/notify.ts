import { texts } from '../shell/texts.ts'

interface Message {
  text: string
  kind: 'done' | 'failed'
}

const colours = { done: 'bridge', failed: 'red' } as const

let isWanted = false
const listeners = new Set<() => void>()

/** Whether there was ever something to say; the place for it is loaded then. */
export function isPlaceWanted(): boolean {
  return isWanted
}

export function subscribeToWant(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says in passing that something was done, or was not. Loaded when there is something to say. */
export async function notify({ text, kind }: Message): Promise<void> {
  isWanted = true
  for (const listener of listeners) listener()
  const { notifications } = await import('@mantine/notifications')
  notifications.show({
    message: text,
    color: colours[kind],
    withBorder: true,
    closeButtonProps: { 'aria-label': texts.close },
  })
}

/** For promises that nobody waits for. */
export function notifyFailure(error: unknown): Promise<void> {
  return notify({ text: error instanceof Error ? error.message : String(error), kind: 'failed' })
}
