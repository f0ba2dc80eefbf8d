import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notify } from '../page/notify.ts'

interface Change<Input, Answer> {
  run(input: Input): Promise<Answer>
  /** What to say when it is done; nothing where the page shows it. */
  done?: string | ((answer: Answer) => string)
  /** The first parts of the keys of what is to be looked at again. */
  outdated: readonly string[]
  onDone?(answer: Answer): unknown
}

/** Changes something at the service, says so, and looks again at what that has made old. The page shows a refusal. */
export function useChange<Input = void, Answer = unknown>({ run, done, outdated, onDone }: Change<Input, Answer>) {
  const client = useQueryClient()
  return useMutation<Answer, Error, Input>({
    mutationFn: run,
    onSuccess: async (answer) => {
      onDone?.(answer)
      if (done !== undefined) await notify({ text: typeof done === 'string' ? done : done(answer), kind: 'done' })
      await client.invalidateQueries({ predicate: ({ queryKey }) => outdated.includes(String(queryKey[0])) })
    },
    meta: { isErrorShown: true },
  })
}
