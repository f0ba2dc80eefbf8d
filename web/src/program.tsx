import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createOutbox } from './recording/outbox.ts'
import { OutboxContext } from './recording/use-outbox.ts'
import { openWaitingStore } from './recording/waiting-store.ts'
import { router } from './routes.tsx'
import { createQueryClient } from './service/query-client.ts'
import { createService } from './service/service.ts'
import { ConnectionContext } from './service/service-context.ts'
import type { Session } from './session/session.ts'
import { theme } from './theme.ts'

/**
 * Draws the page of whoever is signed in, or the way in. A router that knows its page before it is drawn lets it be
 * drawn as a transition: in short pieces, between which a slow phone answers to the thumb. Else it would come as one.
 */
export async function draw(session: Session): Promise<void> {
  const root = document.getElementById('root')
  if (!root) throw new Error('the page has no place for the program')
  const service = createService(session.fetch)
  const outbox = createOutbox(service, openWaitingStore())
  if (session.state() === 'signed-in') await router.load()
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <MantineProvider theme={theme} defaultColorScheme="auto">
          <QueryClientProvider client={createQueryClient()}>
            <ConnectionContext value={{ session, service }}>
              <OutboxContext value={outbox}>
                <App />
              </OutboxContext>
            </ConnectionContext>
          </QueryClientProvider>
        </MantineProvider>
      </StrictMode>,
    ),
  )
}
