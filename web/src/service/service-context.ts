import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Scope } from '../../../src/http/route.ts'
import type { Person, Session } from '../session/session.ts'
import type { Service } from './service.ts'

interface Connection {
  session: Session
  service: Service
}

export const ConnectionContext = createContext<Connection | undefined>(undefined)

export function useService(): Service {
  return useConnection().service
}

export function useSession(): Session {
  return useConnection().session
}

/** Who is signed in; undefined until the service has said so. */
export function usePerson(): Person | undefined {
  const { session } = useConnection()
  return useSyncExternalStore(session.subscribe, session.person)
}

/** Whether who is signed in may do this. */
export function useMay(scope: Scope): boolean {
  return usePerson()?.scopes.includes(scope) ?? false
}

function useConnection(): Connection {
  const connection = useContext(ConnectionContext)
  if (!connection) throw new Error('there is no service around this component')
  return connection
}
