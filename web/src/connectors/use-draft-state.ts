import { useMemo, useRef, useState } from 'react'
import { ApiError } from '../service/api-error.ts'
import type { Definition } from './connector.ts'
import type { Draft } from './draft.ts'
import { withValue } from './paths.ts'

interface Beginning {
  initial: Definition
  storedSecrets: readonly string[]
  /** Why the service did not take it. */
  error: Error | null
}

const none = {}

/** A connector while it is being edited. */
export function useDraftState({ initial, storedSecrets, error }: Beginning): Draft & { forgetTyped(): void } {
  const [definition, setDefinition] = useState(initial)
  const [typedSecrets, setTypedSecrets] = useState<Draft['typedSecrets']>(none)
  const shownPaths = useRef(new Set<string>())
  return useMemo(
    () => ({
      definition,
      typedSecrets,
      storedSecrets,
      errors: error instanceof ApiError ? error.fields : none,
      shownPaths: shownPaths.current,
      change: (path, value) => setDefinition((before) => withValue(before, path, value)),
      replace: setDefinition,
      typeSecrets: (secrets) => setTypedSecrets((before) => ({ ...before, ...secrets })),
      forgetTyped: () => setTypedSecrets(none),
    }),
    [definition, typedSecrets, storedSecrets, error],
  )
}
