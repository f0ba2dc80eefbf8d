import { useChange as useAnyChange } from '../service/use-change.ts'

interface Change<Input> {
  run(input: Input): Promise<unknown>
  /** What to say when it is done. */
  done: string
  onDone?(): void
}

const outdated = ['readings', 'readings-list', 'records']

/** Does something to readings, says so, and looks at them again. */
export function useChange<Input = void>(change: Change<Input>) {
  return useAnyChange({ ...change, outdated })
}
