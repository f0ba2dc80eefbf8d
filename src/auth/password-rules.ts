import { Problem } from '../problem.ts'

const fewestCharacters = 8
const mostBytes = 1024

// What guessers try first among those that are long enough (NIST SP 800-63B, 3.1.1.2, asks for such a list).
const common = new Set(
  `password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword 12345678 123456789 1234567890
  0123456789 0987654321 87654321 987654321 11111111 00000000 88888888 12341234 11223344 123123123 1q2w3e4r 1qaz2wsx
  1q2w3e4r5t qwertyui qwertyuiop qwerty12 qwerty123 qwertz123 asdfghjk asdfghjkl zxcvbnm1 abcd1234 abc12345 abcdefgh
  iloveyou sunshine princess football baseball superman trustno1 whatever computer internet letmein1 welcome1
  welcome123 changeme changeme1 changeme123 change-me admin123 admin1234 administrator default1 secret123 test1234
  testtest meterbridge meterbridge1`.split(/\s+/),
)

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
  if (isOneCharacter || common.has(password.toLowerCase())) return 'is one of those that are guessed first'
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
