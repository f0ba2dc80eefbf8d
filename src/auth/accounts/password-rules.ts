import { readFileSync } from 'node:fs'
import { Problem } from '../../problem.ts'

const fewestCharacters = 8
const mostBytes = 1024

/** What nobody but guessers of this very service would try, beside the list of what people choose everywhere. */
const commonHere = new Set(['meterbridge', 'meterbridge1', 'changeme1', 'changeme123', 'change-me', 'password1234'])

/**
 * Whether a password is one of those that guessers try first (NIST SP 800-63B, 3.1.1.2, asks for such a list). The list
 * is zxcvbn's, 18,000 of which are long enough; it is read each time, since passwords are set so seldom, and looked
 * through as it stands, since parsing it takes longer than hashing the password.
 */
function isCommon(password: string): boolean {
  const list = new URL(import.meta.resolve('@zxcvbn-ts/language-common/src/passwords.json'))
  return commonHere.has(password) || readFileSync(list, 'utf8').includes(JSON.stringify(password))
}

/** The one spelling of a password: Unicode's NFC, so that every keyboard writes the same bytes. */
export function normalizedPassword(raw: string): string {
  return raw.normalize('NFC')
}

/** What is wrong with a new password, as the end of a sentence about it; nothing where it may be used. */
export function passwordWeakness(raw: string, username: string): string | undefined {
  const password = normalizedPassword(raw)
  if ([...password].length < fewestCharacters) return `must be ${fewestCharacters} characters or more`
  if (Buffer.byteLength(password) > mostBytes) return `must be ${mostBytes} bytes or less`
  if (password.toLowerCase() === username.toLowerCase()) return 'must not be the username'
  const isOneCharacter = new Set(password).size === 1
  if (isOneCharacter || isCommon(password.toLowerCase())) return 'is one of those that are guessed first'
  return undefined
}

/** @throws Problem 400 that names what is wrong, never the password. */
export function checkPassword(raw: string, username: string): void {
  const message = passwordWeakness(raw, username)
  if (message === undefined) return
  throw new Problem(400, `The password ${message}.`, {
    type: 'invalid-input',
    errors: [{ path: '/password', message }],
  })
}
