import { createInterface } from 'node:readline/promises'
import { type Readable, Writable } from 'node:stream'

/** Where a password is typed; a terminal says so by `isTTY`. */
export interface PasswordSource {
  input: Readable & { isTTY?: boolean }
  output: Writable
}

/**
 * Asks for a new password twice on a terminal, without showing it, and else takes the first line of the input.
 * A password never comes as an argument: others would see it in the list of processes and the shell's history.
 * @throws Error where there is none, or the two differ.
 */
export async function readNewPassword(source: PasswordSource): Promise<string> {
  return await withPrompt(source, async (ask) => {
    const password = await ask('New password: ')
    if (password === '') throw new Error('No password was given; type it, or send it to the standard input.')
    if (source.input.isTTY === true && (await ask('Once more: ')) !== password)
      throw new Error('The two passwords differ; nothing was changed.')
    return password
  })
}

/** Asks once for a password that exists already, likewise; empty where none is given. */
export async function readTypedPassword(source: PasswordSource, prompt: string): Promise<string> {
  return await withPrompt(source, (ask) => ask(prompt))
}

async function withPrompt(
  { input, output }: PasswordSource,
  work: (ask: (prompt: string) => Promise<string>) => Promise<string>,
): Promise<string> {
  const isTerminal = input.isTTY === true
  // The terminal's own echo is off while readline reads from it, and what readline would show goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal: isTerminal })
  const nextLine = createNextLine(lines)
  try {
    return await work(async (prompt) => {
      if (isTerminal) output.write(prompt)
      const line = await nextLine()
      if (isTerminal) output.write('\n')
      return line
    })
  } finally {
    lines.close()
  }
}

// Empty where the input ends, or the person types Ctrl-C, before there is a line. What is pasted waits for its turn.
function createNextLine(lines: ReturnType<typeof createInterface>): () => Promise<string> {
  lines.once('SIGINT', () => lines.close())
  const typed = lines[Symbol.asyncIterator]()
  return async () => {
    const { value, done } = await typed.next()
    return done ? '' : value
  }
}
