import { hash, verify } from '@node-rs/argon2'
import { Problem } from '../../problem.ts'
import { normalizedPassword } from './password-rules.ts'

interface PasswordCheck {
  hash: string | undefined
  password: string
  mayCheck: () => Promise<void>
  /** Done before the next one has its turn, who asks whether it still may. */
  whenWrong?: () => Promise<void>
}

/** Hashes and checks passwords, a few at once: each takes 19 MiB, and a small machine has 512. */
export interface Passwords {
  /** @throws Problem 503 where too many wait already. */
  hash(password: string): Promise<string>
  /**
   * Takes the same time whether there is a hash or not.
   * `mayCheck` is asked by whoever had to wait for a place, and forbids it by throwing: others may have failed meanwhile.
   * @throws Problem 503 where too many wait already.
   */
  isRight(check: PasswordCheck): Promise<boolean>
}

// argon2id (the library's default algorithm) at the second of the settings that OWASP's password storage sheet names.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const atOnce = 2
const mostWaiting = 64

// Of random bytes that were thrown away, at the same cost.
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$NE6U3F5IznCSNYwtwXwQOQ$CQAbOI6aZONYt98ZpN7msNYj4gmJE7Du9DPpHAA6mHw'

export function createPasswords(): Passwords {
  const inTurn = createQueue()
  return {
    hash: (password) => inTurn(() => hash(normalizedPassword(password), cost)),
    isRight: (check) =>
      inTurn(async ({ hasWaited }) => {
        if (hasWaited) await check.mayCheck()
        const isMatch = await verify(check.hash || nobodysHash, normalizedPassword(check.password))
        const isRight = isMatch && Boolean(check.hash)
        if (!isRight) await check.whenWrong?.()
        return isRight
      }),
  }
}

type Work<T> = (turn: { hasWaited: boolean }) => Promise<T>

function createQueue(): <T>(work: Work<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    const hasWaited = running >= atOnce
    if (hasWaited) {
      if (waiting.length >= mostWaiting) throw tooBusy()
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    try {
      return await work({ hasWaited })
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

function tooBusy(): Problem {
  return new Problem(503, 'Too many people sign in at this moment; please try again.', {
    type: 'busy',
    headers: { 'retry-after': '2' },
  })
}
