import { useService } from '../service/service-context.ts'
import { useChange } from '../service/use-change.ts'
import { isGoodName } from './basics-section.tsx'
import { secretsNeededBy } from './connector.ts'
import type { Draft } from './draft.ts'
import { texts } from './texts.ts'
import { useConnectors } from './use-connectors.ts'

interface Saving {
  isNew: boolean
  onSaved(name: string): unknown
}

interface Named {
  name: string
  draft: Draft
}

/** Stores a connector; one that is new takes nobody's place. */
export function useSaveConnector({ isNew, onSaved }: Saving) {
  const service = useService()
  const { data: others = [] } = useConnectors()
  return useChange<Named, Named>({
    run: async ({ name, draft }) => {
      if (!isGoodName(name)) throw new Error(texts.badName)
      if (isNew && others.some((other) => other.name === name)) throw new Error(texts.takenName)
      const secrets = secretsToSend(draft)
      await service.put(`/utility/connectors/${name}`, { ...draft.definition, ...(secrets && { secrets }) })
      return { name, draft }
    },
    done: isNew ? texts.savedNew : texts.saved,
    outdated: ['utility', 'health'],
    onDone: ({ name }) => onSaved(name),
  })
}

/** What was typed; null keeps what is stored. Nothing where nothing was typed: then all are kept. */
function secretsToSend({ definition, typedSecrets, storedSecrets }: Draft): Record<string, string | null> | undefined {
  const needed = secretsNeededBy(definition)
  if (!needed.some((name) => typedSecrets[name])) return undefined
  const known = needed.filter((name) => typedSecrets[name] || storedSecrets.includes(name))
  return Object.fromEntries(known.map((name) => [name, typedSecrets[name] || null]))
}
