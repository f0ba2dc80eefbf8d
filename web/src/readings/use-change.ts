import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notify } from '../page/notify.ts'

interface Change<Input> {
  run(input: Input): Promise<unknown>
  /** What to say when it is done. */
  done: string
  onDone?(): void
}

/** Does something to readings, says so, and looks at them again. */
export function useChange<Input = void>({ run, done, onDone }: Change<Input>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      onDone?.()
      await notify({ text: done, kind: 'done' })
      const changed = ['readings', 'readings-list', 'records']
      await client.invalidateQueries({ predicate: ({ queryKey }) => changed.includes(String(queryKey[0])) })
    },
    meta: { isErrorShown: true },
  })
}
