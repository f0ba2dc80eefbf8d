import { createContext, useContext, useEffect } from 'react'
import type { Definition } from './connector.ts'
import { valueAt } from './paths.ts'

/** A connector while it is being edited. */
export interface Draft {
  definition: Definition
  /** Secrets that were typed, by name. */
  typedSecrets: Readonly<Record<string, string>>
  storedSecrets: readonly string[]
  /** What the service says about places of the definition. */
  errors: Readonly<Record<string, string>>
  /** The places that have a field, which shows the error. */
  shownPaths: Set<string>
  change(path: string, value: unknown): void
  replace(definition: Definition): void
  typeSecrets(secrets: Readonly<Record<string, string>>): void
}

export const DraftContext = createContext<Draft | undefined>(undefined)

export function useDraft(): Draft {
  const draft = useContext(DraftContext)
  if (!draft) throw new Error('there is no connector around this field')
  return draft
}

/** One place of the definition, with what the service says about it. */
export function usePlace(path: string) {
  const { definition, errors, change, shownPaths } = useDraft()
  useShown(path, shownPaths)
  const value = valueAt(definition, path)
  return {
    value,
    text: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
    error: errors[path],
    change: (value: unknown) => change(path, value),
  }
}

export function useShown(path: string, shownPaths: Set<string>): void {
  useEffect(() => {
    shownPaths.add(path)
    return () => void shownPaths.delete(path)
  }, [path, shownPaths])
}
