import './styles.css'
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
import { keepForOffline } from './service-worker.ts'
import { createSession } from './session/session.ts'
import { language } from './texts/language.ts'
import { theme } from './theme.ts'

document.documentElement.lang = language
keepForOffline()
const session = createSession(localStorage)
const service = createService(session.fetch)
const connection = { session, service }
const outbox = createOutbox(service, openWaitingStore())

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the app')
const program = (
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={createQueryClient()}>
        <ConnectionContext value={connection}>
          <OutboxContext value={outbox}>
            <App />
          </OutboxContext>
        </ConnectionContext>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>
)
// A router that knows its page before it is drawn lets it be drawn as a transition: in short pieces, between which a slow
// phone answers to the thumb. Else the whole page would come in one.
const draw = (): void => startTransition(() => createRoot(root).render(program))
if (session.state() === 'signed-in') router.load().then(draw, draw)
else draw()
