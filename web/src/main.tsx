import './styles.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { createQueryClient } from './service/query-client.ts'
import { createService } from './service/service.ts'
import { ConnectionContext } from './service/service-context.ts'
import { createSession } from './session/session.ts'
import { language } from './texts/language.ts'
import { theme } from './theme.ts'

document.documentElement.lang = language
const session = createSession(localStorage)
const connection = { session, service: createService(session.fetch) }

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the app')
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={createQueryClient()}>
        <ConnectionContext value={connection}>
          <App />
        </ConnectionContext>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
