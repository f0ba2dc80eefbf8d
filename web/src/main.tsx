import './styles.css'
import { createTheme, MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api.ts'
import { App } from './app.tsx'
import { createSession } from './session.ts'

const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 9, dark: 8 },
  defaultRadius: 'md',
  cursorType: 'pointer',
})

// Only what may pass by itself is tried again: no connection, or a service that is busy or ill.
const isTransient = (error: Error): boolean => error instanceof ApiError && (error.status === 0 || error.status >= 500)
const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (failures, error) => failures < 2 && isTransient(error), networkMode: 'always' },
  },
})

const root = document.getElementById('root')
if (!root) throw new Error('the page has no place for the app')
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <App session={createSession(localStorage)} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
