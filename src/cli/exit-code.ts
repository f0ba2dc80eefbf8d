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
    command.error(`meterbridge: ${error instanceof Error ? error.message : String(error)}`, failure)
  }
}
