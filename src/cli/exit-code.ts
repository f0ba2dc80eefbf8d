import { type Command, CommanderError } from 'commander'

const failed = 'meterbridge.failed'

/** 0 where all went well, 1 where the command failed, 2 where it was used wrongly. */
export function exitCodeOf(error: unknown): 0 | 1 | 2 {
  if (!(error instanceof CommanderError) || error.code === failed) return 1
  return error.exitCode === 0 ? 0 : 2
}

/** For `command.error(message, failure)`: a command that was used rightly, but cannot be done. */
const failure = { code: failed, exitCode: 1 } as const

/** Ends a command with one line and exit code 1 where its work fails. */
export async function orFail(command: Command, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    // Whoever reads the output has had enough, like `head`.
    if (codeOf(error) === 'EPIPE') return
    command.error(`meterbridge: ${sentence(error)}`, failure)
  }
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
