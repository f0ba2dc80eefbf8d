import { type Command, CommanderError } from 'commander'
import { type InputError, Problem } from '../problem.ts'

const failed = 'meterbridge.failed'

/** 0 where all went well, 1 where the command failed, 2 where it was used wrongly. */
export function exitCodeOf(error: unknown): 0 | 1 | 2 {
  if (!(error instanceof CommanderError) || error.code === failed) return 1
  return error.exitCode === 0 ? 0 : 2
}

/** For `command.error(message, failure)`: a command that was used rightly, but cannot be done. */
const failure = { code: failed, exitCode: 1 } as const

/** Ends a command with exit code 1 where its work fails: with one line, and one for each thing that is wrong with its input. */
export async function orFail(command: Command, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    // Whoever reads the output has had enough, like `head`.
    if (codeOf(error) === 'EPIPE') return
    command.error([`meterbridge: ${sentence(error)}`, ...inputErrors(error)].join('\n'), failure)
  }
}

const mostErrorsTold = 20

function inputErrors(error: unknown): string[] {
  if (!(error instanceof Problem)) return []
  // Of a single wrong value the refusal says it all.
  const errors = (error.errors ?? []).filter(({ message }) => !error.message.includes(message))
  const told = errors.slice(0, mostErrorsTold).map(line)
  return errors.length > told.length ? [...told, `and ${errors.length - told.length} more`] : told
}

/** A JSON pointer and its message as a line: `/records/3/note` is told as `record 3: note`. */
function line({ path, message }: InputError): string {
  const [, record, field = ''] = /^\/records\/(\d+)(\/.+)?$/.exec(path) ?? []
  return record === undefined
    ? `${path.slice(1)}: ${message}`
    : `record ${record}:${field.replace('/', ' ')} ${message}`
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const path = 'path' in error ? String(error.path) : ''
  return sentencesAboutFiles[codeOf(error)]?.(path) ?? error.message
}

// As Node.js names them; the file is one that the caller has named.
const sentencesAboutFiles: Readonly<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file or directory ${path}.`,
  EACCES: (path) => `This user may not open ${path}.`,
  EISDIR: (path) => `${path || 'That'} is a directory; name a file.`,
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
